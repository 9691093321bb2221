import { adapterSuite } from '../suite.ts';
import { sample } from './support.ts';
import { soapVoice } from './voice.ts';

adapterSuite({
  ...soapVoice,
  samples: ['50_fujian_nhsa_names_in_xml.xml', '51_fujian_error.xml', '82_gs_request_soap_base64.xml'].map(sample),
});
