import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLedger, openStore } from '../../src/cli/store.ts';
import { memberIds } from '../../src/ledger/chains.ts';
import { rebuildMember } from '../../src/settlement/verify.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { MIGRATIONS, migrate, taken } from '../../src/store/sqlite/migrate.ts';
import { systemClock } from '../../src/time/clock.ts';
import { temporaryFolder } from '../cli/binary.ts';
import { refusalOf } from '../support/refusals.ts';
import { another, oldStore, openService, verified } from './old-store.ts';

/** The last migration of the version, and whether its sealed days and its accumulators are those of today. */
const VERSIONS = [
  ['0000_first', 0, 'counted less'],
  ['0002_reconciliations', 1, 'counted less'],
  ['0003_messages', 1, 'counted the same'],
  ['0004_permissions', 1, 'counted the same'],
] as const;

const file = (data: string) => join(data, 'yizhan.db');

/** What `yizhan ledger rebuild` does. @returns how many members had other accumulators */
async function rebuild(data: string): Promise<number> {
  const store = await openStore({ data }, systemClock);
  const { ledger, rulebook } = await openLedger(store);
  let rebuilt = 0;
  for await (const id of memberIds(store.database)) if (await rebuildMember(ledger, rulebook, id)) rebuilt += 1;
  await store.close();
  return rebuilt;
}

describe.each(VERSIONS)('a store of %s', (tag, sealed, counted) => {
  it('is verified, found, reversed and continued', async () => {
    const { data, hospital, claims, amounts } = oldStore(tag);
    if (counted === 'counted less') {
      await expect(verified({ data })).rejects.toThrow('ACCUMULATORS_DIFFER');
      expect(await rebuild(data)).toBe(1);
    }
    expect(await rebuild(data)).toBe(0);
    expect(await verified({ data })).toContain(`${sealed} sealed day(s)`);

    const gateway = await openService({ data }, hospital);
    const [first] = claims;
    const known = await gateway.settle(first);
    expect(known).toMatchObject({ created: false, decision: { insurerPaid: amounts['S-1'] } });
    expect((await gateway.query('S-4')).insurerPaid).toBe(amounts['S-4']);
    expect((await refusalOf(gateway.settle({ ...first, settlementId: 'S-4' }))).code).toBe('SETTLEMENT_CONFLICT');
    expect((await refusalOf(gateway.settle({ ...first, settlementId: 'S-2' }))).code).toBe('SETTLEMENT_REVERSED');
    const fifth = await gateway.settle(another(first, 'S-5'));
    // The deductible is used up by S-1 already.
    expect(Number(fifth.decision.insurerPaid)).toBeGreaterThan(Number(amounts['S-1']));
    await gateway.reverse('S-1');
    await gateway.reverse('S-4');
    await gateway.close();
    expect(await verified({ data })).toContain('the ledger is clean');
  });
});

describe('opening a store', () => {
  it('of a newer version is refused in one line', () => {
    const { data } = oldStore('0004_permissions');
    openDatabase(data).raw.close();
    const raw = new Sqlite(file(data));
    raw.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9000000000000)").run();
    raw.close();
    expect(() => openDatabase(data)).toThrow(/^[^\n]*written by a newer version[^\n]*$/);
  });

  it('by several at once brings it up to date once', async () => {
    const { data } = oldStore('0000_first');
    const lock = new Sqlite(file(data));
    lock.prepare('BEGIN IMMEDIATE').run();
    const module = new URL('../../src/store/sqlite/database.ts', import.meta.url).href;
    const code = `
      const { parentPort } = require('node:worker_threads');
      import(${JSON.stringify(module)}).then(({ openDatabase }) => {
        parentPort.postMessage('opening');
        openDatabase(${JSON.stringify(data)}).raw.close();
      });`;
    const openers = [1, 2, 3].map(() => new Worker(code, { eval: true }));
    const ended = openers.map((one) => new Promise((resolve) => one.once('error', resolve).once('exit', resolve)));
    await Promise.all(openers.map((one) => new Promise((resolve) => one.once('message', resolve))));
    lock.prepare('COMMIT').run();
    expect(await Promise.all(ended)).toEqual([0, 0, 0]);
    expect(taken(lock)).toHaveLength(new Set(taken(lock)).size);
    migrate(lock);
    lock.close();
    expect(await rebuild(data)).toBe(1);
  });

  it('leaves it as it was where a step fails half way', () => {
    const { data } = oldStore('0003_messages');
    const folder = temporaryFolder();
    cpSync(MIGRATIONS, folder, { recursive: true });
    const journal = join(folder, 'meta', '_journal.json');
    const steps = JSON.parse(readFileSync(journal, 'utf8')) as { entries: object[] };
    steps.entries.push({ idx: 99, version: '6', when: 9_000_000_000_000, tag: '9999_broken', breakpoints: true });
    writeFileSync(journal, JSON.stringify(steps));
    writeFileSync(
      join(folder, '9999_broken.sql'),
      'DROP TABLE `entries`;\n--> statement-breakpoint\nDROP TABLE `nowhere`;',
    );
    const raw = new Sqlite(file(data));
    const schema = () => raw.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();
    const before = { schema: schema(), taken: taken(raw) };
    expect(() => migrate(raw, folder)).toThrow('nowhere');
    expect({ schema: schema(), taken: taken(raw) }).toEqual(before);
    raw.close();
  });
});
