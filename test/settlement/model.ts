import { type Accumulators, accumulatorsToJson } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import type { AdjudicationInput, SchemeTerms } from '../../src/adjudication/input.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { claimInput, type Story } from '../support/claims.ts';
import { atDischarge, schemeOf } from '../support/terms.ts';
import type { World } from '../support/world.ts';

/** A settlement as the model remembers it: with everything it was decided on. */
export interface Remembered {
  readonly hospitalId: string;
  readonly settlementId: string;
  readonly attempt: number;
  readonly place: number;
  readonly input: Omit<AdjudicationInput, 'accumulators'>;
  readonly decision: DecisionDocument;
  live: boolean;
  /** The settlement id that replaced it while it was live. */
  replacedBy?: string;
}

/**
 * What the ledger should come to, kept beside it: the settlements that stand, in their order, and what adjudicating
 * them from nothing pays. It knows the rules of the order (rulebook A12), and nothing of how the ledger goes about it.
 */
export class Model {
  readonly #world: World;
  readonly #person: number;
  readonly all: Remembered[] = [];

  constructor(world: World, person: number) {
    this.#world = world;
    this.#person = person;
  }

  /** The terms in force now, as a decision made now freezes them. */
  terms(): SchemeTerms[] {
    const { registers, roster } = this.#world;
    return (roster.get(this.#world.member(this.#person)) ?? []).map((policy) => {
      const scheme = schemeOf(policy.scheme);
      const lists = [...registers.lists()].filter(([name]) => Object.hasOwn(scheme.rules.lists, name));
      return {
        scheme,
        policy,
        facts: registers.facts(policy.scheme),
        lists: new Map(lists.map(([name, { list }]) => [name, list])),
        shares: registers.shares(),
      };
    });
  }

  /** The latest attempt of each settlement id, in the order of their first acceptance. */
  latest(): Remembered[] {
    return [...new Map(this.all.map((one) => [`${one.hospitalId} ${one.settlementId}`, one])).values()];
  }

  accept(hospitalId: string, story: Story, decision: DecisionDocument): void {
    const claim = parseClaim(claimInput(story), this.#world.now);
    const hospital = this.#world.registers.hospital(hospitalId);
    if (hospital === undefined) throw new Error(`no hospital ${hospitalId}`);
    const nameKey = this.#world.vault.nameKey(claim.patient.name);
    const earlier = this.all.filter(
      (one) => one.hospitalId === hospitalId && [claim.settlementId, claim.replaces ?? ''].includes(one.settlementId),
    );
    for (const one of earlier) {
      if (one.live && one.settlementId === claim.replaces) one.replacedBy = claim.settlementId;
      one.live = false;
    }
    this.all.push({
      hospitalId,
      settlementId: claim.settlementId,
      attempt: claim.attempt,
      place: Math.min(...earlier.map(({ place }) => place), this.all.length + 1),
      input: { claim, ...atDischarge(claim), hospital, nameKey, terms: this.terms() },
      decision,
      live: true,
    });
  }

  reverse(hospitalId: string, settlementId: string): void {
    for (const one of this.all) {
      if (one.hospitalId === hospitalId && one.settlementId === settlementId) one.live = false;
    }
  }

  /** The live settlement that stands in the place of one that was replaced, and replaced again, and so on. */
  successor(of: Remembered): Remembered | undefined {
    const seen = new Set<string>();
    for (let one: Remembered | undefined = of; one?.replacedBy !== undefined && !seen.has(one.replacedBy); ) {
      const next: string = one.replacedBy;
      seen.add(next);
      one = this.latest().find(({ hospitalId, settlementId }) => hospitalId === of.hospitalId && settlementId === next);
      if (one?.live) return one;
    }
    return undefined;
  }

  /** A fresh run over what stands. */
  fresh(): { results: Map<Remembered, Adjudication>; used: Map<string, Accumulators> } {
    const used = new Map<string, Accumulators>();
    const results = new Map<Remembered, Adjudication>();
    // A stable sort: of equal places the one accepted first.
    for (const one of this.all.filter(({ live }) => live).sort((a, b) => a.place - b.place)) {
      const found = adjudicate({ ...one.input, accumulators: used });
      results.set(one, found);
      for (const [key, value] of found.accumulators) used.set(key, value);
    }
    return { results, used };
  }

  /** What was used, as it is stored. */
  used(): Record<string, unknown> {
    return Object.fromEntries([...this.fresh().used].map(([key, value]) => [key, accumulatorsToJson(value)]));
  }

  /** What the ledger says was used. */
  async stored(): Promise<Record<string, unknown>> {
    const accumulators = await this.#world.accumulators(this.#person);
    return Object.fromEntries([...accumulators].map(([key, value]) => [key, accumulatorsToJson(value)]));
  }

  /** By settlement and scheme, what a fresh run pays; nothing for what does not stand. */
  due(): Record<string, string> {
    const { results } = this.fresh();
    return Object.fromEntries(
      this.all.flatMap((one) =>
        Object.entries(sumByScheme(results.get(one)?.schemes ?? [])).map(([scheme, paid]) => [name(one, scheme), paid]),
      ),
    );
  }

  /** By settlement and scheme, what was paid at discharge and adjusted since; a settlement that fell gave its own back. */
  async booked(): Promise<Record<string, string>> {
    const sums: Record<string, string> = {};
    for (const one of this.all) {
      const own: readonly Paid[] = one.live ? one.decision.schemes : [];
      const all = sumByScheme([...own, ...(await this.#adjustments(one))]);
      for (const [scheme, amount] of Object.entries(all)) sums[name(one, scheme)] = amount;
    }
    return sums;
  }

  async #adjustments(one: Remembered): Promise<Paid[]> {
    const { postings } = await this.#world.recorded(one.decision.decisionId);
    return postings.filter(({ recordType }) => recordType === 'ADJUST');
  }
}

function name({ hospitalId, settlementId, attempt }: Remembered, scheme: string): string {
  return `${hospitalId} ${settlementId}#${attempt} ${scheme}`;
}

interface Paid {
  readonly scheme: string;
  readonly insurerPaid: Money | string;
  readonly memberBenefit: Money | string;
}

function sumByScheme(paid: readonly Paid[]): Record<string, string> {
  const sums = new Map<string, Money>();
  for (const { scheme, insurerPaid, memberBenefit } of paid) {
    const amount = Money.of(String(insurerPaid)).plus(Money.of(String(memberBenefit)));
    sums.set(scheme, (sums.get(scheme) ?? Money.ZERO).plus(amount));
  }
  return Object.fromEntries([...sums].map(([scheme, sum]) => [scheme, sum.toFixed2()]));
}

/** Sums that are 0 left out: a scheme that paid nothing and one that is not named are the same. */
export function nonZero(sums: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== '0.00'));
}
