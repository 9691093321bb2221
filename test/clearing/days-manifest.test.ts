import { flattenedVerify, importJWK } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealDays } from '../../src/clearing/days/seal.ts';
import { manifestBytes, type SignedManifest, verifyManifest } from '../../src/clearing/files/manifest.ts';
import { signAnswer } from '../../src/message/answer.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { NOW } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { NANTONG, SANMING } from '../support/terms.ts';
import type { World } from '../support/world.ts';
import {
  DAY,
  daysAfter,
  endDay,
  FIRST,
  filesOf,
  hexSha256,
  KEYS,
  nantong,
  PUBLIC_KEYS,
  sealingOf,
  stay,
} from './days-support.ts';

let world: World;
beforeEach(async () => {
  world = await nantong();
  await world.settle('H1', stay('S-1'));
  await endDay(world);
});
afterEach(() => world.close());

const manifestOf = (date = FIRST, scheme = NANTONG) => filesOf(world).manifest(scheme, date);

/** Members sorted, no blanks: what RFC 8785 comes to where there are only texts, null and whole numbers. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

test('what a manifest says', async () => {
  const paid = { count: 1, insurerPaid: '15400.00', memberBenefit: '0.00' };
  expect(await manifestOf()).toMatchObject({
    gateway: 'yizhan',
    scheme: NANTONG,
    date: FIRST,
    totals: paid,
    recordTypes: { SETTLE: paid },
    hospitals: [{ hospitalId: 'H1', ...paid }],
    insurers: [{ insurer: 'INS-1', count: 1, amount: '15400.00' }],
    previousManifest: null,
  });
});

test("anybody can verify it with the gateway's public keys and a JOSE library", async () => {
  const { signature, ...rest } = await manifestOf();
  const [head = '', middle, sig = ''] = signature.split('.');
  expect(middle).toBe('');
  const jws = { protected: head, payload: Buffer.from(canonical(rest)), signature: sig };
  const { protectedHeader } = await flattenedVerify(jws, () => importJWK({ ...KEYS.current.publicJwk }, 'ES256'));
  expect(protectedHeader).toMatchObject({ iss: 'yizhan', kid: KEYS.current.kid, typ: 'yizhan-manifest' });
});

test('it still verifies when its key is retired and its private half is gone', async () => {
  const file = { version: 1, keys: [] as unknown[] };
  const next = JSON.parse(newKeyStore(NOW + DAY)) as { keys: unknown[] };
  file.keys.push(...next.keys);
  const rotated = parseKeyStore(JSON.stringify(file), 'keys');
  const published = parseJwks({ keys: [...rotated.jwks().keys, KEYS.current.publicJwk] }, '');
  expect(verifyManifest(await manifestOf(), published)).toBe(true);
  expect(verifyManifest(await manifestOf(), parseJwks(rotated.jwks(), ''))).toBe(false);
});

test('the days of a key and of the next are one chain', async () => {
  const rotated = parseKeyStore(newKeyStore(NOW + DAY), 'keys');
  world.now += DAY;
  await sealDays({ ...sealingOf(world), keys: rotated });
  const both = parseJwks({ keys: [KEYS.current.publicJwk, rotated.current.publicJwk] }, '');
  for (const date of [FIRST, daysAfter(1)]) expect(verifyManifest(await manifestOf(date), both)).toBe(true);
  const { signature: _, ...first } = await manifestOf();
  expect((await manifestOf(daysAfter(1))).previousManifest).toBe(hexSha256(canonical(first)));
});

test.each<[string, Partial<SignedManifest>]>([
  ['an amount', { totals: { count: 1, insurerPaid: '15400.01', memberBenefit: '0.00' } }],
  ['the date', { date: '2026-01-02' }],
  ['the scheme', { scheme: SANMING }],
  ['the gateway', { gateway: 'yizhan-sandbox' }],
  ['the digest of the file', { sha256: '0'.repeat(64) }],
  ['a member more', { note: '' } as Partial<SignedManifest>],
])('a change is noticed: %s', async (_what, change) => {
  expect(verifyManifest(await manifestOf(), PUBLIC_KEYS)).toBe(true);
  expect(verifyManifest({ ...(await manifestOf()), ...change }, PUBLIC_KEYS)).toBe(false);
});

test('the signature of an answer that has the same bytes is no signature of a manifest', async () => {
  const manifest = await manifestOf();
  const answer = { key: KEYS.current, issuer: 'yizhan', iat: 1, jti: '1', requestJti: '2', status: 200 };
  const signature = signAnswer(answer, new Uint8Array(manifestBytes(manifest)));
  expect(verifyManifest({ ...manifest, signature }, PUBLIC_KEYS)).toBe(false);
});

test('a day that is not sealed, or of a scheme that had no file then', async () => {
  const refused = expect.objectContaining({ code: 'DAY_NOT_SEALED', status: 404 });
  await expect(manifestOf(daysAfter(1))).rejects.toEqual(refused);
  await expect(filesOf(world).file(NANTONG, daysAfter(-1))).rejects.toEqual(refused);
  await expect(manifestOf(FIRST, 'constructor')).rejects.toEqual(refused);
  expect((await refusalOf(filesOf(world).list('constructor'))).code).toBe('SCHEME_NOT_FOUND');
});

test('a scheme the gateway has no more keeps its chain', async () => {
  world.now += DAY;
  await sealDays({ ...sealingOf(world), schemes: [] });
  const { signature: _, ...before } = await manifestOf(FIRST, SANMING);
  expect((await manifestOf(daysAfter(1), SANMING)).previousManifest).toBe(hexSha256(canonical(before)));
});
