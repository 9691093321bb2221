import type { Adjudication, BenefitDecision, SchemeDecision } from '../adjudication/decision.ts';
import type { RecordedSettlement, ReversalNote } from '../ledger/ledger.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { DecisionDocument } from './documents.ts';
import { type RecordedDecision, settleBody } from './record.ts';

/** What identifies a decision. */
export interface DecisionHead {
  readonly decisionId: string;
  readonly settlementId: string;
  readonly hospitalId: string;
  readonly kind: DecisionDocument['kind'];
  readonly decidedAt: Instant;
  readonly businessDate: string;
  readonly attempt: number;
}

/** An adjudication as it is answered and recorded. */
export function toDocument(head: DecisionHead, found: Adjudication): RecordedDecision {
  return {
    ...head,
    decidedAt: formatInstant(head.decidedAt),
    outcome: found.outcome,
    reason: found.reason,
    insurerPaid: found.insurerPaid.toFixed2(),
    memberBenefit: found.memberBenefit.toFixed2(),
    patientPays: found.patientPays.toFixed2(),
    cashDue: found.cashDue.toFixed2(),
    refundDue: found.refundDue.toFixed2(),
    schemes: found.schemes.map(schemeDocument),
    explanation: found.explanation.map((step) => ({ ...step, amount: step.amount?.toFixed2() ?? null })),
  };
}

function schemeDocument(scheme: SchemeDecision): RecordedDecision['schemes'][number] {
  return {
    ...scheme,
    insurerPaid: scheme.insurerPaid.toFixed2(),
    memberBenefit: scheme.memberBenefit.toFixed2(),
    benefits: scheme.benefits.map(benefitDocument),
    insurers: scheme.insurers.map(({ insurer, amount }) => ({ insurer, amount: amount.toFixed2() })),
  };
}

function benefitDocument(benefit: BenefitDecision): RecordedDecision['schemes'][number]['benefits'][number] {
  return {
    ...benefit,
    base: benefit.base.toFixed2(),
    deductible: { applied: benefit.deductible.applied.toFixed2(), remaining: benefit.deductible.remaining.toFixed2() },
    eligible: benefit.eligible.toFixed2(),
    slices: benefit.slices.map((slice) => ({
      table: slice.table,
      from: slice.from.toFixed2(),
      to: slice.to.toFixed2(),
      amount: slice.amount.toFixed2(),
      rate: slice.rate.toRate(),
    })),
    factor: benefit.factor.toRate(),
    reductions: benefit.reductions.map(({ reason, amount }) => ({ reason, amount: amount.toFixed2() })),
    paid: benefit.paid.toFixed2(),
  };
}

/** A recorded decision with what has come since. */
export function currentDocument({ entry, record, postings }: RecordedSettlement): DecisionDocument {
  return {
    ...settleBody(entry).decision,
    adjustments: postings
      .filter(({ recordType }) => recordType === 'ADJUST')
      .map(({ businessDate, scheme, memberBenefit, because }) => ({
        businessDate,
        scheme,
        amount: memberBenefit,
        because,
      })),
    reversal: record.reversal === null ? null : reversalDocument(record.reversal),
    acknowledgedAt: record.acknowledgedAt === null ? null : formatInstant(record.acknowledgedAt),
  };
}

function reversalDocument(note: ReversalNote): NonNullable<DecisionDocument['reversal']> {
  return { ...note, reversedAt: formatInstant(note.reversedAt) };
}
