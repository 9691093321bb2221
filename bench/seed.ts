import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseClaim } from '../src/claim/parse.ts';
import { openGateway } from '../src/cli/gateway.ts';
import { openLogger } from '../src/cli/logger.ts';
import type { Place } from './server/gateway.ts';
import { claimOf } from './world/claims.ts';
import { FIRST_HOSPITAL } from './world/parties.ts';
import { idNumberOf } from './world/people.ts';

/** So many settlements are made together, and so share commits. */
const TOGETHER = 64;

/**
 * Gives each of the first so many members earlier settlements, by the gateway's own service but without waiting for the
 * disk after each. No gateway may run on the place meanwhile.
 */
export async function seed(place: Place, members: number, earlier: number): Promise<void> {
  const { settlement, store, close } = await openGateway({ ...place, sandbox: false, logger: openLogger('warn') });
  // What opening has read is one transaction until the turn ends, and this is set outside of any.
  await nextTurn();
  if ('raw' in store.database) store.database.raw.pragma('synchronous = OFF');
  const now = Date.now();
  const people = Array.from({ length: members }, (_, member) =>
    parseClaim(claimOf('earlier', { settlementId: 'SEED', idNumber: idNumberOf(member) }), now),
  );
  for (let round = 0; round < earlier; round += 1) {
    for (let from = 0; from < members; from += TOGETHER) {
      await Promise.all(
        people.slice(from, from + TOGETHER).map((claim, index) => {
          const settlementId = `SEED-${from + index}-${round}`;
          const encounter = { ...claim.encounter, id: settlementId };
          return settlement.settle(FIRST_HOSPITAL, { ...claim, settlementId, encounter });
        }),
      );
    }
  }
  await close();
}
