import { DIABETES, LUNG_CANCER, PNEUMONIA, type Scene } from './scene.ts';

/** The two schemes of Nantong: deductible per admission, lump sum, the low-income cover on what is left. */
export const NANTONG: readonly Scene[] = [
  {
    zh: '南通：医保南通保与低补保依次赔付，五家共保',
    en: 'Nantong: Nantongbao, then low-income cover on what it left; five co-insurers',
    hospital: 'nantong',
    discharge: {
      settlementId: 'DEMO-NT-1',
      patient: '测试庚',
      stay: ['2022-05-10', '2022-05-24'],
      diagnosis: DIABETES,
      inCatalog: '30000',
      outOfCatalog: '10000',
      pooling: '42000',
    },
    expected: {
      pays: { 'inpatient-copay': '15400.00', 'inpatient-self-pay': '1400.00', 'residual-copay': '14308.00' },
      shares: 'INS-NT-1 6720.00, INS-NT-2 3360.00, INS-NT-3 2520.00, INS-NT-4 2520.00, INS-NT-5 1680.00',
    },
  },
  {
    zh: '南通：按次免赔，第一次住院',
    en: 'Nantong: a deductible per admission, the first stay',
    hospital: 'nantong',
    discharge: {
      settlementId: 'DEMO-NT-2',
      patient: '测试辛',
      stay: ['2022-01-05', '2022-01-12'],
      diagnosis: PNEUMONIA,
      inCatalog: '10000',
      pooling: '15000',
    },
    expected: { pays: { 'inpatient-copay': '1400.00' } },
  },
  {
    zh: '南通：按次免赔，第二次住院',
    en: 'Nantong: a deductible per admission, the second stay',
    hospital: 'nantong',
    discharge: {
      settlementId: 'DEMO-NT-3',
      patient: '测试辛',
      stay: ['2022-02-05', '2022-02-12'],
      diagnosis: PNEUMONIA,
      inCatalog: '10000',
      pooling: '15000',
    },
    expected: { pays: { 'inpatient-copay': '1400.00' } },
  },
  {
    zh: '南通：重度恶性肿瘤补偿金付给参保人，连续五年无赔付者加倍',
    en: 'Nantong: the lump sum for severe malignancy, to the member; double after five years without a claim',
    hospital: 'nantong',
    discharge: {
      settlementId: 'DEMO-NT-4',
      patient: '测试壬',
      stay: ['2022-03-01', '2022-03-15'],
      diagnosis: { ...LUNG_CANCER, firstConfirmedOn: '2022-03-04', severe: true },
      inCatalog: '18000',
      pooling: '26000',
    },
    expected: {
      pays: { 'inpatient-copay': '7000.00', 'malignancy-lump-sum': '20000.00' },
      toMember: 'malignancy-lump-sum',
    },
  },
];
