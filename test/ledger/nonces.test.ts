import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoredReplayWindow } from '../../src/ledger/nonces.ts';
import { openTestStore, type TestStore } from '../support/stores.ts';

const HOUR = 3_600_000;
/** The window sweeps once in so many claims. */
const SWEEP_EVERY = 1_000;

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.release());

/** A window on a machine whose clock can be set, whatever time elapses. */
function machine() {
  const at = { shown: 1_700_000_000_000, elapsed: 0 };
  const show = () => at.shown;
  const window = new StoredReplayWindow(store.database, { real: show, business: show }, () => at.elapsed);
  const claim = (jti: string, shown = at.shown) => window.claim('H1', jti, shown / 1000 + 300);
  const untilSwept = async (name: string) => {
    await Promise.all(Array.from({ length: SWEEP_EVERY }, (_, n) => claim(`${name}-${n}`)));
  };
  return { at, claim, untilSwept };
}

it('forgets no message because a clock jumped ahead: set right again, the clock would let it in a second time', async () => {
  const { at, claim, untilSwept } = machine();
  const seen = at.shown;
  expect(await claim('SEEN')).toBe(true);
  at.shown += HOUR;
  await untilSwept('ahead');
  at.shown = seen;
  expect(await claim('SEEN')).toBe(false);
});

it('forgets a message whose time is over', async () => {
  const { at, claim, untilSwept } = machine();
  const seen = at.shown;
  expect(await claim('SEEN')).toBe(true);
  at.shown += HOUR;
  at.elapsed += HOUR;
  await untilSwept('later');
  // Whoever checks signatures refuses it long before: here it only shows that its row is gone.
  expect(await claim('SEEN', seen)).toBe(true);
});
