import type { MemberView, SettlementRecord, Verdict } from '../../ledger/ledger.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Instant } from '../../time/clock.ts';
import type { SentMessage } from '../origin.ts';
import { settleBody } from '../record.ts';
import { decideReversal } from '../reverse.ts';
import type { Rulebook } from '../terms.ts';
import { carried, isTakenBack, messageEntry } from './arrival.ts';

/** A message whose answer never came. */
export interface TakeBack {
  readonly hospitalId: string;
  readonly message: SentMessage;
  readonly now: Instant;
}

/** What a view must tell to find what a message has settled. */
type Known = Pick<MemberView, 'messages' | 'messagesOf' | 'attemptsOf' | 'recorded'>;

/**
 * What stands under a message and under no other.
 *
 * @returns `undefined` where nothing stands under it
 * @throws Refusal `MESSAGE_AMBIGUOUS` or `SETTLED_BY_OTHER_MESSAGE`
 */
export function standing(view: Known, key: string): SettlementRecord | undefined {
  const mine = carried(view.messages, key);
  if (mine.some(isTakenBack)) return undefined;
  const ids = [...new Set(mine.map(({ settlementId }) => settlementId))];
  const stand = ids.flatMap((id) => view.attemptsOf(id).filter(({ status }) => status === 'live'));
  if (stand.length === 0) return undefined;
  if (ids.length > 1) throw ambiguous(ids);
  const [record] = stand;
  if (record === undefined) return undefined;
  // The canonical interface settles without a message; then none of a HIS made it.
  const madeBy = settleBody(view.recorded(record.decisionId).entry).message?.id;
  const sentBy = view.messagesOf(record.decisionId).map(({ messageId }) => messageId);
  if ([madeBy, ...sentBy].some((id) => id !== mine[0]?.messageId)) throw byOther(record.settlementId);
  return record;
}

/**
 * Takes a message back: what was settled under it is reversed, and where it has yet to arrive it will be refused. Both in
 * the transaction that looked.
 *
 * @returns false where the view is not of what stands under the message: that came in since somebody looked
 * @throws Refusal `MESSAGE_AMBIGUOUS` or `SETTLED_BY_OTHER_MESSAGE`
 */
export function decideTakeBack(
  view: MemberView,
  { hospitalId, message, now }: TakeBack,
  rulebook: Rulebook,
): Verdict<boolean> {
  const record = standing(view, message.key);
  const isOfView = ({ memberId, decisionId }: SettlementRecord) =>
    memberId === view.memberId && view.attempts.some((one) => one.decisionId === decisionId);
  if (record !== undefined && !isOfView(record)) return { answer: false };
  if (record === undefined && carried(view.messages, message.key).some(isTakenBack)) return { answer: true };
  const settlementId = record?.settlementId ?? '';
  const note = messageEntry(view, now, { hospitalId, message, decisionId: '', settlementId });
  const reversed =
    record === undefined
      ? undefined
      : decideReversal(
          view,
          { reversalId: message.id, reason: '按报文号冲正 / reversed by message id', attempt: record.attempt },
          now,
          rulebook,
        ).append;
  const nothing = { entries: [], settlements: [], accumulators: new Map(), replaceAll: false };
  const append = reversed ?? nothing;
  return { append: { ...append, entries: [...append.entries, note] }, answer: true };
}

function ambiguous(ids: readonly string[]): Refusal {
  return new Refusal('MESSAGE_AMBIGUOUS', {
    detail: `同一报文号与人员编号下有多笔结算（${ids.join('、')}），不能按报文号冲正；请按结算号逐笔撤销`,
    detailEn: `Several settlements were sent under this message id and person (${ids.join(', ')}): reverse each by its settlement id`,
  });
}

function byOther(settlementId: string): Refusal {
  return new Refusal('SETTLED_BY_OTHER_MESSAGE', {
    detail: `结算 ${settlementId} 还以其他报文号送达并得到应答，现仍有效；如需撤销请按结算号撤销`,
    detailEn: `Settlement ${settlementId} was also sent and answered under another message id and stands; to reverse it use its settlement id`,
  });
}
