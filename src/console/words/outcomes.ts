import type { BenefitStatus, SchemeStatus } from '../../adjudication/decision.ts';
import type { Bilingual } from '../../scheme/words.ts';

/** What a scheme or a benefit came to. */
export const STATUS_WORDS: Readonly<Record<SchemeStatus | BenefitStatus, Bilingual>> = {
  paid: { zh: '赔付', en: 'paid' },
  'nothing-due': { zh: '无应付金额', en: 'nothing due' },
  'not-applicable': { zh: '不适用', en: 'does not apply' },
  pended: { zh: '转人工审核', en: 'left to a person' },
  declined: { zh: '不予赔付', en: 'declined' },
};
