import { adapterSuite } from '../suite.ts';
import { bytesOf, envelope, PERSON, voice } from './voice.ts';

const totals = { stmt_begndate: '2024-03-01', stmt_enddate: '2024-03-31', medfee_sumamt: 0, fund_pay_sumamt: '0' };
const rows = Buffer.from(`S-F\tE-S-F\t${PERSON}\t300000.00\t223000.00\t0\t0\n`).toString('base64');

adapterSuite({
  ...voice,
  samples: [
    bytesOf(envelope('9001', 'M1', { signIn: { opter_no: '1', mac: '', ip: '' } })),
    bytesOf(envelope('3201', 'M2', { data: { ...totals, fixmedins_setl_cnt: 0 } })),
    bytesOf(envelope('3202', 'M3', { data: totals, in: rows })),
    bytesOf(envelope('9101', 'M4', { fsUploadIn: { in: [80, 75, 3, 4, -1], filename: 'a.zip' } })),
    bytesOf(envelope('9102', 'M5', { fsDownloadIn: { file_qury_no: '123', filename: 'a.zip' } })),
  ],
});
