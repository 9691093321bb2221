import { type Accumulators, accumulatorsToJson } from '../../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../../src/adjudication/adjudicate.ts';
import type { Adjudication } from '../../../src/adjudication/decision.ts';
import type { AdjudicationInput, Held } from '../../../src/adjudication/input.ts';
import { applyStatement } from '../../../src/adjudication/statement.ts';
import { canonicalJson } from '../../../src/claim/digest.ts';
import { toEntry } from '../../../src/ledger/rows.ts';
import { type BookingBody, statedBy } from '../../../src/settlement/booking.ts';
import { type AmendmentBody, recordedInput, type SettleBody } from '../../../src/settlement/record.ts';
import type { FrozenTerms, Rulebook } from '../../../src/settlement/terms.ts';
import type { Row } from '../../../src/store/tables.ts';

/** A settlement as the model remembers it: with all it was decided on. */
export interface Remembered {
  readonly decisionId: string;
  readonly hospitalId: string;
  readonly settlementId: string;
  readonly attempt: number;
  readonly place: number;
  readonly entry: Row<'entries'>;
  input: Omit<AdjudicationInput, 'accumulators'>;
  live: boolean;
}

/** Something that an insurer stated by hand. */
interface Stated {
  readonly place: number;
  readonly scheme: string;
  readonly reference: string;
  readonly booking: BookingBody;
  counts: boolean;
}

/** What a fresh run over what stands comes to. */
export interface Fresh {
  readonly results: ReadonlyMap<Remembered, Adjudication>;
  readonly used: ReadonlyMap<string, Accumulators>;
}

/**
 * One member as the journal has it, kept beside the ledger: which settlements stand, in which order, and what insurers
 * stated. It is told entries in the order in which they commit, and knows the rules of the order (rulebook A12) by itself.
 */
export class MemberModel {
  readonly #rulebook: Rulebook;
  version = 0;
  head: string | undefined;
  readonly settlements = new Map<string, Remembered>();
  readonly #stated: Stated[] = [];

  constructor(rulebook: Rulebook) {
    this.#rulebook = rulebook;
  }

  /** Takes what one write has appended to the member's chain. @returns the decisions that no longer stand by it */
  take(entries: readonly Row<'entries'>[]): string[] {
    const before = this.version;
    const fallen: string[] = [];
    for (const entry of entries) {
      fallen.push(...this.#one(entry, before));
      this.version = entry.memberSeq;
      this.head = entry.hash;
    }
    return fallen;
  }

  /** The attempts of a hospital's settlement id, lowest first. */
  attempts(hospitalId: string, settlementId: string): Remembered[] {
    return [...this.settlements.values()].filter(
      (one) => one.hospitalId === hospitalId && one.settlementId === settlementId,
    );
  }

  fresh(): Fresh {
    const used = new Map<string, Accumulators>();
    const results = new Map<Remembered, Adjudication>();
    const live = [...this.settlements.values()].filter((one) => one.live);
    const stated = this.#stated
      .filter(({ counts }) => counts)
      .map(({ place, booking }) => statedBy(place, booking, this.#rulebook));
    const held = new Map<string, Map<string, Held>>();
    for (const { holds, policyKey } of stated) {
      if (holds !== null) held.set(holds.decisionId, new Map(held.get(holds.decisionId)).set(policyKey, holds));
    }
    // A stable sort: of equal places the one accepted first.
    for (const one of [...live, ...stated].sort((a, b) => a.place - b.place)) {
      if ('statement' in one) {
        used.set(one.policyKey, applyStatement(used.get(one.policyKey), one.statement, one.rules));
        continue;
      }
      const known = new Map([...(one.input.held ?? []), ...(held.get(one.decisionId) ?? [])]);
      const found = adjudicate({ ...one.input, accumulators: used, held: known });
      results.set(one, found);
      for (const [key, value] of found.accumulators) used.set(key, value);
    }
    return { results, used };
  }

  #one(entry: Row<'entries'>, before: number): string[] {
    switch (entry.type) {
      case 'SETTLE':
        return this.#settle(entry, before);
      case 'REVERSE':
        return this.#fall((JSON.parse(entry.body) as { decisionId?: string }).decisionId ?? '');
      case 'RESOLVE':
      case 'EXTERNAL': {
        const { scheme, reference, booking } = JSON.parse(entry.body) as Stated;
        this.#stated.push({ place: entry.memberSeq, scheme, reference, booking, counts: true });
        return [];
      }
      case 'CANCEL': {
        const { scheme, reference } = JSON.parse(entry.body) as Stated;
        for (const one of this.#stated) {
          if (one.scheme === scheme && one.reference === reference) one.counts = false;
        }
        return [];
      }
      case 'READJUDICATE': {
        const { terms } = JSON.parse(entry.body) as AmendmentBody;
        for (const [decisionId, amended] of Object.entries(terms)) this.#amend(decisionId, amended);
        return [];
      }
      default:
        return [];
    }
  }

  #settle(entry: Row<'entries'>, before: number): string[] {
    const { decision, replaces, terms } = JSON.parse(entry.body) as SettleBody;
    const { decisionId, hospitalId, settlementId, attempt } = decision;
    const same = this.attempts(hospitalId, settlementId);
    const replaced = replaces === null ? undefined : this.attempts(hospitalId, replaces).at(-1);
    const earlier = replaced === undefined ? same : [...same, replaced];
    const place = Math.min(before + 1, ...earlier.map((one) => one.place));
    const fallen = earlier.filter(({ live }) => live).map((one) => one.decisionId);
    for (const id of fallen) this.#fall(id);
    const input = this.#input(entry, terms);
    this.settlements.set(decisionId, {
      ...{ decisionId, hospitalId, settlementId, attempt, place, entry, input },
      live: true,
    });
    return fallen;
  }

  #input(entry: Row<'entries'>, terms: readonly FrozenTerms[]): Remembered['input'] {
    return recordedInput({ entry: toEntry(entry) } as Parameters<typeof recordedInput>[0], terms, this.#rulebook);
  }

  #amend(decisionId: string, terms: readonly FrozenTerms[]): void {
    const known = this.settlements.get(decisionId);
    if (known !== undefined) known.input = this.#input(known.entry, terms);
  }

  #fall(decisionId: string): string[] {
    const known = this.settlements.get(decisionId);
    if (known === undefined) return [];
    known.live = false;
    for (const one of this.#stated) if (one.reference === decisionId) one.counts = false;
    return [decisionId];
  }
}

/** What was used, as it can be compared. */
export function usedJson(used: ReadonlyMap<string, Accumulators>): string {
  return canonicalJson(Object.fromEntries([...used].map(([key, value]) => [key, accumulatorsToJson(value)])));
}
