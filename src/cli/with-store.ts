import { systemClock } from '../time/clock.ts';
import { openStore, type Store } from './store.ts';

/**
 * Does something with the store of a data folder and closes it. A gateway may run on the same folder at the same time: it
 * notices what was changed.
 */
export async function withStore(data: string, use: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(data, systemClock);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
