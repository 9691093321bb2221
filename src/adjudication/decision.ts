import type { Money } from '../money/money.ts';
import type { Reason } from '../scheme/words.ts';
import type { Accumulators } from './accumulators.ts';
import type { PerPot } from './pots.ts';

export type BenefitStatus = 'paid' | 'nothing-due' | 'not-applicable' | 'pended';
export type SchemeStatus = 'paid' | 'nothing-due' | 'pended' | 'declined';

/** A part of the eligible amount that is paid at one rate; `from` and `to` are positions in the year's cumulative eligible amount. */
export interface Slice {
  readonly table: string;
  readonly from: Money;
  readonly to: Money;
  readonly amount: Money;
  readonly rate: Money;
}

/** What was cut from a payout, and why. */
export interface Reduction {
  readonly reason: 'ITEM_GROUP_CAP' | 'LIMIT' | 'INDEMNITY';
  readonly amount: Money;
}

/** One benefit's decision. Amounts other than `paid` are unrounded. */
export interface BenefitDecision {
  readonly benefit: string;
  readonly status: BenefitStatus;
  readonly reason: Reason | null;
  readonly payTo: 'hospital' | 'member';
  readonly base: Money;
  /** `applied` to this claim's base, `remaining` after it. */
  readonly deductible: { readonly applied: Money; readonly remaining: Money };
  readonly eligible: Money;
  readonly slices: readonly Slice[];
  readonly factor: Money;
  readonly reductions: readonly Reduction[];
  /** Whole fen. */
  readonly paid: Money;
}

/**
 * One step of the reasoning, for a clerk who asks "why this amount". Of one benefit: the amounts of the steps before
 * `eligible` sum to it, those after it sum to `payout`.
 */
export interface ExplanationStep {
  readonly step: string;
  readonly scheme: string | null;
  readonly benefit: string | null;
  /** Document number and clause, or an interpretation of them; null for arithmetic. */
  readonly clause: string | null;
  readonly zh: string;
  readonly en: string;
  /** Whole fen; null where a step is a finding and not a figure. */
  readonly amount: Money | null;
}

export interface SchemeDecision {
  readonly scheme: string;
  readonly schemeDigest: string;
  readonly policyNo: string;
  readonly status: SchemeStatus;
  readonly reason: Reason | null;
  readonly insurerPaid: Money;
  readonly memberBenefit: Money;
  readonly benefits: readonly BenefitDecision[];
  readonly insurers: readonly { readonly insurer: string; readonly amount: Money }[];
}

/** What adjudication finds, before it is given an id and a time. */
export interface Adjudication {
  readonly outcome: SchemeStatus;
  readonly reason: Reason | null;
  readonly insurerPaid: Money;
  readonly memberBenefit: Money;
  readonly patientPays: Money;
  readonly cashDue: Money;
  readonly refundDue: Money;
  readonly schemes: readonly SchemeDecision[];
  readonly explanation: readonly ExplanationStep[];
  /** What all schemes together left of the claim's pots; what is payable to the member comes out of none. */
  readonly left: PerPot;
  /** New accumulators of the policies this claim counts in; others are unchanged. */
  readonly accumulators: ReadonlyMap<string, Accumulators>;
}
