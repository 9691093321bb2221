import { PNEUMONIA, type Scene } from './scene.ts';

/** Wenshan Huiminbao: both pots of a stay. */
export const WENSHAN: readonly Scene[] = [
  {
    zh: '文山：目录内与目录外住院',
    en: 'Wenshan: in-catalog and out-of-catalog costs of a stay',
    hospital: 'wenshan',
    discharge: {
      settlementId: 'DEMO-WS-1',
      patient: '测试寅',
      stay: ['2023-10-08', '2023-10-20'],
      diagnosis: PNEUMONIA,
      inCatalog: '52000',
      outOfCatalog: '22000',
      pooling: '66000',
    },
    expected: { pays: { 'in-catalog-inpatient': '32000.00', 'out-of-catalog-inpatient': '2000.00' } },
  },
];
