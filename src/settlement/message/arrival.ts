import { dischargedAt } from '../../claim/checks.ts';
import type { Claim } from '../../claim/claim.ts';
import type { MemberView, MessageRecord, Verdict } from '../../ledger/ledger.ts';
import { Refusal } from '../../problem/refusal.ts';
import { formatInstant } from '../../time/calendar.ts';
import { moment } from '../entries.ts';
import type { Origin, SentMessage } from '../origin.ts';
import { claimOf, settleBody } from '../record.ts';
import { decideSettlement, type SettleCommand, type Settled } from '../settle.ts';
import type { Rulebook } from '../terms.ts';

/** A claim as a message brings it; which attempt it is, is found here. */
export type ArrivedCommand = Omit<SettleCommand, 'digest' | 'origin'> & {
  readonly origin: Origin;
  readonly digestOf: (claim: Claim) => string;
};

/**
 * Settles what a HIS's message asks for. A message that was seen before means the attempt it was answered with; a new one
 * means the recorded decision while that stands, and the next attempt once it was reversed or where it paid nothing.
 *
 * @throws Refusal `SETTLEMENT_REVERSED` where the message was taken back before it arrived, and all of contract section 3
 */
export function decideArrival(view: MemberView, arrived: ArrivedCommand, rulebook: Rulebook): Verdict<Settled> {
  const { message } = arrived.origin;
  const seen = message === null ? [] : carried(view.messages, message.key);
  if (seen.some(isTakenBack)) throw takenBack();
  const { settlementId } = arrived.claim;
  const own = seen.filter((one) => one.settlementId === settlementId).map(({ decisionId }) => decisionId);
  const answered = view.attempts.findLast(({ decisionId }) => own.includes(decisionId));
  const attempt = answered?.attempt ?? attemptOf(view, message);
  const claim = continued(view, { ...arrived.claim, attempt });
  const verdict = decideSettlement(view, { ...arrived, claim, digest: arrived.digestOf(claim) }, rulebook);
  if (message === null || answered !== undefined || verdict.append !== undefined) return verdict;
  const { decisionId, hospitalId } = verdict.answer.decision;
  return {
    ...verdict,
    append: {
      entries: [messageEntry(view, arrived.now, { hospitalId, message, decisionId, settlementId })],
      settlements: [],
      accumulators: new Map(),
      replaceAll: false,
    },
  };
}

/** The attempt a message means that was not seen before; without a message id a late duplicate cannot be told apart. */
function attemptOf({ attempts }: MemberView, message: SentMessage | null): number {
  const last = attempts.at(-1);
  if (last === undefined) return 1;
  const stands = last.status === 'live' && last.paid;
  return stands || message === null ? last.attempt : last.attempt + 1;
}

/**
 * The final settlement after interim ones of the same visit bills what they have not: where the message does not say from
 * when on, it begins where the last of them ended. The centre has settled them apart, so they do not overlap.
 */
function continued(view: MemberView, claim: Claim): Claim {
  const { setting, billedFrom } = claim.encounter;
  if (setting !== 'inpatient' || typeof billedFrom === 'string') return claim;
  const same = view.attempts.find(({ attempt }) => attempt === claim.attempt);
  const before = same === undefined ? interimBefore(view, claim) : encounterOf(view, same.decisionId).billedFrom;
  return typeof before === 'string' ? { ...claim, encounter: { ...claim.encounter, billedFrom: before } } : claim;
}

function interimBefore(view: MemberView, claim: Claim): string | undefined {
  const others = view.encounter.filter(({ settlementId }) => settlementId !== claim.settlementId);
  const last = others.toSorted((a, b) => a.billedThrough - b.billedThrough).at(-1);
  if (last === undefined || last.billedThrough > dischargedAt(claim)) return undefined;
  const allInterim = others.every(({ decisionId }) => encounterOf(view, decisionId).interim);
  return allInterim ? formatInstant(last.billedThrough) : undefined;
}

function encounterOf(view: MemberView, decisionId: string): Claim['encounter'] {
  return claimOf(settleBody(view.recorded(decisionId).entry).claim).encounter;
}

/** Of the messages under one id those about a person; who was not named may be anybody. */
export function carried(messages: readonly MessageRecord[], key: string): MessageRecord[] {
  return messages.filter(({ person }) => person === key || person === '' || key === '');
}

export function isTakenBack({ decisionId }: MessageRecord): boolean {
  return decisionId === '';
}

/** The journal entry that ties a message to a decision, or notes that it was taken back. */
export function messageEntry(
  view: MemberView,
  now: number,
  {
    hospitalId,
    message,
    decisionId,
    settlementId,
  }: {
    readonly hospitalId: string;
    readonly message: SentMessage;
    readonly decisionId: string;
    readonly settlementId: string;
  },
) {
  const body = { hospitalId, message: { id: message.id, person: message.key }, decisionId, settlementId };
  return { type: 'MESSAGE', ...moment(now, view), body } as const;
}

function takenBack(): Refusal {
  return new Refusal('SETTLEMENT_REVERSED', {
    detail: '该报文已被冲正（先于其到达或在其后），不再结算；如需结算请用新的报文号',
    detailEn: 'This message was taken back, so nothing is settled under it; to settle, send it under a new message id',
  });
}
