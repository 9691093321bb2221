import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import { yizhan } from '../../bench/server/child.ts';
import { type Place, placeFlags } from '../../bench/server/gateway.ts';
import { Money } from '../../src/money/money.ts';
import { addDays } from '../../src/time/calendar.ts';
import { Broken } from './fault.ts';
import { insist } from './gateway.ts';
import { answered } from './operations.ts';
import type { Tally } from './tally.ts';

/** Runs a query on a gateway's store, behind its back. */
export async function query(place: Place, sql: string): Promise<Record<string, unknown>[]> {
  if (place.database === undefined) {
    const store = new Sqlite(join(place.data, 'yizhan.db'), { readonly: true });
    try {
      return store.prepare(sql).all() as Record<string, unknown>[];
    } finally {
      store.close();
    }
  }
  const client = new pg.Client({ connectionString: place.database });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Counts the journal's entries against what was answered, when nobody is in doubt any more: one for each decision, each
 * reversal and each acknowledgement, and none besides.
 *
 * @throws Broken
 */
export async function countEntries(place: Place, tally: Tally): Promise<void> {
  const rows = await query(place, 'SELECT type, count(*) AS n FROM entries GROUP BY type');
  const counted = new Map(rows.map(({ type, n }) => [String(type), Number(n)]));
  const expected = {
    SETTLE: tally.told.length,
    REVERSE: tally.told.filter(({ reversed }) => reversed).length,
    ACKNOWLEDGE: tally.told.filter(({ acknowledged }) => acknowledged).length,
  };
  for (const [type, count] of Object.entries(expected)) {
    const found = counted.get(type) ?? 0;
    if (found !== count) throw new Broken(`the journal has ${found} entries ${type}, ${count} were answered`);
  }
}

/**
 * Adds up every hospital's statements of all days, and holds them against what was answered.
 *
 * @param days first and last business day
 * @throws Broken
 */
export async function addUp(
  clients: ReadonlyMap<string, HospitalClient>,
  tally: Tally,
  days: readonly [from: string, to: string],
): Promise<void> {
  for (const [party, client] of clients) {
    let net = Money.ZERO;
    for (let date = days[0]; date <= days[1]; date = addDays(date, 1)) {
      const statement = await insist(async () => answered(await client.statement(date)));
      net = net.plus(Money.of(statement.body.totals.net.insurerPaid));
    }
    const told = tally.paidBy(party);
    if (!net.eq(told)) throw new Broken(`the statements of ${party} come to ${net}, its desks were told ${told}`);
  }
}

/** `yizhan ledger verify`. @throws Error with what it says where it is not clean */
export function verifyLedger(place: Place): Promise<void> {
  return yizhan(['ledger', 'verify', ...placeFlags(place)]);
}
