import { DIABETES, LUNG_CANCER, PNEUMONIA, type Scene } from './scene.ts';

/** Sanming Yilianbao: in the city, elsewhere, and the backstop. */
export const SANMING: readonly Scene[] = [
  {
    zh: '三明：统筹区内住院，健康人群',
    en: 'Sanming: in the city, healthy',
    hospital: 'sanming',
    discharge: {
      settlementId: 'DEMO-SM-1',
      patient: '测试癸',
      stay: ['2024-03-01', '2024-03-09'],
      diagnosis: PNEUMONIA,
      inCatalog: '30000',
      outOfCatalog: '15000',
      pooling: '52000',
    },
    expected: { pays: { 'local-inpatient': '40000.00' } },
  },
  {
    zh: '三明：统筹区外住院，既往症中的救助对象',
    en: 'Sanming: elsewhere, pre-existing and assisted',
    hospital: 'fuzhou',
    discharge: {
      settlementId: 'DEMO-SM-2',
      patient: '测试子',
      stay: ['2024-04-01', '2024-04-12'],
      diagnosis: DIABETES,
      referral: 'filed',
      inCatalog: '50000',
      pooling: '61000',
    },
    expected: { pays: { 'away-inpatient': '24000.00' } },
  },
  {
    zh: '三明：既往症，个人自付超过封顶的部分由兜底承担',
    en: 'Sanming: pre-existing, the backstop bears what exceeds the cap',
    hospital: 'sanming',
    discharge: {
      settlementId: 'DEMO-SM-3',
      patient: '测试丑',
      stay: ['2024-05-06', '2024-06-03'],
      diagnosis: LUNG_CANCER,
      inCatalog: '275000',
      outOfCatalog: '30000',
      pooling: '180000',
      bigIllness: '40000',
    },
    expected: { pays: { 'local-inpatient': '150000.00', 'out-of-pocket-backstop': '55000.00' } },
  },
];
