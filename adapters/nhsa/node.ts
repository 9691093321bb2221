import { Money } from '../../src/money/money.ts';
import type { Warning } from '../adapter.ts';
import { decimalOf } from './decimal.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { inconsistent, invalid } from './refusals.ts';

/** Keys folded before: the rows of a bill have the same few. Emptied where somebody sends ever new ones. */
const folded = new Map<string, string>();
const MAX_FOLDED = 2_000;

/** A key as regions spell it differently: case, underscores and blanks do not count (`psnCash_pay`, `psn_cash_pay`). */
export function fold(key: string): string {
  const known = folded.get(key);
  if (known !== undefined) return known;
  const name = key.toLowerCase().replaceAll(/[_\s-]/g, '');
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(key, name);
  return name;
}

/** One node of a message, or several of one name taken together, read by what its keys mean. */
export class Node {
  /** Where it stands, for a refusal. */
  readonly at: string;
  readonly #values = new Map<string, Json[]>();
  readonly #warnings: Warning[];

  /** @param warnings where a figure that had to be put right is noted */
  constructor(at: string, objects: readonly JsonObject[], warnings: Warning[]) {
    this.at = at;
    this.#warnings = warnings;
    for (const object of objects) {
      for (const [key, value] of Object.entries(object)) {
        const name = fold(key);
        const before = this.#values.get(name);
        if (before === undefined) this.#values.set(name, [value]);
        else before.push(value);
      }
    }
  }

  /**
   * The text under the first of these names that holds any; numbers are their text.
   *
   * @throws Refusal `INVALID_BODY` where one name holds two different texts
   */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const found = new Set(this.#texts(name));
      if (found.size > 1) throw severalValues(`${this.at}/${name}`);
      const [only] = found;
      if (only !== undefined) return only;
    }
    return undefined;
  }

  /** Whether one of these names says yes. */
  flag(...names: readonly string[]): boolean {
    return this.text(...names) === '1';
  }

  /** A value that is only once there, or always the same. @throws Refusal `INVALID_BODY` */
  only(name: string): Json | undefined {
    return onlyOne(`${this.at}/${name}`, this.#values.get(fold(name)));
  }

  /**
   * An amount, under whichever of the names it has; all that say anything but 0 must say the same. Rounded half up to the
   * fen, with a warning where that changed it.
   *
   * @returns `undefined` where nothing but blanks was found
   * @throws Refusal `AMOUNTS_INCONSISTENT` where two names contradict each other, `INVALID_BODY` where one holds no amount
   */
  amount(...names: readonly string[]): Money | undefined {
    const found = names.flatMap((name) => {
      // A yes or no is no amount.
      if (this.#values.get(fold(name))?.some((value) => typeof value === 'boolean')) throw this.#notMoney(name);
      return this.#texts(name).map((text) => ({ name, money: this.#money(name, text) }));
    });
    const said = found.filter(({ money }) => !money.isZero());
    const [first] = said;
    const other = said.find(({ money }) => first !== undefined && !money.eq(first.money));
    if (first !== undefined && other !== undefined) {
      const sides = `${first.name} ${first.money.toFixed2()}, ${other.name} ${other.money.toFixed2()}`;
      throw inconsistent(
        this.at,
        `同一金额有两个不同取值：${sides}`,
        `the same amount has two different values: ${sides}`,
      );
    }
    return first?.money ?? found[0]?.money;
  }

  #notMoney(name: string) {
    return invalid(
      `${this.at}/${name}`,
      '应为十进制金额，如 "12345.60"',
      'A decimal amount was expected, such as "12345.60"',
    );
  }

  #money(name: string, text: string): Money {
    const at = `${this.at}/${name}`;
    const decimal = decimalOf(text);
    if (decimal === undefined) throw this.#notMoney(name);
    const exact = Money.of(decimal);
    const rounded = exact.roundFen();
    if (!rounded.eq(exact)) {
      this.#warnings.push({
        zh: `${at} 多于两位小数（${text}），已四舍五入为 ${rounded.toFixed2()}`,
        en: `${at} has more than 2 decimals (${text}) and was rounded half up to ${rounded.toFixed2()}`,
      });
    }
    return rounded;
  }

  /** Whether something stands under one of these names. */
  says(...names: readonly string[]): boolean {
    return names.some((name) => this.#texts(name).length > 0);
  }

  /** @throws Refusal `INVALID_BODY` where an object or a list stands for the value: what it means is not guessed */
  #texts(name: string): string[] {
    return (this.#values.get(fold(name)) ?? []).flatMap((value) => {
      if (isFilled(value)) {
        throw invalid(
          `${this.at}/${name}`,
          '应为单个值，实为对象或数组',
          'A single value was expected, an object or a list was found',
        );
      }
      const text = textOf(value);
      return text === '' ? [] : [text];
    });
  }
}

/** The one value of several that say the same. @throws Refusal `INVALID_BODY` where they do not */
export function onlyOne(at: string, values: readonly Json[] = []): Json | undefined {
  const [first, ...others] = values.filter((value) => isFilled(value) || textOf(value) !== '');
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) throw severalValues(at);
  return first;
}

function severalValues(at: string) {
  return invalid(at, '同一项有多个不同取值', 'The same item has several different values');
}

/** What rows say under a key, each text once. */
export function textsIn(rows: readonly JsonObject[], name: string): string[] {
  const wanted = fold(name);
  const found = new Set<string>();
  for (const row of rows) {
    // Not by entries: for some dozen keys in each of 20,000 rows they cost five times as much as the keys alone.
    for (const key of Object.keys(row)) if (fold(key) === wanted) found.add(textOf(row[key] ?? null));
  }
  found.delete('');
  return [...found];
}

/** The text of a single value; empty for what says nothing. */
function textOf(value: Json): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = typeof value === 'string' ? value.trim() : '';
  return text === 'null' ? '' : text;
}

/** Some languages write an empty value as `[]` or `{}`. */
function isFilled(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** The objects of a node that may be one object, a list of them, or nothing. */
export function rowsOf(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return (value as readonly Json[]).filter((one) => isObject(one));
  return isObject(value) ? [value] : [];
}
