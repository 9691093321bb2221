import { claimOf, type Diagnosis } from './claims.ts';
import type { Step } from './steps.ts';

/** Discharges of all five schemes; what must come out was worked by hand from the notices. */

const PNEUMONIA: Diagnosis = { code: 'J18.900', name: '肺炎' };
const LUNG_CANCER: Diagnosis = { code: 'C34.900', name: '肺恶性肿瘤', firstConfirmedOn: '2023-07-03', severe: true };
const DIABETES: Diagnosis = { code: 'E11.200', name: '2型糖尿病伴肾并发症' };

export const JIANGXI: readonly Step[] = [
  {
    zh: '江西：本地住院，分段赔付',
    en: 'Jiangxi: a local stay, paid in tiers',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-1',
        patient: '测试甲',
        stay: ['2023-07-01', '2023-07-11'],
        diagnosis: PNEUMONIA,
        inCatalog: '265000',
        outOfCatalog: '35000',
        pooling: '98000',
        bigIllness: '12000',
        accountPaid: '300',
      });
      const pays = { 'in-catalog-inpatient': '115000.00', 'out-of-catalog-inpatient': '3000.00' };
      await stage.discharge('nanchang', claim, { pays });
    },
  },
  {
    zh: '江西：同一人第二次住院，累计接着算',
    en: "Jiangxi: the same member's second stay goes on from the first",
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-2',
        patient: '测试甲',
        stay: ['2023-09-04', '2023-09-18'],
        diagnosis: PNEUMONIA,
        inCatalog: '100000',
        pooling: '60000',
      });
      await stage.discharge('nanchang', claim, { pays: { 'in-catalog-inpatient': '75000.00' } });
    },
  },
  {
    zh: '江西：续保优待，已备案的省外就医',
    en: 'Jiangxi: renewal bonus, another province, filed',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-3',
        patient: '测试乙',
        stay: ['2023-08-01', '2023-08-15'],
        diagnosis: PNEUMONIA,
        referral: 'filed',
        inCatalog: '115000',
        pooling: '80000',
      });
      await stage.discharge('shanghai', claim, { pays: { 'in-catalog-inpatient': '24500.00' } });
    },
  },
  {
    zh: '江西：既往症费率表',
    en: 'Jiangxi: the table for pre-existing conditions',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-4',
        patient: '测试丙',
        stay: ['2023-07-01', '2023-07-21'],
        diagnosis: LUNG_CANCER,
        inCatalog: '300000',
        pooling: '120000',
      });
      await stage.discharge('nanchang', claim, { pays: { 'in-catalog-inpatient': '65500.00' } });
    },
  },
  {
    zh: '江西：商业保险已付部分抵免赔额',
    en: 'Jiangxi: what a commercial insurer paid counts as deductible',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-5',
        patient: '测试丁',
        stay: ['2023-10-09', '2023-10-16'],
        diagnosis: PNEUMONIA,
        inCatalog: '50000',
        pooling: '30000',
        otherCompensation: [{ kind: 'commercial', payer: '沙箱商业保险', amount: '20000.00' }],
      });
      await stage.discharge('nanchang', claim, { pays: { 'in-catalog-inpatient': '9000.00' } });
    },
  },
  {
    zh: '江西：单一药品年度限额',
    en: 'Jiangxi: the cap on one drug',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-JX-6',
        patient: '测试戊',
        stay: ['2023-11-01', '2023-11-20'],
        diagnosis: PNEUMONIA,
        inCatalog: '0',
        outOfCatalog: '425000',
        pooling: '20000',
        drug: { code: 'XL01XEA001', name: '沙箱药品（仅供测试）' },
      });
      await stage.discharge('nanchang', claim, { pays: { 'out-of-catalog-inpatient': '100000.00' } });
    },
  },
];

export const NANTONG: readonly Step[] = [
  {
    zh: '南通：医保南通保与低补保依次赔付，五家共保',
    en: 'Nantong: Nantongbao, then low-income cover on what it left; five co-insurers',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-NT-1',
        patient: '测试庚',
        stay: ['2022-05-10', '2022-05-24'],
        diagnosis: DIABETES,
        inCatalog: '30000',
        outOfCatalog: '10000',
        pooling: '42000',
      });
      const pays = { 'inpatient-copay': '15400.00', 'inpatient-self-pay': '1400.00', 'residual-copay': '14308.00' };
      const decision = await stage.discharge('nantong', claim, { pays });
      const shares = decision.schemes.find((one) => one.scheme === 'nantong-nantongbao-2021')?.insurers ?? [];
      const wanted = 'INS-NT-1 6720.00, INS-NT-2 3360.00, INS-NT-3 2520.00, INS-NT-4 2520.00, INS-NT-5 1680.00';
      const got = shares.map(({ insurer, amount }) => `${insurer} ${amount}`).join(', ');
      stage.expect('DEMO-NT-1 共保分摊', 'DEMO-NT-1 shares', wanted, got);
    },
  },
  ...['1', '2'].map(
    (stay): Step => ({
      zh: `南通：按次免赔，第 ${stay} 次住院`,
      en: `Nantong: a deductible per admission, stay ${stay}`,
      run: async (stage) => {
        const claim = claimOf({
          settlementId: `DEMO-NT-2-${stay}`,
          patient: '测试辛',
          stay: [`2022-0${stay}-05`, `2022-0${stay}-12`],
          diagnosis: PNEUMONIA,
          inCatalog: '10000',
          pooling: '15000',
        });
        await stage.discharge('nantong', claim, { pays: { 'inpatient-copay': '1400.00' } });
      },
    }),
  ),
];

export const SANMING: readonly Step[] = [
  {
    zh: '三明：统筹区内住院，健康人群',
    en: 'Sanming: in the city, healthy',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-SM-1',
        patient: '测试癸',
        stay: ['2024-03-01', '2024-03-09'],
        diagnosis: PNEUMONIA,
        inCatalog: '30000',
        outOfCatalog: '15000',
        pooling: '52000',
      });
      await stage.discharge('sanming', claim, { pays: { 'local-inpatient': '40000.00' } });
    },
  },
  {
    zh: '三明：统筹区外住院，既往症中的救助对象',
    en: 'Sanming: elsewhere, pre-existing and assisted',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-SM-2',
        patient: '测试子',
        stay: ['2024-04-01', '2024-04-12'],
        diagnosis: DIABETES,
        referral: 'filed',
        inCatalog: '50000',
        pooling: '61000',
      });
      await stage.discharge('fuzhou', claim, { pays: { 'away-inpatient': '24000.00' } });
    },
  },
  {
    zh: '三明：既往症，超过封顶的个人自付由兜底承担',
    en: 'Sanming: pre-existing, with the backstop on what exceeds the cap',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-SM-3',
        patient: '测试丑',
        stay: ['2024-05-06', '2024-06-03'],
        diagnosis: { code: 'C34.900', name: '肺恶性肿瘤' },
        inCatalog: '275000',
        outOfCatalog: '30000',
        pooling: '180000',
        bigIllness: '40000',
      });
      const pays = { 'local-inpatient': '150000.00', 'out-of-pocket-backstop': '55000.00' };
      await stage.discharge('sanming', claim, { pays });
    },
  },
];

export const WENSHAN: readonly Step[] = [
  {
    zh: '文山：目录内与目录外住院',
    en: 'Wenshan: in-catalog and out-of-catalog costs of a stay',
    run: async (stage) => {
      const claim = claimOf({
        settlementId: 'DEMO-WS-1',
        patient: '测试寅',
        stay: ['2023-10-08', '2023-10-20'],
        diagnosis: PNEUMONIA,
        inCatalog: '52000',
        outOfCatalog: '22000',
        pooling: '66000',
      });
      const pays = { 'in-catalog-inpatient': '32000.00', 'out-of-catalog-inpatient': '2000.00' };
      await stage.discharge('wenshan', claim, { pays });
    },
  },
];
