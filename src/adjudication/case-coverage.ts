import type { BenefitRules, SchemeRules } from '../scheme/language.ts';
import type { Bilingual } from '../scheme/words.ts';
import type { Adjudication } from './decision.ts';

/**
 * What of a scheme its worked cases come to: a gate that never stops a case, a rate that never pays one and a limit that
 * never cuts one may be written wrong without any case noticing.
 */
export class CaseCoverage {
  readonly #rules: SchemeRules;
  readonly #reasons = new Set<string>();
  /** Benefits that paid, rate tables and classes by which they did, and benefits that a limit cut. */
  readonly #paid = new Set<string>();
  readonly #rated = new Set<string>();
  readonly #limited = new Set<string>();

  constructor(rules: SchemeRules) {
    this.#rules = rules;
  }

  /** Takes in what one claim of a case came to. */
  note({ schemes }: Adjudication): void {
    const decided = schemes.find(({ scheme }) => scheme === this.#rules.scheme);
    if (typeof decided?.reason === 'string') this.#reasons.add(decided.reason);
    for (const { benefit, status, reason, slices, reductions } of decided?.benefits ?? []) {
      if (status === 'paid') this.#paid.add(benefit);
      for (const { table } of slices) this.#rated.add(`${benefit} ${table}`);
      if (reason === 'LIMIT_EXHAUSTED' || reductions.some((one) => one.reason === 'LIMIT')) this.#limited.add(benefit);
    }
  }

  /** What no case has come to, in the order of the file. */
  missing(): Bilingual[] {
    const gates = this.#rules.gates
      .filter(({ reason }) => !this.#reasons.has(reason))
      .map(({ reason }) => ({ zh: `门槛 ${reason}`, en: `gate ${reason}` }));
    return [...gates, ...this.#rules.benefits.flatMap((benefit) => this.#missingOf(benefit))];
  }

  #missingOf({ id, rates = [], limit = [] }: BenefitRules): Bilingual[] {
    if (!this.#paid.has(id)) return [{ zh: `保障 ${id} 的赔付`, en: `a payout of ${id}` }];
    const tables = rates
      .filter(({ table, classes }) =>
        (classes === undefined ? [table] : Object.keys(classes)).every((name) => !this.#rated.has(`${id} ${name}`)),
      )
      .map(({ table }) => ({ zh: `${id} 的比例表 ${table}`, en: `the table ${table} of ${id}` }));
    const uncut = limit.length > 0 && !this.#limited.has(id);
    return [...tables, ...(uncut ? [{ zh: `${id} 的限额`, en: `a limit of ${id}` }] : [])];
  }
}
