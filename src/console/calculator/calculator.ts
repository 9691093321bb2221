import { adjudicate } from '../../adjudication/adjudicate.ts';
import { inputOfCase } from '../../adjudication/case-input.ts';
import { caseTerms } from '../../adjudication/case-terms.ts';
import type { Adjudication } from '../../adjudication/decision.ts';
import type { AdjudicationInput, SchemeTerms } from '../../adjudication/input.ts';
import type { CodeList } from '../../scheme/lists.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { SchemeDesk } from '../schemes/scheme-desk.ts';
import type { Problems } from './problems.ts';
import { readTyped } from './read.ts';
import { type Start, type Typed, typedOf } from './typed.ts';

/** A claim of a worked case, to start from. */
export interface CaseChoice extends Start {
  readonly words: Bilingual;
}

/** What a typed bill came to. */
export type Calculated =
  | { readonly input: AdjudicationInput; readonly adjudication: Adjudication }
  | { readonly problems: Problems };

/** Tries bills on a scheme: the same adjudication as everywhere, and nothing is kept of it. */
export class Calculator {
  readonly #desk: Pick<SchemeDesk, keyof SchemeDesk>;
  readonly #scheme: Scheme;

  constructor(desk: Pick<SchemeDesk, keyof SchemeDesk>, scheme: Scheme) {
    this.#desk = desk;
    this.#scheme = scheme;
  }

  /** The claims of all worked cases. */
  choices(): readonly CaseChoice[] {
    return (this.#desk.cases(this.#scheme).cases?.cases ?? []).flatMap((one, index) =>
      one.claims.map(({ lines }, claim) => ({
        case: `${index + 1}.${claim + 1}`,
        linesAs: lines === undefined ? 'per-pot' : lines === 'none' ? 'none' : 'typed',
        words:
          one.claims.length === 1
            ? one.case
            : {
                zh: `${one.case.zh}（第 ${claim + 1} 笔）`,
                en: `${one.case.en} (claim ${claim + 1})`,
              },
      })),
    );
  }

  /** The fields of a worked case; of the first one that can be run where there is no such. */
  start(number: string | undefined): Typed {
    const choices = this.choices();
    const chosen = choices.find((one) => one.case === number) ?? choices[0];
    const input = chosen && this.#inputOf(chosen.case);
    if (chosen === undefined || input === undefined) throw new Error('unreachable: a scheme has worked cases');
    return typedOf(input, chosen);
  }

  /** What was typed, with what a policy in the other scheme is like where nothing is said of it yet. */
  completed(typed: Typed): Typed {
    const [, also] = this.schemes(typed);
    if (also === undefined || typed.has('/policies/1/effectiveFrom')) return typed;
    const { coverage } = also.rules;
    const own = (name: string) => typed.get(`/policies/0/${name}`) ?? '';
    return new Map([
      ...typed,
      ['/policies/1/effectiveFrom', 'from' in coverage ? coverage.from : own('effectiveFrom')],
      ['/policies/1/effectiveTo', 'to' in coverage ? coverage.to : own('effectiveTo')],
      ['/policies/1/insuredRegion', own('insuredRegion')],
    ]);
  }

  /** Adjudicates what was typed. */
  calculate(typed: Typed): Calculated {
    const schemes = this.schemes(typed);
    const terms = typed.get('/listsAs') === 'case' ? this.#termsOf(typed.get('/case') ?? '') : [];
    const imported = new Map([...this.#desk.inForce.lists()].map(([name, { list }]) => [name, list]));
    const lists = ({ rules }: Scheme): ReadonlyMap<string, CodeList> =>
      terms.find(({ policy }) => policy.scheme === rules.scheme)?.lists ?? imported;
    const read = readTyped(typed, { schemes, lists });
    return 'problems' in read ? read : { input: read.input, adjudication: adjudicate(read.input) };
  }

  /** The scheme, and the other one in which the member is insured. */
  schemes(typed: Typed): readonly Scheme[] {
    const also = this.#desk.get(typed.get('/also') ?? '');
    return also === undefined || also === this.#scheme ? [this.#scheme] : [this.#scheme, also];
  }

  #inputOf(number: string): AdjudicationInput | undefined {
    const found = this.#find(number);
    if (found === undefined) return undefined;
    return inputOfCase(this.#scheme, found.file, found.one, found.claim, (id) => this.#desk.get(id));
  }

  #termsOf(number: string): readonly SchemeTerms[] {
    const found = this.#find(number);
    return found === undefined ? [] : caseTerms(this.#scheme, found.file, found.one, (id) => this.#desk.get(id));
  }

  #find(number: string) {
    const [, index, claim] = /^(\d{1,4})\.(\d{1,4})$/.exec(number) ?? [];
    const { cases: file } = this.#desk.cases(this.#scheme);
    const one = file?.cases[Number(index) - 1];
    if (file === undefined || one?.claims[Number(claim) - 1] === undefined) return undefined;
    return { file, one, claim: Number(claim) - 1 };
  }
}
