import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import { Broken } from './fault.ts';
import { insist } from './gateway.ts';
import { answered } from './operations.ts';
import { demandSame, type Told } from './tally.ts';

/** So many questions are under way at once. */
const AT_ONCE = 16;

/**
 * Asks for decisions that were told, and for what was told of them since: each must be there, with the same amounts.
 * Where a settlement has a later attempt, it is that which is asked for.
 *
 * @throws Broken
 */
export async function askFor(told: readonly Told[], clients: ReadonlyMap<string, HospitalClient>): Promise<void> {
  const latest = [...new Map(told.map((one) => [`${one.hospitalId} ${one.claim.settlementId}`, one])).values()];
  const waiting = latest.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of waiting) await askForOne(one, clients.get(one.hospitalId));
    }),
  );
}

async function askForOne(told: Told, client: HospitalClient | undefined): Promise<void> {
  const { body } = await insist(async () => answered((await client?.query(told.claim.settlementId)) ?? unreachable()));
  demandSame(told, body);
  if ((body.reversal !== null) !== told.reversed) throw new Broken('a reversal is lost, or was never asked for', body);
  if (told.acknowledged && body.acknowledgedAt === null) throw new Broken('an acknowledgement is lost', body);
}

/** Settles again what was settled, signed anew: the same decision must come, and none be made. @throws Broken */
export async function settleAgain(told: readonly Told[], clients: ReadonlyMap<string, HospitalClient>): Promise<void> {
  for (const one of told) {
    if (one.reversed) continue;
    const client = clients.get(one.hospitalId);
    const answer = await insist(async () => answered((await client?.settle(one.claim)) ?? unreachable()));
    if (answer.status !== 200) throw new Broken('a settlement was not known again', one.claim.settlementId);
    demandSame(one, answer.body);
  }
}

function unreachable(): never {
  throw new Error('unreachable: every hospital has a client');
}
