import type { Refusal } from '../../src/problem/refusal.ts';
import { inconsistent, invalid } from '../nhsa/refusals.ts';
import { FIGURES, IDENTITY, isBlank, nationalName, plainName } from './names.ts';

/** A value at its place. */
interface Field {
  readonly value: string;
  /** The element as it was sent. */
  readonly sent: string;
  /** Whether it was sent under its national name. */
  readonly national: boolean;
  readonly depth: number;
}

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/** The single values of a message, wherever in it they stand, by their national names. */
export class Fields {
  readonly #fields = new Map<string, Field[]>();

  /** Takes a value; an empty one says nothing. */
  add(local: string, text: string, depth: number): void {
    const plain = plainName(local);
    const value = text.trim();
    if (isBlank(plain, value)) return;
    const name = nationalName(plain);
    const field = { value, sent: local, national: name === plain, depth };
    const known = this.#fields.get(name);
    if (known === undefined) this.#fields.set(name, [field]);
    else known.push(field);
  }

  /**
   * A value that may stand in several places, if all of them say the same.
   *
   * @throws Refusal `INVALID_BODY`, or `AMOUNTS_INCONSISTENT` for an amount, where they contradict each other
   */
  get(name: string): string | undefined {
    const all = this.#fields.get(name) ?? [];
    // What the message says in national names is meant so; older names beside it may be the HIS's own.
    const national = all.filter((field) => field.national);
    const fields = national.length > 0 && !FIGURES.has(name) ? national : all;
    const [first, ...others] = fields;
    if (first === undefined) return undefined;
    const differing = others.find((other) => !same(first.value, other.value));
    if (differing !== undefined) throw contradiction(name, first, differing);
    return fields.reduce((longest, { value }) => (value.length > longest.length ? value : longest), '');
  }

  /**
   * The outermost value: of the message itself, not of something it quotes.
   *
   * @throws Refusal `INVALID_BODY` where two of the same depth contradict each other
   */
  outermost(name: string): string | undefined {
    const all = this.#fields.get(name) ?? [];
    const depth = Math.min(...all.map((field) => field.depth));
    const [first, ...others] = all.filter((field) => field.depth === depth);
    const differing = others.find((other) => other.value !== first?.value);
    if (first !== undefined && differing !== undefined) throw contradiction(name, first, differing);
    return first?.value;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** Whether a value was sent under this plain name. */
  wasSentAs(name: string, plain: string): boolean {
    return (this.#fields.get(name) ?? []).some(({ sent }) => plainName(sent) === plain);
  }

  /** All of it as a node of the national format. Contradictions in what decides nothing are passed over. */
  toNode(): Record<string, string> {
    const node: Record<string, string> = {};
    for (const [name, [first]] of this.#fields) {
      const value = FIGURES.has(name) || IDENTITY.has(name) ? this.get(name) : first?.value;
      if (value !== undefined) node[name] = value;
    }
    return node;
  }
}

function same(a: string, b: string): boolean {
  if (a === b) return true;
  if (DECIMAL.test(a) && DECIMAL.test(b)) return canonical(a) === canonical(b);
  const [short, long] = [a, b].map((text) => text.replaceAll(/\D/g, '')).sort((x, y) => x.length - y.length);
  // A day and an instant of that day.
  return /^[\d\s:/.T+-]+$/.test(a + b) && short !== undefined && short.length >= 8 && long?.startsWith(short) === true;
}

/** A decimal without its sign of plus and its idle zeros. */
function canonical(text: string): string {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`;
  return text.startsWith('-') && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function contradiction(name: string, a: Field, b: Field): Refusal {
  const where = a.sent === b.sent ? a.sent : `${a.sent}, ${b.sent}`;
  if (FIGURES.has(name)) {
    const sides = `${a.value} ≠ ${b.value}`;
    return inconsistent(`/${name}`, `${where} 有两个不同取值：${sides}`, `${where} has two different values: ${sides}`);
  }
  return invalid(`/${name}`, `${where} 有两个不同取值`, `${where} has two different values`);
}
