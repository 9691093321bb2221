import { expect, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { importParties } from '../../src/roster/parties.ts';
import { addKeys, keysOf, resume, revokeKey, suspend } from '../../src/roster/party-keys.ts';
import { Registry } from '../../src/roster/registry.ts';
import { readRevision } from '../../src/roster/revision.ts';
import { clock, openStore, refusalOf } from './fixtures.ts';

const [k1, k2, k3] = ['k1', 'k2', 'k3'].map((kid) => generateKeyPair('ES256', kid).publicJwk);
const party = (...keys: unknown[]) => ({ id: 'OPS', kind: 'operator', name: '运营方', jwks: { keys } });
const at = { party: 'OPS', by: 'cli:test' };

async function store() {
  const { database } = await openStore();
  const registry = await Registry.open(database);
  const load = (...parties: object[]) =>
    importParties(database, Buffer.from(JSON.stringify({ parties })), clock, 'cli:test');
  await load(party(k1));
  /** What a gateway that was running all the while holds a signature against. */
  const held = async () => {
    await registry.refresh();
    return registry.party('OPS');
  };
  const kids = async () => (await held())?.keys.map(({ kid }) => kid);
  const add = (...keys: unknown[]) => addKeys(database, { ...at, jwks: { keys } }, clock);
  const revoke = (kid: string) => revokeKey(database, { ...at, kid, reason: '遗失' }, clock);
  return { database, load, held, kids, add, revoke };
}

test('keys are added to those there are, and one that is there takes the new validity', async () => {
  const { database, kids, add } = await store();
  expect((await add(k2)).keys.map(({ kid }) => kid)).toEqual(['k1', 'k2']);
  expect(await kids()).toEqual(['k1', 'k2']);
  const revision = await database.read(readRevision);
  await add(k2);
  expect(await database.read(readRevision)).toBe(revision);
  const { keys } = await add({ ...k1, nbf: 0, exp: 1_767_225_600 });
  expect(keys.find(({ kid }) => kid === 'k1')).toMatchObject({
    validFrom: '1970-01-01T08:00:00+08:00',
    validUntil: '2026-01-01T08:00:00+08:00',
  });
  expect((await kids())?.sort()).toEqual(['k1', 'k2']);
});

test('what is wrong with a key that is added is said at its place, and nothing is changed', async () => {
  const { database, kids, add } = await store();
  const places = async (...keys: unknown[]) => (await refusalOf(add(...keys))).detail.errors;
  const { privateJwk } = generateKeyPair('ES256', 'k9');
  expect(await places(k2, privateJwk)).toMatchObject([{ pointer: '/keys/1/d', code: 'KEY_PRIVATE' }]);
  expect(await places(k2, { ...k3, kid: 'k1' })).toMatchObject([{ pointer: '/keys/1/kid', code: 'KEY_DUPLICATE' }]);
  expect(await places()).toMatchObject([{ pointer: '/keys' }]);
  const many = Array.from({ length: 100 }, (_, index) => ({ ...k2, kid: `many-${index}` }));
  expect(await places(...many)).toMatchObject([{ code: 'KEY_SET_MALFORMED' }]);
  expect(await kids()).toEqual(['k1']);
  const stranger = { ...at, party: 'NOBODY' };
  expect((await refusalOf(addKeys(database, { ...stranger, jwks: { keys: [k2] } }, clock))).code).toBe(
    'PARTY_NOT_FOUND',
  );
});

test('a revoked key is gone for every registry, under any name, and no file brings it back', async () => {
  const { load, kids, add, revoke } = await store();
  await add(k2, { ...k1, kid: 'other-name' });
  const { keys } = await revoke('k1');
  expect(keys.map(({ kid, revokedAt, reason }) => [kid, revokedAt !== null, reason])).toEqual([
    ['k2', false, null],
    ['k1', true, '遗失'],
  ]);
  expect(await kids()).toEqual(['k2']);
  const cases: [object[], string][] = [
    [[{ ...party(), id: 'ELSE' }, party(k2, k1)], '/parties/1/jwks/keys/1'],
    [[party({ ...k1, kid: 'again' })], '/parties/0/jwks/keys/0'],
    [[party({ ...k3, kid: 'k1' })], '/parties/0/jwks/keys/0/kid'],
  ];
  for (const [parties, pointer] of cases) {
    const { code, detail } = await refusalOf(load(...parties));
    expect([code, detail.errors?.map((one) => [one.pointer, one.code])]).toEqual([
      'INVALID_BODY',
      [[pointer, 'KEY_REVOKED']],
    ]);
  }
  expect((await refusalOf(add(k3, k1))).detail.errors).toMatchObject([{ pointer: '/keys/1', code: 'KEY_REVOKED' }]);
  expect(await kids()).toEqual(['k2']);
  expect(await load(party(k2, k3))).toMatchObject({ changed: 1 });
});

test('the last key can be revoked; again it stays as it was; one that never was is not found', async () => {
  const { database, kids, revoke } = await store();
  await revoke('k1');
  expect(await kids()).toEqual([]);
  const revision = await database.read(readRevision);
  expect((await revoke('k1')).keys).toHaveLength(1);
  expect(await database.read(readRevision)).toBe(revision);
  expect((await refusalOf(revoke('k2'))).code).toBe('PARTY_KEY_NOT_FOUND');
});

test('a suspension is seen by every registry, and only resuming ends it', async () => {
  const { database, load, held } = await store();
  expect((await held())?.suspended).toBe(false);
  await suspend(database, { ...at, reason: '停用' }, clock);
  expect((await held())?.suspended).toBe(true);
  await load(party(k1, k2));
  expect(await held()).toMatchObject({ suspended: true, keys: [{ kid: 'k1' }, { kid: 'k2' }] });
  await suspend(database, { ...at, reason: 'again' }, clock);
  expect(await database.read(() => keysOf('OPS'))).toMatchObject({ suspendedReason: '停用' });
  expect(await resume(database, at, clock)).toMatchObject({ suspendedAt: null, suspendedReason: null });
  expect((await held())?.suspended).toBe(false);
});
