import {
  type Accumulators,
  type AccumulatorsJson,
  accumulatorsFromJson,
  accumulatorsToJson,
} from '../../adjudication/accumulators.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { AMOUNT_WORDS, COUNT_WORDS, plain } from './problems.ts';
import type { Typed } from './typed.ts';

const USE = '(deductible|credited|cost|paid|times|days|eligible/[^/]+)';
/** The leaves of {@link AccumulatorsJson}; keys of people's making are written as in an address. */
const LEAF = new RegExp(
  `^(benefits/[^/]+/${USE}|admissions/[^/]+/[^/]+/${USE}|itemGroups/[^/]+|limits/[^/]+|outOfPocket|borne)$`,
);
/** Exact: a share of a fen may have been used. */
const EXACT = /^\d{1,12}(\.\d{1,30})?$/;
const COUNT = /^\d{1,4}$/;

/** Fills in what a policy had used, leaf by leaf, as `/used/0/benefits/…/paid`. */
export function setUsed(typed: Map<string, string>, index: number, used: Accumulators): void {
  setLeaves(typed, `/used/${index}`, accumulatorsToJson(used));
}

/** What a policy had used, from its leaves; a leaf that is not typed is nothing. */
export function readUsed(typed: Typed, index: number, problems: Map<string, Bilingual>): Accumulators {
  const at = `/used/${index}/`;
  const root = new Map<string, unknown>();
  for (const [name, raw] of typed) {
    const text = plain(raw);
    const path = name.slice(at.length);
    if (!name.startsWith(at) || text === '' || !LEAF.test(path)) continue;
    const keys = path.split('/');
    const leaf = keys.at(-1) ?? '';
    const counts = leaf === 'times' || leaf === 'days';
    if (leaf !== 'borne' && !(counts ? COUNT : EXACT).test(text))
      problems.set(name, counts ? COUNT_WORDS : AMOUNT_WORDS);
    else put(root, keys, leaf === 'borne' ? raw.trim().split(/\s+/) : counts ? Number(text) : text);
  }
  const benefits = inner(root.get('benefits'), useOf);
  const admissions = inner(root.get('admissions'), (uses) => inner(uses, useOf));
  const json = { itemGroups: {}, outOfPocket: '0', ...objectOf(root), benefits, admissions };
  return accumulatorsFromJson(json as unknown as AccumulatorsJson);
}

function setLeaves(typed: Map<string, string>, at: string, value: unknown): void {
  if (Array.isArray(value)) typed.set(at, value.join(' '));
  else if (value !== null && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) setLeaves(typed, `${at}/${encodeURIComponent(key)}`, one);
  } else typed.set(at, String(value));
}

/** Maps, and objects only in the end: a key that a browser sent must not reach a prototype. */
function put(root: Map<string, unknown>, keys: readonly string[], value: unknown): void {
  let node = root;
  for (const key of keys.slice(0, -1)) {
    const next = node.get(key) ?? new Map<string, unknown>();
    node.set(key, next);
    node = next as Map<string, unknown>;
  }
  node.set(keys.at(-1) ?? '', value);
}

function objectOf(map: Map<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    [...map].map(([key, value]) => [
      decoded(key),
      value instanceof Map ? objectOf(value as Map<string, unknown>) : value,
    ]),
  );
}

function inner<T>(map: unknown, change: (map: unknown) => T): Record<string, T> {
  return map instanceof Map
    ? Object.fromEntries([...map].map(([key, value]): [string, T] => [decoded(String(key)), change(value)]))
    : {};
}

function useOf(map: unknown): unknown {
  const use = map instanceof Map ? objectOf(map as Map<string, unknown>) : {};
  return { deductible: '0', eligible: {}, paid: '0', times: 0, ...use };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
