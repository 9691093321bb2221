/** The words of a canonical claim (contract section 3). Each list is closed: an unknown word is refused. */

export const SETTINGS = ['inpatient', 'outpatient', 'special-outpatient', 'pharmacy'] as const;
export type Setting = (typeof SETTINGS)[number];

export const WARDS = ['ordinary', 'special', 'international'] as const;
export type Ward = (typeof WARDS)[number];

export const CAUSES = [
  'illness',
  'accident',
  'third-party',
  'work-injury',
  'maternity',
  'cosmetic',
  'infertility',
  'assault',
] as const;
export type Cause = (typeof CAUSES)[number];

export const REFERRALS = ['none', 'filed', 'unfiled', 'unknown'] as const;
export type Referral = (typeof REFERRALS)[number];

export const FUNDS = [
  'basic-pooling',
  'civil-servant',
  'employer-supplement',
  'big-illness',
  'large-amount',
  'medical-assistance',
  'other-public',
] as const;
export type Fund = (typeof FUNDS)[number];

/** The national fee categories. */
export const CATEGORIES = [
  'bed',
  'consultation',
  'examination',
  'laboratory',
  'treatment',
  'surgery',
  'nursing',
  'consumable',
  'western-medicine',
  'herbal-pieces',
  'chinese-patent-medicine',
  'general-service',
  'registration',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const LINE_TAGS = [
  'donor-organ',
  'organ-transport',
  'car-t',
  'appointed-expert',
  'air-conditioning',
  'meals',
  'third-party-lab',
] as const;
export type LineTag = (typeof LINE_TAGS)[number];

export const BASIC_INSURANCE_STATUSES = ['active', 'suspended', 'interrupted'] as const;
export type BasicInsuranceStatus = (typeof BASIC_INSURANCE_STATUSES)[number];

/** What somebody is insured as: 职工, 居民, or neither, as 离休 and other special persons. */
export const INSURANCE_KINDS = ['employee', 'resident', 'other'] as const;
export type InsuranceKind = (typeof INSURANCE_KINDS)[number];

/** By the national dictionary `insutype`; a supplement is of those whom it supplements. */
const INSURANCE_TYPES: Readonly<Record<InsuranceKind, readonly string[]>> = {
  employee: ['310', '320', '330', '370'],
  resident: ['380', '390', '391', '392'],
  other: ['340', '350', '360', '399'],
};

/** What a claim's `insuranceType` says of it; `undefined` where that cannot be told. */
export function insuranceKind(insuranceType: string): InsuranceKind | undefined {
  return INSURANCE_KINDS.find((kind) => INSURANCE_TYPES[kind].includes(insuranceType));
}

export const COMPENSATION_KINDS = ['commercial', 'charity', 'employer', 'relief', 'other'] as const;
export type CompensationKind = (typeof COMPENSATION_KINDS)[number];

/** The two pots of personal burden (rulebook A3). */
export const POTS = ['in-catalog', 'out-of-catalog'] as const;
export type Pot = (typeof POTS)[number];
