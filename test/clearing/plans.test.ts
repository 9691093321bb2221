import { expect, test } from 'vitest';
import { Clearing } from '../../src/clearing/statement/clearing.ts';
import type { SqliteDatabase } from '../../src/store/sqlite/database.ts';
import { STORE } from '../support/stores.ts';
import { library, NANTONG } from '../support/terms.ts';
import { csvOf, endDay, nantong, stay } from './days-support.ts';
import { fileOf, ofHospital, ofScheme, upload } from './reconciliation-support.ts';

/** Walks over all that was ever booked, from some place on, or all that was ever settled. */
const WALKS = /^(SCAN (?!found)|SEARCH (p|postings) USING (PRIMARY KEY|INTEGER PRIMARY KEY) \(.*[<>])/;

test.runIf(STORE === 'sqlite')(
  'nothing that is asked of a day or a month walks over all that was ever booked',
  async () => {
    const world = await nantong();
    const database = world.database as SqliteDatabase;
    await world.settle('H1', stay('S-1'));
    await world.settle('H1', stay('S-2'));
    await world.reverse('H1', 'S-1');
    const date = await endDay(world);
    const heard = listen(database);
    const clearing = new Clearing(database, library, { real: () => world.now, business: () => world.now });
    const { totals } = await clearing.ofHospital('H1', date.slice(0, 7));
    expect(totals.settlements.count).toBe(2);
    await clearing.ofScheme(NANTONG, date.slice(0, 7));
    expect(await csvOf(world, date)).toContain('S-2');
    for (const side of [ofHospital(date), ofScheme(date)]) await upload(world, side, fileOf());
    await world.ledger.read((ledger) => [ledger.dayOf('H1', date), ledger.countedOn('H1', date, date)]);
    const asked = heard();
    // Whatever is asked for stands in place of the parameters.
    const plan = (sql: string) =>
      database.raw.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+|\?/g, "'x'")}`).all();
    const walks = asked.flatMap((sql) =>
      plan(sql).flatMap(({ detail }) => (WALKS.test(detail) ? [`${detail}: ${sql}`] : [])),
    );
    expect(walks).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
    await world.close();
  },
);

/** The queries that are prepared from now on. */
function listen({ raw }: SqliteDatabase): () => readonly string[] {
  const heard: string[] = [];
  const prepare = raw.prepare.bind(raw);
  raw.prepare = ((sql: string) => {
    if (/^\s*(SELECT|WITH)/i.test(sql)) heard.push(sql);
    return prepare(sql);
  }) as typeof raw.prepare;
  return () => heard;
}
