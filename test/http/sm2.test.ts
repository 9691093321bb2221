import { randomUUID } from 'node:crypto';
import sm from 'sm-crypto-v2';
import { expect, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { PublicJwk } from '../../src/message/jwk.ts';
import { openFamilies } from '../../src/message/key-families.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { signRequest } from '../../src/message/sign.ts';
import { fakeGateway, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const PAIR = generateKeyPair('SM2-SM3', 'sm2');
const KEYS = await openFamilies((family) => parseKeyStore(newKeyStore(0, family), family.id));

/** A gateway where hospital HSM2 has a key of SM2, if it has one at all. */
function gatewayWith(registered: boolean) {
  const { registry } = fakeGateway().gateway;
  const party = { id: 'HSM2', kind: 'hospital' as const, keys: parseJwks({ keys: [PAIR.publicJwk] }, '') };
  return fakeGateway({
    keys: KEYS,
    sandbox: true,
    registry: {
      ...registry,
      party: (id) => (id === 'HSM2' && registered ? party : registry.party(id)),
      signsWith: (alg) => registered && alg === 'SM2-SM3',
    },
  });
}

async function listed(app: ReturnType<typeof fakeGateway>['app'], query = ''): Promise<readonly PublicJwk[]> {
  const answer = await app.request(`/.well-known/jwks.json${query}`);
  return ((await answer.json()) as { keys: readonly PublicJwk[] }).keys;
}

/** Asks as HSM2. @returns the answer and the header of its signature */
async function ask({ app, gateway }: ReturnType<typeof fakeGateway>, iat = gateway.clock.real() / 1000) {
  const { path } = SAMPLES.query;
  const { keyObject, alg, kid } = parsePrivateJwk(PAIR.privateJwk, '');
  const jti = randomUUID();
  const header = { alg, kid, iss: 'HSM2', aud: gateway.id, iat, jti, htm: 'GET', htu: path };
  const value = signRequest({ ...header, privateKey: keyObject }, new Uint8Array());
  const answer = await app.request(path, { headers: { 'X-JWS-Signature': value } });
  const body = Buffer.from(await answer.arrayBuffer());
  const [head = '', , signature = ''] = (answer.headers.get('X-JWS-Signature') ?? '').split('.');
  const said = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
  expect(said['req']).toBe(jti);
  return { status: answer.status, said, signature, signed: Buffer.concat([Buffer.from(`${head}.`), body]) };
}

test('who signs with SM2 is answered so, by a key that is listed, refusals too', async () => {
  const gateway = gatewayWith(true);
  const keys = await listed(gateway.app);
  expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'SM2-SM3']);
  for (const late of [0, 400]) {
    const { status, said, signature, signed } = await ask(gateway, gateway.gateway.clock.real() / 1000 - late);
    expect(status).toBe(late === 0 ? 200 : 401);
    expect([said['alg'], said['kid']]).toEqual(['SM2-SM3', keys[1]?.kid]);
    const hex = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('hex');
    const point = `04${hex(keys[1]?.x)}${hex(keys[1]?.y)}`;
    expect(sm.sm2.doVerifySignature(signed, hex(signature), point, { hash: true })).toBe(true);
  }
});

test('everybody else is answered as before, and may ask for a set without SM2', async () => {
  const gateway = gatewayWith(true);
  expect((await send(gateway, SAMPLES.query)).status).toBe(200);
  expect((await listed(gateway.app, '?alg=ES256')).map(({ alg }) => alg)).toEqual(['ES256']);
  expect(await listed(gateway.app, '?alg=none')).toEqual([]);
});

test('where no party has SM2, nothing of it is listed and nothing is signed with what is not', async () => {
  const gateway = gatewayWith(false);
  expect((await listed(gateway.app)).map(({ alg }) => alg)).toEqual(['ES256']);
  expect(await ask(gateway)).toMatchObject({ status: 401, said: { alg: 'ES256' } });
});

test('a store that cannot be read is told in a signed answer', async () => {
  const { app, gateway } = gatewayWith(true);
  gateway.registry.party = gateway.registry.signsWith = () => {
    throw new Error('no store');
  };
  expect(await ask({ ...gatewayWith(true), app, gateway })).toMatchObject({ status: 500, said: { alg: 'ES256' } });
});
