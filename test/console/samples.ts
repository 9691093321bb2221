import type { Role } from '../../src/accounts/role.ts';
import type { PageName } from '../../src/console/pages.ts';

/** How a page is asked for, with what is at home in both the played gateway and the sandbox. */
export interface PageSample {
  /** Below /console. A scheme in it is that of `INS-JX`. */
  readonly path: string;
  /** Who; nobody where nobody has to be signed in. */
  readonly as: Role | undefined;
  /** What is sent by a page that has a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The good answer, where it is not 200 for GET or 303 for POST. */
  readonly ok?: number;
  /** It is no page but a file to keep. */
  readonly download?: true;
}

const SCHEME = '/schemes/jiangxi-weihuibao-2023';
const DAY = `${SCHEME}/days/2023-07-11`;
/** What the signed call takes. */
const RESOLUTION = {
  policyNo: 'P1',
  benefits: [
    {
      benefit: 'in-catalog-inpatient',
      base: '50000.00',
      deductibleApplied: '15000.00',
      eligible: '35000.00',
      table: 'standard',
      paid: '10500.00',
    },
  ],
};

/** One for every page; a page that is missing here does not compile. */
export const SAMPLES: Readonly<Record<PageName, PageSample>> = {
  home: { path: '', as: 'hospital-desk' },
  findSettlement: { path: '/settlements', as: 'hospital-desk' },
  settlement: { path: '/settlements/SAMPLE-JX-1', as: 'hospital-desk' },
  receipt: { path: '/settlements/SAMPLE-JX-1/receipt', as: 'hospital-desk' },
  today: { path: '/days', as: 'hospital-desk' },
  deskDay: { path: '/days/2024-12-31?show=paid', as: 'hospital-desk' },
  eligibility: { path: '/eligibility', as: 'hospital-desk' },
  eligibilitySent: {
    path: '/eligibility',
    as: 'hospital-desk',
    form: { idType: '01', idNumber: '11010519491231002X', name: '测试甲', date: '2023-07-01', setting: 'inpatient' },
    ok: 200,
  },
  schemes: { path: '/schemes', as: 'insurer-clerk' },
  days: { path: `${SCHEME}/days`, as: 'insurer-clerk' },
  day: { path: DAY, as: 'insurer-clerk' },
  daySent: { path: DAY, as: 'insurer-clerk', form: {}, ok: 422 },
  dayFile: { path: `${DAY}/file`, as: 'insurer-clerk', download: true },
  dayManifest: { path: `${DAY}/manifest`, as: 'insurer-clerk', download: true },
  reconciliation: { path: `${DAY}/reconciliations/R-1`, as: 'insurer-clerk' },
  differences: { path: `${DAY}/reconciliations/R-1/differences`, as: 'insurer-clerk', download: true },
  month: { path: `${SCHEME}/months/2023-07`, as: 'insurer-clerk' },
  experience: { path: `${SCHEME}/experience`, as: 'insurer-clerk' },
  findDecision: { path: `${SCHEME}/decisions`, as: 'insurer-clerk' },
  decision: { path: `${SCHEME}/decisions/D1?look=yes`, as: 'insurer-reviewer' },
  permission: { path: `${SCHEME}/decisions/D1/reversal-permission`, as: 'insurer-reviewer' },
  permissionSent: {
    path: `${SCHEME}/decisions/D1/reversal-permission`,
    as: 'insurer-reviewer',
    form: { reason: '退费' },
  },
  reviews: { path: `${SCHEME}/reviews`, as: 'insurer-reviewer' },
  review: { path: `${SCHEME}/reviews/D1`, as: 'insurer-reviewer' },
  reviewSent: {
    path: `${SCHEME}/reviews/D1`,
    as: 'insurer-reviewer',
    form: { step: 'book', statement: JSON.stringify(RESOLUTION) },
  },
  external: { path: `${SCHEME}/external-claims`, as: 'insurer-reviewer' },
  externalSent: {
    path: `${SCHEME}/external-claims`,
    as: 'insurer-reviewer',
    form: { step: 'cancel', cancelNo: 'C1', cancelReason: '重复登记' },
  },
  ruleBooks: { path: '/rules', as: 'policy' },
  rules: { path: '/schemes/jiangxi-weihuibao-2023/rules', as: 'policy' },
  calculate: { path: '/schemes/jiangxi-weihuibao-2023/rules', as: 'policy', form: { '/case': '1.1' }, ok: 422 },
  parties: { path: '/parties', as: 'operator' },
  party: { path: '/parties/INS-JX', as: 'operator' },
  accounts: { path: '/accounts', as: 'operator' },
  accountReset: { path: '/accounts/policy/reset', as: 'operator' },
  accountResetSent: { path: '/accounts/spare/reset', as: 'operator', form: {}, ok: 200 },
  accountDisable: { path: '/accounts/policy/disable', as: 'operator' },
  accountDisableSent: { path: '/accounts/spare/disable', as: 'operator', form: {} },
  lists: { path: '/lists', as: 'operator' },
  list: { path: '/lists/sanming-cancer-drugs?code=XL01', as: 'operator' },
  facts: { path: '/facts', as: 'operator' },
  health: { path: '/health', as: 'operator' },
  load: { path: '/load', as: 'operator' },
  audit: { path: '/audit?what=party&since=2020-01-01', as: 'operator' },
  account: { path: '/account', as: 'policy' },
  signOutEverywhere: { path: '/account/sign-out-everywhere', as: 'policy', form: {} },
  password: { path: '/account/password', as: 'policy' },
  passwordSent: { path: '/account/password', as: 'policy', form: { current: 'x', fresh: 'y', again: 'y' }, ok: 422 },
  authenticator: { path: '/account/authenticator', as: 'policy' },
  authenticatorSent: { path: '/account/authenticator', as: 'policy', form: {} },
  signIn: { path: '/sign-in', as: undefined },
  signInSent: { path: '/sign-in', as: undefined, form: { name: 'nobody', password: 'x' }, ok: 401 },
  signOut: { path: '/sign-out', as: 'operator', form: {} },
};
