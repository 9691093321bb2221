import type { MemberView, RecordedSettlement, Verdict } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { AcknowledgementDocument, ReversalDocument, ReversalRequest } from './documents.ts';
import { moment, reversalEntry, reversedRecord } from './entries.ts';
import { settleBody } from './record.ts';
import { adjustments, cancellations, historyOf, replay, standing } from './replay.ts';
import { checkReversalWindow } from './reversal-window.ts';
import type { Rulebook } from './terms.ts';

export interface Reversed {
  readonly created: boolean;
  readonly reversal: ReversalDocument;
}

/**
 * The latest attempt, or the one asked for.
 *
 * @throws Refusal `SETTLEMENT_NOT_FOUND`
 */
export function latest(view: MemberView, attempt?: number): RecordedSettlement {
  const record = attempt === undefined ? view.attempts.at(-1) : view.attempts.find((one) => one.attempt === attempt);
  if (record === undefined) throw settlementNotFound();
  return view.recorded(record.decisionId);
}

/** A later attempt has taken its place: there is nothing of it left to reverse. */
function settlementNotLive(): Refusal {
  return new Refusal('ATTEMPT_OUT_OF_ORDER', {
    detail: '该次结算未赔付，且已由后一次结算取代，无可冲正',
    detailEn: 'This attempt paid nothing and a later one has taken its place: there is nothing to reverse',
  });
}

export function settlementNotFound(): Refusal {
  return new Refusal('SETTLEMENT_NOT_FOUND', {
    detail: '本院没有这笔结算',
    detailEn: 'This hospital has no such settlement',
  });
}

/**
 * Reverses the latest attempt of a settlement: it falls away, the member's accumulators become those of a fresh run over
 * what is left, and what that changes for other settlements is booked as adjustments (rulebook A12).
 *
 * @throws Refusal `SETTLEMENT_NOT_FOUND`, `ATTEMPT_OUT_OF_ORDER`, or `REVERSAL_TOO_LATE` where a scheme has a window
 */
export function decideReversal(
  view: MemberView,
  request: ReversalRequest,
  now: Instant,
  rulebook: Rulebook,
): Verdict<Reversed> {
  const settlement = latest(view, request.attempt);
  if (settlement.record.status === 'superseded') throw settlementNotLive();
  if (settlement.record.status === 'reversed') {
    return { answer: { created: false, reversal: { ...reversalOf(settlement), already: true } } };
  }
  const at = moment(now, view);
  checkReversalWindow(view, settlement, at.businessDate, rulebook);
  const note = {
    reversalId: request.reversalId,
    reason: request.reason,
    reversedAt: now,
    businessDate: at.businessDate,
    replacedBy: null,
  };
  const { decisionId } = settlement.record;
  const left = standing(view, rulebook, new Set([decisionId]));
  const { results, accumulators } = replay(historyOf(left, rulebook));
  const record = reversedRecord(settlement.record, note);
  return {
    append: {
      entries: [
        reversalEntry(settlement, note, at),
        ...cancellations([settlement], decisionId, at),
        ...adjustments(view, left, results, decisionId, at),
      ],
      settlements: [record],
      accumulators,
      replaceAll: true,
    },
    answer: { created: true, reversal: reversalOf({ ...settlement, record }) },
  };
}

/** The reversal of a settlement as it is answered. */
function reversalOf({ record, entry }: RecordedSettlement): ReversalDocument {
  const { decision } = settleBody(entry);
  const note = record.reversal;
  if (note === null) throw new Error('a reversed settlement has its reversal');
  return {
    kind: 'reversal',
    settlementId: record.settlementId,
    hospitalId: record.hospitalId,
    attempt: record.attempt,
    decisionId: record.decisionId,
    reversalId: note.reversalId,
    reason: note.reason,
    reversedAt: formatInstant(note.reversedAt),
    businessDate: note.businessDate,
    insurerPaid: Money.of(decision.insurerPaid).negated().toFixed2(),
    memberBenefit: Money.of(decision.memberBenefit).negated().toFixed2(),
    already: false,
  };
}

/**
 * The desk has taken the amount off the bill.
 *
 * @throws Refusal `SETTLEMENT_NOT_FOUND`, or `SETTLEMENT_REVERSED`: then there is no amount to take off
 */
export function decideAcknowledgement(view: MemberView, now: Instant): Verdict<AcknowledgementDocument> {
  const { record, entry } = latest(view);
  if (record.status === 'reversed') {
    throw new Refusal('SETTLEMENT_REVERSED', {
      detail: '该结算已冲正，不得再从账单中减去其金额',
      detailEn: 'This settlement was reversed, its amount must not come off the bill',
    });
  }
  const document = (acknowledgedAt: Instant, already: boolean): AcknowledgementDocument => ({
    settlementId: record.settlementId,
    attempt: record.attempt,
    decisionId: record.decisionId,
    insurerPaid: settleBody(entry).decision.insurerPaid,
    acknowledgedAt: formatInstant(acknowledgedAt),
    already,
  });
  if (record.acknowledgedAt !== null) return { answer: document(record.acknowledgedAt, true) };
  const { decisionId, hospitalId, settlementId, attempt } = record;
  return {
    append: {
      entries: [
        {
          type: 'ACKNOWLEDGE',
          ...moment(now, view),
          body: { decisionId, hospitalId, settlementId, attempt },
        },
      ],
      settlements: [{ ...record, acknowledgedAt: now }],
      accumulators: new Map(),
      replaceAll: false,
    },
    answer: document(now, false),
  };
}
