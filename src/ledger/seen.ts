import { fetched, NotYet, type Read, type Snapshot } from '../store/database.ts';
import type { Ledger, Lookup } from './ledger.ts';
import { ledgerView } from './view.ts';

/** Looks until everything that is asked for has been fetched. What was read once is not read again. */
export function seen<T>(read: Read, look: (lookup: Lookup) => T): Promise<T> {
  const known = new Map<string, { readonly value: unknown }>();
  const lookup: Lookup = (key, steps) => {
    const found = known.get(key);
    if (found !== undefined) return found.value as never;
    throw new NotYet(async (fetch) => {
      known.set(key, { value: await fetch(steps) });
    });
  };
  return fetched(() => look(lookup), read);
}

/** A ledger as it was at one moment, to be looked at; of what the roster says nothing is seen. */
export function ledgerAt({ now, read }: Snapshot): Pick<Ledger, 'read'> {
  // biome-ignore lint/correctness/useYield: there is nothing to ask.
  const roster = function* () {
    return { policies: [], families: [] };
  };
  if (now === undefined) return { read: (look) => seen(read, (lookup) => look(ledgerView(lookup, roster))) };
  const view = ledgerView((_, steps) => now(steps()), roster);
  return { read: async (look) => look(view) };
}
