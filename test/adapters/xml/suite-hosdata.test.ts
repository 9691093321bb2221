import { adapterSuite } from '../suite.ts';
import { sample } from './support.ts';
import { hosdataVoice } from './voice.ts';

adapterSuite({
  ...hosdataVoice,
  samples: [
    '60_sjz_inpatient_pool_plus_cash_1.xml',
    '67_sjz_inpatient_with_poverty_topups_AKC708_1.xml',
    '72_sjz_pair_1202.xml',
    '75_sjz_fee_lines_gb18030_bytes.xml',
    '83_sjz_request_shape_1105.xml',
    'sandbox-1120-totals.xml',
  ].map(sample),
});
