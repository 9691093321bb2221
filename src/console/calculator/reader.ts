import { Money } from '../../money/money.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { isDate } from '../../time/calendar.ts';
import { AMOUNT_WORDS, COUNT_WORDS, plain } from './problems.ts';
import { FIGURES, type Typed, YES } from './typed.ts';

/** More rows than this are no bill to be typed. */
const MOST_ROWS = 40;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

/** The figures of a bill or of a line. */
export type Figures = Record<(typeof FIGURES)[number], Money>;

/** Reads single fields, and notes what is wrong with them. */
export class Reader {
  readonly problems = new Map<string, Bilingual>();
  readonly typed: Typed;

  constructor(typed: Typed) {
    this.typed = typed;
  }

  /** What was typed, without blanks around it; empty where nothing was. */
  text(name: string): string {
    return this.typed.get(name)?.trim() ?? '';
  }

  /** A word of a closed list: one that is none is refused by the check of the claim. */
  word(name: string): never {
    return this.text(name) as never;
  }

  /** Whether a field says yes. */
  yes(name: string): boolean {
    return this.text(name) === YES;
  }

  /** A local time with the offset of Asia/Shanghai; what is none is refused by the check of the claim. */
  time(name: string): string {
    const text = this.text(name);
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? `${text}:00+08:00` : `${text}+08:00`;
  }

  /** A day. */
  date(name: string): string {
    const text = this.text(name);
    if (!isDate(text)) this.problems.set(name, { zh: '须为存在的日期', en: 'must be a day that exists' });
    return text;
  }

  /** A text of a certain form. */
  matching(name: string, form: RegExp, words: Bilingual): string {
    const text = this.text(name);
    if (!form.test(text)) this.problems.set(name, words);
    return text;
  }

  /** A number of years of at most three digits; 0 where nothing is typed. */
  count(name: string): number {
    const text = this.text(name);
    if (text !== '' && !/^\d{1,3}$/.test(text)) this.problems.set(name, COUNT_WORDS);
    return Number(text) || 0;
  }

  /** Yuan; 0 where nothing is typed. */
  amount(name: string): Money {
    return this.sumOr(name, Money.ZERO);
  }

  /** An amount; where nothing is typed, what it comes to. */
  sumOr(name: string, otherwise: Money): Money {
    const text = plain(this.text(name));
    if (text === '') return otherwise;
    if (AMOUNT.test(text)) return Money.of(text);
    this.problems.set(name, AMOUNT_WORDS);
    return otherwise;
  }

  /** The four figures; what is not typed is what the lines come to, else 0. */
  figures(at: string, otherwise: Figures | undefined): Figures {
    const one = (figure: keyof Figures) => this.sumOr(`${at}/${figure}`, otherwise?.[figure] ?? Money.ZERO);
    return {
      inScope: one('inScope'),
      firstSelfPay: one('firstSelfPay'),
      fullySelfPaid: one('fullySelfPaid'),
      overLimit: one('overLimit'),
    };
  }

  /** Rows of which something beside their selections is typed. */
  rows(at: string): string[] {
    const rows: string[] = [];
    for (let index = 0; index < MOST_ROWS; index++) {
      const row = `${at}/${index}`;
      const main = ['code', 'amount', ...FIGURES].some((name) => this.text(`${row}/${name}`) !== '');
      if (main) rows.push(row);
    }
    return rows;
  }
}
