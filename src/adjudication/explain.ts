import { Money } from '../money/money.ts';
import type { SchemeRules } from '../scheme/language.ts';
import { REASON_WORDS } from '../scheme/reasons.ts';
import type { Bilingual, Reason } from '../scheme/words.ts';
import type { ExplanationStep } from './decision.ts';

/** A rule's source in a scheme file; of that scheme alone. */
export interface Source {
  readonly clause?: string | undefined;
  readonly interpretation?: readonly string[] | undefined;
}

/** What was cited: of one claim the same few rules are cited as of the one before. */
const cited = new WeakMap<Source, string>();

/** The clause as people cite it: the document's number, the place in it, the interpretations it rests on. */
export function cite(rules: SchemeRules, source: Source | undefined): string | null {
  if (source?.clause === undefined) return null;
  const known = cited.get(source);
  if (known !== undefined) return known;
  const [key = '', ...place] = source.clause.split(' ');
  const document = rules.documents[key]?.number ?? key;
  const interpretation = source.interpretation === undefined ? '' : ` [${source.interpretation.join(', ')}]`;
  const text = `${document} ${place.join(' ')}`.trim() + interpretation;
  cited.set(source, text);
  return text;
}

/** By reason: said for many claims, they are made once. */
const WITH_CODE = Object.fromEntries(
  Object.entries(REASON_WORDS).map(([reason, { zh, en }]) => [
    reason,
    { zh: `${zh}（${reason}）`, en: `${en} (${reason})` },
  ]),
) as Readonly<Record<Reason, Bilingual>>;

/** A reason as a clerk reads it, with its code. */
export function inWords(reason: Reason): Bilingual {
  return WITH_CODE[reason];
}

const HUNDRED = Money.of('100');

/** A rate as a percentage: 0.3 is `30%`. */
export function percent(rate: Money): string {
  return `${rate.times(HUNDRED).toString()}%`;
}

/**
 * Collects the steps of one benefit (or of one scheme, outside any benefit).
 *
 * Amounts are unrounded inside a calculation, a clerk sees fen: each step shows by how much the *rounded* running total
 * moved, so that what is shown adds up to the fen.
 */
export class Steps {
  readonly list: ExplanationStep[] = [];
  readonly #rules: SchemeRules;
  readonly #benefit: string | null;
  #running = Money.ZERO;
  #rounded = Money.ZERO;

  constructor(rules: SchemeRules, benefit: string | null) {
    this.#rules = rules;
    this.#benefit = benefit;
  }

  /** A finding without a figure of its own. */
  note(step: string, source: Source | undefined, zh: string, en: string): void {
    this.#push(step, source, zh, en, null);
  }

  /** Something that adds to, or, negative, takes from the running total. */
  add(step: string, source: Source | undefined, change: Money, zh: string, en: string): void {
    const before = this.#rounded;
    this.#running = this.#running.plus(change);
    this.#rounded = this.#running.roundFen();
    this.#push(step, source, zh, en, this.#rounded.minus(before));
  }

  /** The sum of the steps so far; the running total starts again from 0. */
  sum(step: string, source: Source | undefined, zh: string, en: string): void {
    this.#push(step, source, zh, en, this.#rounded);
    this.#running = Money.ZERO;
    this.#rounded = Money.ZERO;
  }

  #push(step: string, source: Source | undefined, zh: string, en: string, amount: Money | null): void {
    this.list.push({
      step,
      scheme: this.#rules.scheme,
      benefit: this.#benefit,
      clause: cite(this.#rules, source),
      zh,
      en,
      amount,
    });
  }
}
