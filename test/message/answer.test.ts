import { FlattenedSign, flattenedVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { type AnswerExpectations, AnswerProblem, signAnswer, verifyAnswer } from '../../src/message/answer.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { bytes, NOW } from './fixtures.ts';

const { privateJwk, publicJwk } = generateKeyPair('ES256', 'gw1');
const key = parsePrivateJwk(privateJwk, '');
const KEYS = parseJwks({ keys: [generateKeyPair('ES256', 'gw0').publicJwk, publicJwk] }, '');
const BODY = bytes('{"outcome":"paid"}');
const ANSWER = { key, issuer: 'yizhan', iat: NOW, jti: 'j-answer', requestJti: 'j-request', status: 201 };
const EXPECTED: AnswerExpectations = { issuer: 'yizhan', status: 201, requestJti: 'j-request', nowSeconds: NOW };

const protectedOf = (value: string): string => Buffer.from(value.split('.')[0] ?? '', 'base64url').toString('utf8');

test('the protected header is exactly the one of the contract', () => {
  expect(protectedOf(signAnswer(ANSWER, BODY))).toBe(
    `{"alg":"ES256","kid":"gw1","b64":false,"crit":["b64"],"iss":"yizhan","iat":${NOW},"jti":"j-answer","req":"j-request","status":201}`,
  );
  expect(protectedOf(signAnswer({ ...ANSWER, requestJti: undefined }, BODY))).not.toContain('req');
});

test('a client verifies it, ours and jose', async () => {
  const value = signAnswer(ANSWER, BODY);
  expect(verifyAnswer(value, BODY, KEYS, EXPECTED)).toEqual({
    kid: 'gw1',
    iss: 'yizhan',
    iat: NOW,
    jti: 'j-answer',
    req: 'j-request',
    status: 201,
  });
  const [head = '', , signature = ''] = value.split('.');
  await flattenedVerify({ protected: head, payload: BODY, signature }, await importJWK({ ...publicJwk }, 'ES256'));
});

test('our client verifies an answer jose signed', async () => {
  const header = JSON.parse(protectedOf(signAnswer(ANSWER, BODY)));
  const signer = new FlattenedSign(BODY).setProtectedHeader(header);
  const jws = await signer.sign(await importJWK({ ...privateJwk }, 'ES256'));
  expect(verifyAnswer(`${jws.protected}..${jws.signature}`, BODY, KEYS, EXPECTED).jti).toBe('j-answer');
});

describe('an answer is not believed', () => {
  const good = signAnswer(ANSWER, BODY);
  test.each([
    ['unsigned', undefined, {}, 'ANSWER_UNSIGNED'],
    ['malformed', 'x.y', {}, 'ANSWER_MALFORMED'],
    [
      "of a key that is not the gateway's",
      signAnswer({ ...ANSWER, key: { ...key, kid: 'x' } }, BODY),
      {},
      'ANSWER_UNKNOWN_KEY',
    ],
    ["of the gateway's other key", signAnswer({ ...ANSWER, key: { ...key, kid: 'gw0' } }, BODY), {}, 'ANSWER_INVALID'],
    ['over other bytes', signAnswer(ANSWER, bytes('{}')), {}, 'ANSWER_INVALID'],
    ['of another gateway', good, { issuer: 'yizhan-sandbox' }, 'ANSWER_ISSUER'],
    ['with another status', good, { status: 200 }, 'ANSWER_STATUS'],
    ['for another request', good, { requestJti: 'j-other' }, 'ANSWER_OTHER_REQUEST'],
    ['for no request', signAnswer({ ...ANSWER, requestJti: undefined }, BODY), {}, 'ANSWER_UNBOUND'],
    ['too old', good, { nowSeconds: NOW + 301 }, 'ANSWER_EXPIRED'],
  ])('%s', (_name, value, change, code) => {
    try {
      verifyAnswer(value, BODY, KEYS, { ...EXPECTED, ...change });
    } catch (error) {
      expect(error).toBeInstanceOf(AnswerProblem);
      expect(error).toMatchObject({ code });
      return;
    }
    throw new Error('the answer was believed');
  });

  test('with members that are missing', async () => {
    const signer = new FlattenedSign(BODY).setProtectedHeader({ alg: 'ES256', kid: 'gw1', b64: false, crit: ['b64'] });
    const jws = await signer.sign(await importJWK({ ...privateJwk }, 'ES256'));
    const act = () => verifyAnswer(`${jws.protected}..${jws.signature}`, BODY, KEYS, EXPECTED);
    expect(act).toThrow(AnswerProblem);
  });
});

test('without a clock an answer of any age is believed', () => {
  const { nowSeconds: _now, ...timeless } = EXPECTED;
  expect(verifyAnswer(signAnswer({ ...ANSWER, iat: 5 }, BODY), BODY, KEYS, timeless).iat).toBe(5);
});
