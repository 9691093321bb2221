import type { Json, JsonObject } from '../nhsa/json.ts';
import type { XmlElement } from './document.ts';

/** The names of a supplement in their canonical spelling, by lower case: XML of older systems has one case. */
const SPELLINGS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'ward',
    'cause',
    'referral',
    'otherCompensation',
    'kind',
    'payer',
    'amount',
    'pot',
    'paidTo',
    'diagnoses',
    'code',
    'firstConfirmedOn',
    'severe',
  ].map((name) => [name.toLowerCase(), name]),
);

const LISTS = new Set(['otherCompensation', 'diagnoses']);

/**
 * A `supplement` element as the national format's node. Each entry of a list is an element of the list's name, or stands
 * in one element of that name.
 */
export function readSupplement(element: XmlElement): JsonObject {
  const node: Record<string, Json> = {};
  for (const child of element.children) {
    const name = spelling(child.local);
    if (!LISTS.has(name)) node[name] = child.text.trim();
    else node[name] = [...((node[name] as readonly Json[] | undefined) ?? []), ...entries(child)];
  }
  return node;
}

function entries(element: XmlElement): JsonObject[] {
  const nested = element.children.filter(({ children }) => children.length > 0);
  return (nested.length > 0 ? nested : [element]).filter(({ children }) => children.length > 0).map(entry);
}

function entry({ children }: XmlElement): JsonObject {
  return Object.fromEntries(
    children.map(({ local, text }) => {
      const name = spelling(local);
      const value = text.trim();
      return [name, name === 'severe' && /^(true|false)$/.test(value) ? value === 'true' : value];
    }),
  );
}

function spelling(local: string): string {
  const lower = local.toLowerCase();
  return Object.hasOwn(SPELLINGS, lower) ? (SPELLINGS[lower] ?? local) : local;
}
