import { expect, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { importParties } from '../../src/roster/parties.ts';
import { Registry } from '../../src/roster/registry.ts';
import { readRevision } from '../../src/roster/revision.ts';
import type { Database } from '../../src/store/database.ts';
import { clock, openStore, refusalOf } from './fixtures.ts';

const { publicJwk, privateJwk } = generateKeyPair('ES256', 'k1');
const jwks = { keys: [publicJwk] };
const HOSPITAL = {
  id: 'H1',
  kind: 'hospital',
  name: '测试医院',
  region: '360102',
  level: 3,
  ownership: 'public',
  designated: true,
  drg: false,
  jwks,
};
const INSURER = { id: 'INS-JX', kind: 'insurer', name: '测试保险', schemes: ['s1', 's2'], jwks };
const OPERATOR = { id: 'OPS', kind: 'operator', name: '运营方', jwks };

function load(database: Database, ...parties: object[]) {
  return importParties(database, Buffer.from(JSON.stringify({ parties })), clock, 'cli:test');
}

test('the same file again changes nothing; parties that are absent stay', async () => {
  const { database } = await openStore();
  expect(await load(database, HOSPITAL, INSURER, OPERATOR)).toEqual({ added: 3, changed: 0, unchanged: 0 });
  const revision = await database.read(readRevision);
  expect(await load(database, HOSPITAL, INSURER, OPERATOR)).toEqual({ added: 0, changed: 0, unchanged: 3 });
  expect(await database.read(readRevision)).toBe(revision);
  expect(await load(database, { ...HOSPITAL, level: 2 })).toEqual({ added: 0, changed: 1, unchanged: 0 });
  expect(await database.read(readRevision)).toBe(revision + 1);
  const registry = await Registry.open(database);
  expect(registry.hospital('H1')).toEqual({
    id: 'H1',
    region: '360102',
    level: 2,
    ownership: 'public',
    designated: true,
    drg: false,
  });
  expect(registry.party('OPS')?.kind).toBe('operator');
  expect(registry.party('H1')?.keys.map((key) => key.kid)).toEqual(['k1']);
});

test('a hospital may say which scheme the insurance centre pays under a fund type', async () => {
  const { database } = await openStore();
  const registry = await Registry.open(database);
  await load(database, HOSPITAL);
  await registry.refresh();
  expect(registry.centreFunds('H1')).toEqual({});
  await load(database, { ...HOSPITAL, centreFunds: { '620100': 's1' } });
  await registry.refresh();
  expect(registry.centreFunds('H1')).toEqual({ '620100': 's1' });
  // It decides about a message, not about a decision: it is no attribute that a decision is frozen with.
  expect(registry.hospital('H1')).not.toHaveProperty('centreFunds');
  expect(registry.centreFunds('NOBODY')).toEqual({});
  const refusal = await refusalOf(load(database, { ...HOSPITAL, centreFunds: { '62-01': 's1' } }));
  expect(refusal.code).toBe('INVALID_BODY');
});

test('a private key is refused, nothing is imported, and the key is not repeated', async () => {
  const { database } = await openStore();
  const refusal = await refusalOf(load(database, OPERATOR, { ...HOSPITAL, jwks: { keys: [privateJwk] } }));
  expect(refusal.code).toBe('INVALID_BODY');
  expect(refusal.detail.errors).toMatchObject([{ pointer: '/parties/1/jwks/keys/0/d', code: 'KEY_PRIVATE' }]);
  expect(JSON.stringify(refusal.detail)).not.toContain(privateJwk.d);
  expect((await Registry.open(database)).party('OPS')).toBeUndefined();
});

const { drg: _drg, ...withoutDrg } = HOSPITAL;
test.each([
  ['an unknown field', { ...OPERATOR, x: 1 }, '/parties/0/x', 'UNKNOWN_FIELD'],
  ['an attribute left out', withoutDrg, '/parties/0/drg', 'REQUIRED'],
  ['another kind', { ...OPERATOR, kind: 'bank' }, '/parties/0/kind', 'INVALID_VALUE'],
  ['a level that there is not', { ...HOSPITAL, level: 4 }, '/parties/0/level', 'TOO_LARGE'],
  ['a region too coarse', { ...HOSPITAL, region: '36' }, '/parties/0/region', 'INVALID_FORMAT'],
  ['no keys', { id: 'OPS', kind: 'operator', name: '运营方' }, '/parties/0/jwks', 'REQUIRED'],
  ['an id with blanks', { ...OPERATOR, id: 'A B' }, '/parties/0/id', 'INVALID_FORMAT'],
  ['an insurer without schemes', { id: 'I', kind: 'insurer', name: 'x', jwks }, '/parties/0/schemes', 'REQUIRED'],
])('%s is refused at its place', async (_, party, pointer, code) => {
  const refusal = await refusalOf(load((await openStore()).database, party));
  expect(refusal.code).toBe('INVALID_BODY');
  expect(refusal.detail.errors).toContainEqual(expect.objectContaining({ pointer, code }));
});

test('an id twice is refused, and so is what is no JSON', async () => {
  const { database } = await openStore();
  const refusal = await refusalOf(load(database, OPERATOR, OPERATOR));
  expect(refusal.detail.errors).toMatchObject([{ pointer: '/parties/1/id', code: 'DUPLICATE_ID' }]);
  expect((await refusalOf(importParties(database, Buffer.from('{'), clock, 'cli:test'))).code).toBe('INVALID_BODY');
});
