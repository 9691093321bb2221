import { createHash } from 'node:crypto';
import type { MemberView, SettlementRecord, Verdict } from '../../ledger/ledger.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Instant } from '../../time/clock.ts';
import { settleBody } from '../record.ts';
import { decideReversal, type Reversed } from '../reverse.ts';
import type { Rulebook } from '../terms.ts';

/** Whose settlement a message means, beside its id. */
export interface AskedVisit {
  /** Where it was told, it must be the settlement's. */
  readonly encounterId: string | null;
  /** Whom the message is about, as a key; empty where it was not told. Where both say so it must be the settlement's. */
  readonly person: string;
}

/** A reversal by settlement id, as a message asks for it. */
export interface AskedReversal extends AskedVisit {
  /** Where the format has message ids. */
  readonly messageId: string | null;
}

const REASON = '医院信息系统撤销结算 / reversed by the HIS';

/**
 * Reverses the latest attempt of a settlement. A message that has reversed an attempt before means that one: a duplicate
 * on its way for long never reverses what was settled since.
 *
 * @throws Refusal `SETTLEMENT_NOT_FOUND` where the visit is another
 */
export function decideAskedReversal(
  view: MemberView,
  { messageId, ...asked }: AskedReversal,
  now: Instant,
  rulebook: Rulebook,
): Verdict<Reversed> {
  const last = view.attempts.at(-1);
  if (last !== undefined && !isMeant(view, last, asked)) throw otherVisit();
  const reversalId = messageId ?? createHash('sha256').update(`${last?.decisionId}`).digest('hex').slice(0, 32);
  const before =
    messageId === null ? undefined : view.attempts.find(({ reversal }) => reversal?.reversalId === messageId);
  const attempt = (before ?? last)?.attempt;
  return decideReversal(
    view,
    { reversalId, reason: REASON, ...(attempt === undefined ? {} : { attempt }) },
    now,
    rulebook,
  );
}

/** Whether a record is of the visit and the person that a message names. */
export function isMeant(
  known: Pick<MemberView, 'recorded'>,
  last: SettlementRecord,
  { encounterId, person }: AskedVisit,
): boolean {
  if (encounterId !== null && encounterId !== last.encounterId) return false;
  const settledFor = settleBody(known.recorded(last.decisionId).entry).message?.person ?? '';
  return person === '' || settledFor === '' || person === settledFor;
}

export function otherVisit(): Refusal {
  return new Refusal('SETTLEMENT_NOT_FOUND', {
    detail: '该结算号下的结算不属于所给的就诊号或人员编号，请核对后重发',
    detailEn: 'The settlement of this id belongs to another visit or person than the one given: check both',
  });
}
