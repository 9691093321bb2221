import type { CompensationKind, Fund, Setting } from '../../claim/vocabulary.ts';
import type { SettlementStatus } from '../../ledger/ledger.ts';
import { REASON_WORDS } from '../../scheme/reasons.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { DecisionDocument } from '../../settlement/documents.ts';
import type { Visit } from '../page.ts';

/** What the words of a decision are called. */

export const OUTCOMES: Readonly<Record<DecisionDocument['outcome'], Bilingual>> = {
  paid: { zh: '已赔付', en: 'paid' },
  'nothing-due': { zh: '无应付金额', en: 'nothing due' },
  pended: { zh: '待人工审核', en: 'waits for a review' },
  declined: { zh: '不予赔付', en: 'declined' },
};

export const BENEFIT_STATUSES: Readonly<
  Record<DecisionDocument['schemes'][number]['benefits'][number]['status'], Bilingual>
> = {
  paid: OUTCOMES.paid,
  'nothing-due': OUTCOMES['nothing-due'],
  'not-applicable': { zh: '不适用', en: 'does not apply' },
  pended: OUTCOMES.pended,
};

export const STANDINGS: Readonly<Record<SettlementStatus, Bilingual>> = {
  live: { zh: '有效', en: 'in force' },
  reversed: { zh: '已冲正', en: 'reversed' },
  superseded: { zh: '已由后一次取代', en: 'a later attempt took its place' },
};

export const FUNDS: Readonly<Record<Fund, Bilingual>> = {
  'basic-pooling': { zh: '基本医保统筹基金', en: 'Basic insurance (pooling fund)' },
  'civil-servant': { zh: '公务员医疗补助', en: 'Civil-servant subsidy' },
  'employer-supplement': { zh: '企业补充医疗保险', en: "Employer's supplement" },
  'big-illness': { zh: '大病保险', en: 'Big-illness insurance' },
  'large-amount': { zh: '大额医疗费用补助', en: 'Large-amount fund' },
  'medical-assistance': { zh: '医疗救助', en: 'Medical assistance' },
  'other-public': { zh: '其他公共资金', en: 'Other public funds' },
};

export const COMPENSATIONS: Readonly<Record<CompensationKind, Bilingual>> = {
  commercial: { zh: '其他商业保险', en: 'Other commercial insurance' },
  charity: { zh: '慈善救助', en: 'Charity' },
  employer: { zh: '单位补偿', en: 'The employer' },
  relief: { zh: '其他救助', en: 'Other relief' },
  other: { zh: '其他补偿', en: 'Other compensation' },
};

export const SETTINGS: Readonly<Record<Setting, Bilingual>> = {
  inpatient: { zh: '住院', en: 'Inpatient stay' },
  outpatient: { zh: '普通门诊', en: 'Outpatient care' },
  'special-outpatient': { zh: '门诊特殊病种', en: 'Outpatient care of a special disease' },
  pharmacy: { zh: '药店购药', en: 'Pharmacy' },
};

/** What a scheme is called; its id where nobody knows it any more. */
export function schemeWords({ gateway }: Pick<Visit, 'gateway'>, scheme: string): Bilingual {
  return gateway.console.schemeName(scheme) ?? { zh: scheme, en: scheme };
}

/** @see schemeWords */
export function benefitWords({ gateway }: Pick<Visit, 'gateway'>, scheme: string, benefit: string): Bilingual {
  return gateway.console.benefitName(scheme, benefit) ?? { zh: benefit, en: benefit };
}

/** A reason in words; the reasons of a newer version by their code. */
export function reasonWords(reason: string): Bilingual {
  const words: Readonly<Record<string, Bilingual>> = REASON_WORDS;
  return words[reason] ?? { zh: reason, en: reason };
}

/** An instant of a document as people read it. */
export function shownTime(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}
