import type { Fund, Setting } from '../../src/claim/vocabulary.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';

/** The words of a receipt, Chinese first. */

type BenefitStatus = DecisionDocument['schemes'][number]['benefits'][number]['status'];

export const STATUS_WORDS: Readonly<Record<DecisionDocument['outcome'] | BenefitStatus, string>> = {
  paid: '已赔付 paid',
  'nothing-due': '无应赔金额 nothing due',
  pended: '待人工审核 pended',
  declined: '不予赔付 declined',
  'not-applicable': '不适用 not applicable',
};

export const FUND_WORDS: Readonly<Record<Fund, string>> = {
  'basic-pooling': '基本医保统筹 basic insurance',
  'civil-servant': '公务员补助 civil-servant subsidy',
  'employer-supplement': '企业补充 employer supplement',
  'big-illness': '大病保险 big-illness insurance',
  'large-amount': '大额医疗 large-amount fund',
  'medical-assistance': '医疗救助 medical assistance',
  'other-public': '其他基金 other public funds',
};

export const SETTING_WORDS: Readonly<Record<Setting, string>> = {
  inpatient: '住院 inpatient',
  outpatient: '门诊 outpatient',
  'special-outpatient': '门诊特殊病 special outpatient',
  pharmacy: '药店 pharmacy',
};

/** An id number as it may be shown: its last four characters. */
export function maskedId(idNumber: string): string {
  return `**** ${idNumber.slice(-4)}`;
}
