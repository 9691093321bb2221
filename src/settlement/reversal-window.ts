import type { MemberView, RecordedSettlement } from '../ledger/ledger.ts';
import { Refusal } from '../problem/refusal.ts';
import { type DateText, daysBetween } from '../time/calendar.ts';
import { settleBody, termsOf } from './record.ts';
import type { Rulebook } from './terms.ts';

/**
 * Whether a settlement may still be taken back: a scheme may say until when, and that later its insurer must allow it.
 * What a scheme declined it does not mind.
 *
 * @param on the business day on which it would be taken back
 * @throws Refusal `REVERSAL_TOO_LATE` naming the scheme and its window
 */
export function checkReversalWindow(
  view: Pick<MemberView, 'permissions'>,
  settlement: RecordedSettlement,
  on: DateText,
  rulebook: Rulebook,
): void {
  const { decision } = settleBody(settlement.entry);
  const days = daysBetween(decision.businessDate, on);
  const minding = decision.schemes.filter(({ status }) => status !== 'declined').map(({ scheme }) => scheme);
  for (const { policy, schemeDigest } of termsOf(settlement)) {
    if (!minding.includes(policy.scheme)) continue;
    const { reversal, name } = rulebook.schemeByDigest(schemeDigest).rules;
    if (reversal === undefined || days <= reversal.withinDays) continue;
    if (reversal.afterwards === 'insurer' && view.permissions(decision.decisionId).has(policy.scheme)) continue;
    const later = {
      refused: { zh: '逾期不再受理', en: 'later it is refused' },
      insurer: { zh: '逾期须先经其承保机构同意', en: 'later only when its insurer has allowed it' },
    }[reversal.afterwards];
    throw new Refusal('REVERSAL_TOO_LATE', {
      detail: `「${name.zh}」的结算须在 ${reversal.withinDays} 天内冲正或更正，现已 ${days} 天；${later.zh}`,
      detailEn: `"${name.en}" allows a settlement to be taken back within ${reversal.withinDays} day(s), it has been ${days}; ${later.en}`,
    });
  }
}
