import { systemClock } from '../time/clock.ts';
import type { Place } from './options.ts';
import { openStore, type Store } from './store.ts';

/**
 * Does something with a store and closes it. A gateway may run on the same store at the same time: it notices what was
 * changed.
 */
export async function withStore(place: Place, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(place, systemClock);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
