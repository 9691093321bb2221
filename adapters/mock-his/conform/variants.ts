import type { KitClaim } from './kit.ts';

/** Other names, lines in another order, something under `extensions`, members in another order. */
export function shuffled(claim: KitClaim): object {
  const { lines } = claim as { readonly lines?: readonly object[] };
  const renamed = lines === undefined ? {} : { lines: lines.map((one) => ({ ...one, name: '改名' })).reverse() };
  const entries = Object.entries({ ...claim, ...renamed, extensions: { note: '改' } });
  return Object.fromEntries(entries.reverse());
}

/** The same with every amount as a number. */
export function numbersIn(claim: object): unknown {
  return JSON.parse(JSON.stringify(claim), (_key, value: unknown) =>
    typeof value === 'string' && /^\d+\.\d{2}$/.test(value) ? Number(value) : value,
  );
}
