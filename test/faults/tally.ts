import type { ClaimInput } from '../../src/claim/claim.ts';
import { Money } from '../../src/money/money.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { Broken } from './fault.ts';

/** A decision that a desk was told, and what it was told since. */
export interface Told {
  readonly hospitalId: string;
  readonly claim: ClaimInput;
  readonly attempt: number;
  readonly decisionId: string;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
  reversed: boolean;
  /** Another settlement has taken its place. */
  replaced: boolean;
  acknowledged: boolean;
}

/** What the gateway should have in its books, by nothing but its own answers. */
export class Tally {
  readonly #told = new Map<string, Told>();

  /** All decisions, in the order in which they were first told. */
  get told(): readonly Told[] {
    return [...this.#told.values()];
  }

  /** The decision on a claim that was told. */
  of(hospitalId: string, claim: ClaimInput): Told {
    const told = this.#told.get(keyOf(hospitalId, claim));
    if (told === undefined) throw new Error(`unreachable: nothing was told of ${claim.settlementId}`);
    return told;
  }

  /** Notes a decision on a claim. The same one may be told again. @throws Broken where it is another one */
  decided(hospitalId: string, claim: ClaimInput, decision: DecisionDocument): void {
    const known = this.#told.get(keyOf(hospitalId, claim));
    if (known !== undefined) {
      demandSame(known, decision);
      return;
    }
    const { decisionId, insurerPaid, memberBenefit, attempt } = decision;
    const state = { reversed: false, replaced: false, acknowledged: false };
    const told: Told = { hospitalId, claim, attempt, decisionId, insurerPaid, memberBenefit, ...state };
    this.#told.set(keyOf(hospitalId, claim), told);
  }

  /** What all that is not reversed comes to. */
  paidBy(hospitalId: string): Money {
    const live = this.told.filter((one) => one.hospitalId === hospitalId && !one.reversed);
    return Money.sum(live.map(({ insurerPaid }) => Money.of(insurerPaid)));
  }
}

function keyOf(hospitalId: string, { settlementId, attempt = 1 }: ClaimInput): string {
  return `${hospitalId} ${settlementId} ${attempt}`;
}

/** @throws Broken where a decision does not say what it said when it was first told */
export function demandSame(told: Told, found: DecisionDocument): void {
  const { decisionId, insurerPaid, memberBenefit, attempt } = found;
  const same =
    decisionId === told.decisionId &&
    insurerPaid === told.insurerPaid &&
    memberBenefit === told.memberBenefit &&
    attempt === told.attempt;
  if (!same) throw new Broken(`a decision has changed: ${told.decisionId}`, [insurerPaid, memberBenefit, attempt]);
}
