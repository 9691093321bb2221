import { type Accumulators, accumulatorsToJson } from '../../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../../src/adjudication/adjudicate.ts';
import type { Adjudication } from '../../../src/adjudication/decision.ts';
import type { AdjudicationInput } from '../../../src/adjudication/input.ts';
import { applyStatement } from '../../../src/adjudication/statement.ts';
import { canonicalJson } from '../../../src/claim/digest.ts';
import { toEntry } from '../../../src/ledger/rows.ts';
import { type BookingBody, type ReplayedStatement, statedBy } from '../../../src/settlement/booking.ts';
import { type AmendmentBody, recordedInput, settleBody } from '../../../src/settlement/record.ts';
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

/** The body of an entry by which an insurer states something. */
interface StatedBody {
  readonly scheme: string;
  readonly reference: string;
  readonly booking: BookingBody;
}

/** Something that an insurer stated by hand. */
interface Stated extends ReplayedStatement {
  readonly scheme: string;
  readonly reference: string;
  counts: boolean;
}

/** A step of a run: what it was made of, and what had been used after it. */
interface Step {
  readonly of: Remembered | Stated;
  readonly input: Remembered['input'] | undefined;
  /** What persons had decided of it. */
  readonly holds: readonly Stated[];
  readonly result: Adjudication | undefined;
  readonly used: ReadonlyMap<string, Accumulators>;
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
  #run: readonly Step[] = [];
  readonly #latest: Map<string, Remembered>;

  /** @param latest the last attempt of each settlement id of a hospital, whoever the patient was; kept by all members */
  constructor(rulebook: Rulebook, latest: Map<string, Remembered>) {
    this.#rulebook = rulebook;
    this.#latest = latest;
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

  /** Forgets the last run: the next begins from nothing. */
  forgetRun(): void {
    this.#run = [];
  }

  /** A fresh run over what stands. What it shares with the run before, from the beginning on, is not done again. */
  fresh(): Fresh {
    const live = [...this.settlements.values()].filter((one) => one.live);
    const stated = this.#stated.filter(({ counts }) => counts);
    const run: Step[] = [];
    let same = true;
    // A stable sort: of equal places the one accepted first.
    for (const of of [...live, ...stated].sort((a, b) => a.place - b.place)) {
      const holds = 'statement' in of ? [] : stated.filter((one) => one.holds?.decisionId === of.decisionId);
      const known = this.#run[run.length];
      same &&= known !== undefined && isStep(known, of, holds);
      run.push(same && known !== undefined ? known : step(of, holds, run.at(-1)?.used ?? new Map()));
    }
    this.#run = run;
    const results = new Map<Remembered, Adjudication>();
    for (const { of, result } of run) if (!('statement' in of) && result !== undefined) results.set(of, result);
    return { results, used: run.at(-1)?.used ?? new Map() };
  }

  #one(entry: Row<'entries'>, before: number): string[] {
    switch (entry.type) {
      case 'SETTLE':
        return this.#settle(entry, before);
      case 'REVERSE':
        return this.#fall((JSON.parse(entry.body) as { decisionId?: string }).decisionId ?? '');
      case 'RESOLVE':
      case 'EXTERNAL': {
        const { scheme, reference, booking } = JSON.parse(entry.body) as StatedBody;
        const stated = statedBy(entry.memberSeq, booking, this.#rulebook);
        this.#stated.push({ ...stated, scheme, reference, counts: true });
        return [];
      }
      case 'CANCEL': {
        const { scheme, reference } = JSON.parse(entry.body) as StatedBody;
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
    const { decision, replaces, terms } = settleBody(toEntry(entry));
    const { decisionId, hospitalId, settlementId, attempt } = decision;
    const same = this.attempts(hospitalId, settlementId);
    const replaced = replaces === null ? undefined : this.#latest.get(`${hospitalId} ${replaces}`);
    // What is replaced is its last attempt: where that was for another patient, it had to be over, and nothing is known
    // of a place.
    const own = replaced !== undefined && this.settlements.has(replaced.decisionId);
    const earlier = own ? [...same, replaced] : same;
    const place = Math.min(before + 1, ...earlier.map((one) => one.place));
    const fallen = earlier.filter(({ live }) => live).map((one) => one.decisionId);
    for (const id of fallen) this.#fall(id);
    const input = this.#input(entry, terms);
    const known = { decisionId, hospitalId, settlementId, attempt, place, entry, input, live: true };
    this.settlements.set(decisionId, known);
    this.#latest.set(`${hospitalId} ${settlementId}`, known);
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

function isStep(known: Step, of: Remembered | Stated, holds: readonly Stated[]): boolean {
  return (
    known.of === of &&
    ('statement' in of || known.input === of.input) &&
    known.holds.length === holds.length &&
    known.holds.every((one, index) => one === holds[index])
  );
}

function step(of: Remembered | Stated, holds: readonly Stated[], before: ReadonlyMap<string, Accumulators>): Step {
  const used = new Map(before);
  if ('statement' in of) {
    used.set(of.policyKey, applyStatement(used.get(of.policyKey), of.statement, of.rules));
    return { of, input: undefined, holds, result: undefined, used };
  }
  const { input } = of;
  const stated = holds.flatMap((one) => (one.holds === null ? [] : [[one.policyKey, one.holds] as const]));
  const result = adjudicate({ ...input, accumulators: before, held: new Map([...(input.held ?? []), ...stated]) });
  for (const [key, value] of result.accumulators) used.set(key, value);
  return { of, input, holds, result, used };
}

const texts = new WeakMap<Accumulators, string>();

/** What was used under a policy, as it is written. */
export function usedText(used: Accumulators): string {
  const known = texts.get(used);
  if (known !== undefined) return known;
  const text = JSON.stringify(accumulatorsToJson(used));
  texts.set(used, text);
  return text;
}

/** Whether two texts say that the same was used, in whatever order. */
export function sameUsed(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true;
  return (
    one !== undefined && other !== undefined && canonicalJson(JSON.parse(one)) === canonicalJson(JSON.parse(other))
  );
}
