import { expect, onTestFinished, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { setFact } from '../../src/roster/facts.ts';
import { importList } from '../../src/roster/lists.ts';
import { importParties } from '../../src/roster/parties.ts';
import { Registry } from '../../src/roster/registry.ts';
import type { Database } from '../../src/store/database.ts';
import { fetched } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { execute } from '../support/stores.ts';
import { clock, FIXED, MONTHS, openStore, refusalOf, temporaryFolder } from './fixtures.ts';

const jwks = { keys: [generateKeyPair('ES256', 'k1').publicJwk] };
const schemes = new Map([FIXED, MONTHS].map((scheme) => [scheme.rules.scheme, scheme]));

const insurer = (id: string, ...of: string[]) => ({ id, kind: 'insurer', name: id, schemes: of, jwks });
const load = (database: Database, ...parties: object[]) =>
  importParties(database, Buffer.from(JSON.stringify({ parties })), clock, 'cli:test');
const set = (database: Database, name: string, value: string, scheme = 'test-scheme') =>
  setFact(database, schemes, scheme, name, value, clock, 'cli:test');
const list = (database: Database, text: string) => importList(database, 'drugs', Buffer.from(text), clock, 'cli:test');

/** The embedded store, which answers at once. */
function onFile() {
  const folder = temporaryFolder();
  const database = openDatabase(folder);
  onTestFinished(() => database.close());
  return { database, folder };
}

test('notices what another process changes, and what this one does', async () => {
  const { database, folder } = onFile();
  const registry = await Registry.open(database);
  await registry.refresh();
  expect(registry.party('A')).toBeUndefined();
  const other = openDatabase(folder);
  await load(other, insurer('A', 'test-scheme'));
  await other.close();
  await registry.refresh();
  const party = registry.party('A');
  expect(party).toMatchObject({ id: 'A', kind: 'insurer', schemes: ['test-scheme'] });
  await load(database, insurer('B', 'test-scheme'));
  await registry.refresh();
  expect(registry.insurersOf('test-scheme')).toEqual(['A', 'B']);
  expect(registry.insurersOf('other')).toEqual([]);
  expect(registry.party('A')).toBe(party);
  expect(registry.hospital('A')).toBeUndefined();
});

test('does not keep what a transaction saw and then undid', async () => {
  const { database } = onFile();
  const registry = await Registry.open(database);
  await set(database, 'autoPayLimit', '1');
  await expect(
    database.writer.write(() => {
      database.raw.exec("UPDATE facts SET value = '2'; UPDATE revisions SET revision = revision + 1");
      expect(registry.facts('test-scheme')).toEqual({ autoPayLimit: '2' });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  database.raw.exec("UPDATE facts SET value = '3.00'; UPDATE revisions SET revision = revision + 1");
  await registry.refresh();
  expect(registry.facts('test-scheme')).toEqual({ autoPayLimit: '3.00' });
});

test('a call costs microseconds while nothing changes', async () => {
  const { database } = await openStore();
  await load(database, insurer('A', 'test-scheme'));
  const registry = await Registry.open(database);
  registry.party('A');
  const started = performance.now();
  for (let n = 0; n < 10_000; n += 1) registry.party('A');
  expect((performance.now() - started) / 10_000).toBeLessThan(0.2);
});

test('facts keep their history; the same value again changes nothing', async () => {
  const { database } = await openStore();
  const registry = await Registry.open(database);
  await registry.refresh();
  expect(registry.facts('test-scheme')).toEqual({});
  expect(await set(database, 'participationRate', '0.30')).toEqual({ changed: true, value: '0.3' });
  expect(await set(database, 'participationRate', ' 0.3 ')).toEqual({ changed: false, value: '0.3' });
  expect(await set(database, 'participationRate', '0.31')).toEqual({ changed: true, value: '0.31' });
  expect(await set(database, 'participationRate', '0.3')).toEqual({ changed: true, value: '0.3' });
  expect(await set(database, 'autoPayStop', 'true')).toEqual({ changed: true, value: 'true' });
  expect(await set(database, 'autoPayLimit', '5e4').catch((error) => error.code)).toBe('INVALID_PARAMETER');
  expect(await set(database, 'autoPayLimit', '50000')).toEqual({ changed: true, value: '50000.00' });
  await registry.refresh();
  expect(registry.facts('test-scheme')).toEqual({
    participationRate: '0.3',
    autoPayStop: 'true',
    autoPayLimit: '50000.00',
  });
  expect(registry.facts('test-months')).toEqual({});
  expect((await execute(database, "SELECT count(*) AS n FROM facts WHERE name = 'participationRate'"))[0]?.['n']).toBe(
    3,
  );
});

test.each([
  ['participationRate', '31'],
  ['participationRate', '-0.1'],
  ['participationRate', ''],
  ['autoPayStop', 'yes'],
  ['autoPayLimit', '-1'],
  ['insurerShares', ''],
  ['insurerShares', 'A=0.5'],
  ['insurerShares', 'A=0.5;B=0.6'],
  ['insurerShares', 'A=0;B=1'],
  ['insurerShares', 'A=0.5;A=0.5'],
  ['insurerShares', 'A=0.3333333;B=0.6666667'],
  ['insurerShares', 'A=0.5;NOBODY=0.5'],
])('%s cannot be %j', async (name, value) => {
  const { database } = await openStore();
  await load(database, insurer('A', 'test-scheme'), insurer('B'));
  expect((await refusalOf(set(database, name, value))).code).toBe('INVALID_PARAMETER');
  expect((await Registry.open(database)).facts('test-scheme')).toEqual({});
});

test('an unknown fact is refused naming the known ones, an unknown scheme too', async () => {
  const { database } = await openStore();
  const refusal = await refusalOf(set(database, 'autopaylimit', '1'));
  expect(refusal.code).toBe('INVALID_PARAMETER');
  expect(refusal.detail.detailEn).toContain('participationRate, autoPayLimit, autoPayStop, insurerShares');
  expect((await refusalOf(set(database, 'autoPayLimit', '1', 'nowhere'))).code).toBe('SCHEME_NOT_FOUND');
});

test('shares: one insurer bears all, several need the fact, and nothing is guessed', async () => {
  const { database } = await openStore();
  const registry = await Registry.open(database);
  const shares = async () => {
    await registry.refresh();
    return registry.shares('test-scheme').map(({ insurer, share }) => `${insurer} ${share}`);
  };
  expect(await shares()).toEqual([]);
  await registry.refresh();
  expect(registry.sharesProblem('test-scheme')?.en).toContain('No insurer');
  await load(database, insurer('B', 'test-scheme'));
  expect(await shares()).toEqual(['B 1']);
  await registry.refresh();
  expect(registry.sharesProblem('test-scheme')).toBeUndefined();
  await load(database, insurer('A', 'test-scheme'));
  expect(await shares()).toEqual([]);
  await registry.refresh();
  expect(registry.sharesProblem('test-scheme')?.en).toContain('(A, B)');
  await set(database, 'insurerShares', 'B=0.60; A=0.40');
  expect(await shares()).toEqual(['B 0.6', 'A 0.4']);
  await registry.refresh();
  expect(registry.sharesProblem('test-scheme')).toBeUndefined();
});

test('lists: every version stays and can be found by its digest', async () => {
  const { database } = await openStore();
  const registry = await Registry.open(database);
  await registry.refresh();
  expect(registry.lists().size).toBe(0);
  const first = await list(database, '\ufeffcode,name,class\r\nC34,药,A\r\n');
  expect(first).toMatchObject({ changed: true, version: 1, entries: 1 });
  expect(await list(database, 'code,name,class\nC34,药,A\n')).toEqual({ ...first, changed: false });
  const second = await list(database, 'code,name,class\nC35,药,B\n');
  expect(second).toMatchObject({ changed: true, version: 2 });
  await registry.refresh();
  expect(registry.lists().get('drugs')?.digest).toBe(second.digest);
  expect(registry.lists().get('drugs')?.list.find('C35.1')?.class).toBe('B');
  await registry.refresh();
  expect((await fetched(() => registry.listByDigest(first.digest), database.read))?.has('C34.9')).toBe(true);
  await registry.refresh();
  expect(await fetched(() => registry.listByDigest('sha256:0'), database.read)).toBeUndefined();
  expect(await list(database, 'code,name,class\nC34,药,A\n')).toEqual({ ...first, version: 3 });
  await registry.refresh();
  expect(registry.lists().get('drugs')?.digest).toBe(first.digest);
});

test.each([
  ['no header', 'C34,药,A\n', 'CSV_HEADER', 1],
  ['no entry', 'code,name,class\n', 'CSV_EMPTY', 1],
  ['an empty code', 'code,name,class\nA,x,\n,y,\n', 'CSV_CODE', 3],
  ['a code twice', 'code,name,class\nA,x,\nA,y,\n', 'CSV_DUPLICATE', 3],
  ['one code in two spellings', 'code,name,class\nE11.0,x,\ne110,y,\n', 'CSV_DUPLICATE', undefined],
])('a list with %s is refused whole', async (_, text, code, line) => {
  const { database } = await openStore();
  const refusal = await refusalOf(list(database, text));
  expect(refusal.code).toBe('INVALID_BODY');
  expect(refusal.detail.errors?.[0]?.code).toBe(code);
  if (line !== undefined) expect(refusal.detail.errors?.[0]?.message).toContain(`line ${line}`);
  expect((await Registry.open(database)).lists().size).toBe(0);
});

test('a list in another encoding or under a wrong name is refused', async () => {
  const { database } = await openStore();
  const latin = Buffer.from('code,name,class\nA,\xe9,\n', 'latin1');
  expect((await refusalOf(importList(database, 'drugs', latin, clock, 'cli:test'))).detail.detailEn).toContain('UTF-8');
  const named = importList(database, 'Drugs!', Buffer.from('code,name,class\nA,b,c'), clock, 'cli:test');
  expect((await refusalOf(named)).code).toBe('INVALID_PARAMETER');
});
