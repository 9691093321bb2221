import { expect, test } from 'vitest';
import { Money } from '../../src/money/money.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { fakeGateway, problemOf, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { ACKNOWLEDGEMENT, CLAIM, DECISION, NAME, notFound, REVERSAL } from './services.ts';

const { quote, settle, query, reverse, acknowledge } = SAMPLES;
const with_ = (change: object) => JSON.stringify({ ...CLAIM, ...change });

test('a quote changes nothing and is answered 200', async () => {
  const fixture = fakeGateway();
  const { status, json } = await send(fixture, quote);
  expect([status, json]).toEqual([200, { ...DECISION, kind: 'quote' }]);
  expect(fixture.services.settlement.settle).not.toHaveBeenCalled();
});

test('a settlement is 201 the first time and 200 after; the service gets the claim with its defaults', async () => {
  const fixture = fakeGateway();
  const first = await send(fixture, settle);
  const second = await send(fixture, settle);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect([first.json, second.json]).toEqual([DECISION, DECISION]);
  expect(fixture.services.settlement.settle).toHaveBeenCalledWith(
    'H1',
    expect.objectContaining({ attempt: 1, replaces: null, personal: Money.of('72340.55') }),
    expect.anything(),
  );
});

test.each([
  ['a claim whose amounts do not add up', with_({ personal: '1.00' }), '422 AMOUNTS_INCONSISTENT'],
  ['an unknown field', with_({ patientt: {} }), '400 INVALID_BODY'],
  ['broken JSON', `{"name":"${NAME}"`, '400 INVALID_BODY'],
  ['a body that is not UTF-8', Buffer.from([0x22, 0xb2, 0xe2, 0x22]), '400 INVALID_BODY'],
  ['an array', '[]', '400 INVALID_BODY'],
])('%s is refused by both', async (_name, body, expected) => {
  const fixture = fakeGateway();
  expect(refusal(await send(fixture, { ...settle, body }))).toBe(expected);
  expect(refusal(await send(fixture, { ...quote, body }))).toBe(expected);
  expect(fixture.services.settlement.settle).not.toHaveBeenCalled();
});

test('what is wrong with a body is told where it is', async () => {
  const answer = await send(fakeGateway(), { ...settle, body: with_({ patientt: {}, attempt: 0 }) });
  expect(
    problemOf(answer)
      .errors?.map(({ pointer, code }) => `${pointer} ${code}`)
      .sort(),
  ).toEqual(['/attempt TOO_SMALL', '/patientt UNKNOWN_FIELD']);
});

test('a conflict comes with what the service has to say', async () => {
  const fixture = fakeGateway();
  const detail = { detail: '内容不同', detailEn: 'Other content', extensions: { recorded: DECISION } };
  fixture.services.settlement.settle = () => Promise.reject(new Refusal('SETTLEMENT_CONFLICT', detail));
  const answer = await send({ ...fixture }, settle);
  expect([answer.status, problemOf(answer)['recorded']]).toEqual([409, DECISION]);
});

test('a query', async () => {
  const fixture = fakeGateway();
  expect((await send(fixture, query)).json).toEqual(DECISION);
  expect(fixture.services.settlement.query).toHaveBeenCalledWith('H1', 'SETL202307110001');
  fixture.services.settlement.query = () => {
    throw notFound();
  };
  expect(refusal(await send(fixture, query))).toBe('404 SETTLEMENT_NOT_FOUND');
});

test('a reversal is 201 the first time and 200 after', async () => {
  const fixture = fakeGateway();
  const first = await send(fixture, reverse);
  expect([first.status, first.json]).toEqual([201, REVERSAL]);
  expect((await send(fixture, reverse)).status).toBe(200);
  expect(refusal(await send(fixture, { ...reverse, body: '{"reversalId":"R1"}' }))).toBe('400 INVALID_BODY');
  expect(fixture.services.settlement.reverse).toHaveBeenCalledTimes(2);
});

test('an acknowledgement has no body, or an empty object', async () => {
  const fixture = fakeGateway();
  expect((await send(fixture, acknowledge)).json).toEqual(ACKNOWLEDGEMENT);
  expect((await send(fixture, { ...acknowledge, type: 'application/x-www-form-urlencoded' })).status).toBe(200);
  expect((await send(fixture, { ...acknowledge, body: '{}' })).status).toBe(200);
  expect(refusal(await send(fixture, { ...acknowledge, body: '{"a":1}' }))).toBe('400 INVALID_BODY');
  expect(refusal(await send(fixture, { ...acknowledge, body: '{}', type: 'text/plain' }))).toBe(
    '415 UNSUPPORTED_MEDIA_TYPE',
  );
});

test.each(['a%20b', '%E4%B8%AD', 'x'.repeat(65), 'a%2Fb', "1'--"])('no settlement has the id %s', async (id) => {
  const fixture = fakeGateway();
  const path = `/v1/settlements/${id}`;
  expect(refusal(await send(fixture, { ...query, path }))).toBe('404 SETTLEMENT_NOT_FOUND');
  expect(refusal(await send(fixture, { ...reverse, path: `${path}/reversal` }))).toBe('404 SETTLEMENT_NOT_FOUND');
  expect(refusal(await send(fixture, { ...acknowledge, path: `${path}/acknowledgement` }))).toBe(
    '404 SETTLEMENT_NOT_FOUND',
  );
  expect(fixture.services.settlement.query).not.toHaveBeenCalled();
});

test('a settlement may be called quote', async () => {
  const fixture = fakeGateway();
  await send(fixture, { ...query, path: '/v1/settlements/quote' });
  expect(fixture.services.settlement.query).toHaveBeenCalledWith('H1', 'quote');
});

test('the signature covers a query and percent-encoding as they were sent', async () => {
  const fixture = fakeGateway();
  expect((await send(fixture, { ...query, path: '/v1/settlements/S%31?x=%e4%b8%ad' })).status).toBe(200);
  expect(fixture.services.settlement.query).toHaveBeenCalledWith('H1', 'S1');
});
