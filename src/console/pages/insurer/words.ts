import { REASON_WORDS } from '../../../scheme/reasons.ts';
import type { Bilingual } from '../../../scheme/words.ts';
import { BENEFIT_STATUSES, OUTCOMES } from '../../settlement/words.ts';

const STATUSES: Readonly<Record<string, Bilingual>> = { ...OUTCOMES, ...BENEFIT_STATUSES };

const REDUCTIONS: Readonly<Record<string, Bilingual>> = {
  LIMIT: { zh: '超过限额', en: 'above the limit' },
  INDEMNITY: { zh: '不超过实际负担', en: 'no more than was borne' },
  ITEM_GROUP_CAP: { zh: '超过单组限额', en: "above the item group's cap" },
  ...REASON_WORDS,
};

/** What the status of a scheme or a benefit is called. */
export function statusIn(status: string): Bilingual {
  return STATUSES[status] ?? { zh: status, en: status };
}

/** Why something was taken off a payout. */
export function reductionIn(reason: string): Bilingual {
  return REDUCTIONS[reason] ?? { zh: reason, en: reason };
}
