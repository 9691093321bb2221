import type { ExperienceDocument } from '../../src/clearing/experience/documents.ts';
import type { ReconciliationDocument } from '../../src/clearing/reconciliation/documents.ts';
import type {
  AccountDocument,
  HospitalClearingDocument,
  SchemeClearingDocument,
} from '../../src/clearing/statement/documents.ts';

const SUMS = { count: 1, insurerPaid: '1.00', memberBenefit: '0.00' };

/** A report as the service gives it. */
export const FAKE_REPORT: ReconciliationDocument = {
  totals: { here: { ...SUMS, recordTypes: {} }, there: { ...SUMS, recordTypes: {} } },
  id: 'R-1',
  scheme: 'jiangxi-weihuibao-2023',
  hospitalId: null,
  date: '2023-07-11',
  uploadedAt: '2023-07-12T09:00:00+08:00',
  uploadedBy: 'INS-JX',
  matched: SUMS,
  zeroOnly: { here: 0, there: 0 },
  counts: { AMOUNT: 0, MISSING_THERE: 0, MISSING_HERE: 0, DUPLICATE: 0, MALFORMED: 0 },
  open: 0,
  missingHere: [],
  missingThere: [],
  amountDifferences: [],
  duplicates: [],
  malformed: [],
  closed: [],
};

const ACCOUNT: AccountDocument = {
  settlements: { count: 1, insurerPaid: '1.00' },
  reversals: { count: 0, insurerPaid: '0.00' },
  net: '1.00',
  payable: '0.00',
  held: {
    count: 1,
    insurerPaid: '1.00',
    oldestDays: 3,
    settlements: [{ settlementId: 'S<1>', decisionId: 'D1', businessDate: '2023-07-11', insurerPaid: '1.00', days: 3 }],
  },
  cancelled: '0.00',
};
const COMMON = { month: '2023-07', today: '2023-07-14', final: false, totals: ACCOUNT };

export const FAKE_SCHEME_CLEARING: SchemeClearingDocument = {
  ...COMMON,
  scheme: 'jiangxi-weihuibao-2023',
  name: { zh: '江西卫惠保', en: 'Jiangxi' },
  hospitals: [{ hospitalId: 'H1', ...ACCOUNT }],
  members: { memberBenefit: '0.00', recordTypes: {} },
  insurers: [{ insurer: 'INS-JX', amount: '1.00' }],
};

export const FAKE_HOSPITAL_CLEARING: HospitalClearingDocument = {
  ...COMMON,
  hospitalId: 'H1',
  schemes: [{ scheme: 'jiangxi-weihuibao-2023', ...ACCOUNT }],
};

export const FAKE_EXPERIENCE: ExperienceDocument = {
  scheme: 'jiangxi-weihuibao-2023',
  from: '2023-06-01',
  to: '2024-05-31',
  policies: 0,
  premiums: '0.00',
  expenses: null,
  payouts: { hospital: '0.00', member: '0.00', distributed: '0.00', external: '0.00', total: '0.00' },
  benefits: [],
  ratios: { payout: null, surplus: null, 'net-profit': null },
  triggers: [],
};
