import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { Place } from '../../src/cli/options.ts';
import { openStore } from '../../src/cli/store.ts';
import { rotateOwnKeys } from '../../src/ledger/gateway-keys.ts';
import { rotateData } from '../../src/ledger/rotate-data.ts';
import { verifyAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { type PrivateKeyRecord, parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';
import { addKeys, resume, revokeKey, suspend } from '../../src/roster/party-keys.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { define } from '../../src/store/statement.ts';
import { all } from '../../src/store/steps.ts';
import { systemClock } from '../../src/time/clock.ts';

const PARTY = HOSPITALS.nanchang.id;
const AT_ALL_DOORS = 8;

const statements = define('keys_changed', ({ query, tables: { entries } }) => ({
  personal: query.select({ personal: entries.personal }).from(entries),
}));

/** An answer as it came, to be verified later. */
interface Answered {
  readonly status: number;
  readonly code: string | undefined;
  readonly kid: string;
  readonly verify: (keys: ReturnType<typeof parseJwks>) => unknown;
}

/** One signed request over a connection of its own, so that one worker after the other is asked. */
async function ask(url: string, key: PrivateKeyRecord, claim?: unknown): Promise<Answered> {
  const [method, htu] = claim === undefined ? ['GET', '/v1/settlements/NONE'] : ['POST', '/v1/settlements'];
  const body = Buffer.from(claim === undefined ? '' : JSON.stringify(claim));
  const jti = crypto.randomUUID();
  const header = { alg: key.alg, kid: key.kid, iss: PARTY, aud: 'yizhan-sandbox', jti, htm: method, htu };
  const iat = Math.floor(Date.now() / 1000);
  const signature = signRequest({ ...header, iat, privateKey: key.keyObject }, body);
  const headers = { [SIGNATURE_HEADER]: signature, 'Content-Type': 'application/json', 'Content-Length': body.length };
  const asked = request(url + htu, { agent: new Agent(), method, headers }).end(body);
  const [answer] = await once(asked, 'response');
  const bytes = await buffer(answer);
  const status = Number(answer.statusCode);
  const signed = String(answer.headers[SIGNATURE_HEADER.toLowerCase()]);
  const { kid } = JSON.parse(Buffer.from(signed.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
  const { code } = JSON.parse(bytes.toString()) as { code?: string };
  return {
    status,
    code,
    kid,
    verify: (keys) => verifyAnswer(signed, bytes, keys, { issuer: 'yizhan-sandbox', status, requestJti: jti }),
  };
}

/**
 * Changes every key of gateways that run, while they are asked all the time, and looks at all doors what comes of it.
 *
 * @param urls of gateways on one store
 */
const BY = 'cli:test';
const NO_KEY = { kid: '' };

export async function changeKeysOf(urls: readonly string[], place: Place): Promise<void> {
  const { key } = sandboxKey(place.data, PARTY);
  const store = await openStore(place, systemClock);
  const { database, vault, clock } = store;
  const doors = Array.from({ length: AT_ALL_DOORS }, (_, index) => urls[index % urls.length] ?? '');
  const everywhere = (by: PrivateKeyRecord) => Promise.all(doors.map((url) => ask(url, by)));
  const jwksOf = async (url: string) => parseJwks(await (await fetch(`${url}/.well-known/jwks.json`)).json(), '');
  const codes = async (by: PrivateKeyRecord) => new Set((await everywhere(by)).map(({ code }) => code));

  // Asked all the time: nothing may be lost, and every answer verifies by the keys as they are published in the end.
  const answers: Answered[] = [];
  let changing = true;
  const asking = doors.slice(0, 2).map(async (url) => {
    while (changing) answers.push(await ask(url, key));
  });
  try {
    const own = { database, vault, dataFolder: place.data, clock };
    const before = new Set((await everywhere(key)).map(({ kid }) => kid));
    const [{ kid: waiting } = NO_KEY] = await rotateOwnKeys(own, 3_600_000, BY);
    for (const url of doors) expect((await jwksOf(url)).map(({ kid }) => kid)).toContain(waiting);
    expect(new Set((await everywhere(key)).map(({ kid }) => kid))).toEqual(before);

    const [{ kid } = NO_KEY] = await rotateOwnKeys(own, 0, BY);
    expect(new Set((await everywhere(key)).map((one) => one.kid))).toEqual(new Set([kid]));

    await rotateData(database, place.data, process.env, { by: BY, at: clock.real() });
    const settled = await Promise.all(doors.map((url, index) => ask(url, key, stay(`S-${index}`))));
    expect(settled.map(({ status }) => status)).toEqual(doors.map(() => 201));
    const sealed = await database.read(() => all(statements.personal));
    const marks = sealed.flatMap(({ personal }) => (personal === null ? [] : [personal.subarray(0, 3).toString()]));
    expect(marks).toEqual(doors.map(() => 'yzk'));
  } finally {
    changing = false;
    await Promise.all(asking);
  }
  const published = await jwksOf(doors[0] ?? '');
  for (const answer of answers) answer.verify(published);
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['SETTLEMENT_NOT_FOUND']));

  // A party's keys: what is refused is refused by the next request, whichever door it comes to.
  const at = { party: PARTY, by: BY };
  const pair = generateKeyPair();
  const next = parsePrivateJwk(pair.privateJwk, '');
  expect(await codes(next)).toEqual(new Set(['SIGNATURE_UNKNOWN_KEY']));
  await addKeys(database, { ...at, jwks: { keys: [pair.publicJwk] } }, clock);
  expect(await codes(next)).toEqual(new Set(['SETTLEMENT_NOT_FOUND']));
  await revokeKey(database, { ...at, kid: key.kid, reason: '测试' }, clock);
  expect(await codes(key)).toEqual(new Set(['SIGNATURE_UNKNOWN_KEY']));
  expect(await codes(next)).toEqual(new Set(['SETTLEMENT_NOT_FOUND']));
  await suspend(database, { ...at, reason: null }, clock);
  expect(await codes(next)).toEqual(new Set(['SIGNATURE_UNKNOWN_PARTY']));
  await resume(database, at, clock);
  expect(await codes(next)).toEqual(new Set(['SETTLEMENT_NOT_FOUND']));
  await store.close();
}

function stay(settlementId: string) {
  return claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '20000',
    pooling: '9000',
  });
}
