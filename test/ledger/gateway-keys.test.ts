import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOwnKeys, rotateOwnKeys } from '../../src/ledger/gateway-keys.ts';
import { openVault, type Vault } from '../../src/ledger/vault.ts';
import { stateOf } from '../../src/message/key-rotation.ts';
import { createSecret, KeyStoreProblem } from '../../src/message/keyfile.ts';
import { KEY_FILE, newKeyStore } from '../../src/message/keystore.ts';
import { openTestStore, STORE, type TestStore } from '../support/stores.ts';

const HOUR = 3_600_000;

let store: TestStore;
let vault: Vault;
const time = { now: Date.parse('2026-03-01T10:00:00+08:00') };
const clock = { real: () => time.now, business: () => 0 };
beforeEach(async () => {
  store = await openTestStore();
  vault = await openVault(store.database, Buffer.alloc(32, 1));
});
afterEach(() => store.release());

const place = () => ({ database: store.database, vault, dataFolder: store.folder, clock });
/** Every family is rotated alike; what is asked here is asked of the one that signs for everyone. */
const FAMILY = 'ES256';
const rotate = async (after: number) => {
  const rotated = await rotateOwnKeys(place(), after, 'cli:test');
  expect(rotated.map(({ alg }) => alg)).toEqual([FAMILY, 'SM2-SM3']);
  return { kid: rotated[0]?.kid ?? '' };
};
const kidsOf = (jwks: { readonly keys: readonly { readonly kid: string; readonly alg?: string }[] }) =>
  jwks.keys.filter(({ alg }) => alg === FAMILY).map(({ kid }) => kid);

/** What a gateway that runs all the while has, after it has looked. */
async function running() {
  const keys = await openOwnKeys(place());
  return async () => {
    await keys.refresh();
    return { keys, kid: keys.current.kid, kids: kidsOf(keys.jwks()) };
  };
}

it('publishes a new key at once, signs with it after the overlap, and lists every key for ever', async () => {
  const look = await running();
  const { kid: first } = await look();
  const { kid: second } = await rotate(24 * HOUR);
  expect(await look()).toMatchObject({ kid: first, kids: [first, second] });
  time.now += 24 * HOUR - 1;
  expect((await look()).kid).toBe(first);
  time.now += 1;
  expect((await look()).kid).toBe(second);
  const { kid: third } = await rotate(0);
  const { keys, kid, kids } = await look();
  expect([kid, kids]).toEqual([third, [first, second, third]]);
  time.now += 1;
  const states = keys.keys.filter(({ alg }) => alg === FAMILY).map((key) => stateOf(key, keys, time.now));
  expect(states.map(({ kind }) => kind)).toEqual(['retired', 'retired', 'signs']);
  expect(states[0]?.since).toBe(time.now - 1);
});

it('refuses a second rotation while one is under way, but an emergency does not wait for it', async () => {
  const look = await running();
  const { kid: first } = await look();
  const { kid: waiting } = await rotate(24 * HOUR);
  await expect(rotate(24 * HOUR)).rejects.toThrow(KeyStoreProblem);
  await expect(rotate(48 * HOUR)).rejects.toThrow(waiting);
  const { kid: emergency } = await rotate(0);
  time.now += 48 * HOUR;
  expect(await look()).toMatchObject({ kid: emergency, kids: [first, waiting, emergency] });
});

it('of two rotations at once one is refused, and no key is lost', async () => {
  const look = await running();
  const done = await Promise.allSettled([rotate(HOUR), rotate(HOUR)]);
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await look()).kids).toHaveLength(2);
  const { kids } = await (await running())();
  expect(kids).toEqual((await look()).kids);
});

it.runIf(STORE === 'sqlite')('goes on for years: more keys than a party may have', async () => {
  const files = Array.from({ length: 101 }, (_, month) => JSON.parse(newKeyStore(month)) as { keys: object[] });
  createSecret(join(store.folder, KEY_FILE), JSON.stringify({ version: 1, keys: files.flatMap(({ keys }) => keys) }));
  const look = await running();
  await rotate(0);
  expect((await look()).kids).toHaveLength(102);
});

it.runIf(STORE === 'sqlite')('goes on with the keys it has where the file is damaged, and says so', async () => {
  const told: Error[] = [];
  const keys = await openOwnKeys(place(), (problem) => told.push(problem));
  const { kid } = keys.current;
  writeFileSync(join(store.folder, 'gateway-keys.json'), '{}');
  await nextTurn();
  expect([keys.current.kid, keys.current.kid]).toEqual([kid, kid]);
  expect(told).toHaveLength(1);
});
