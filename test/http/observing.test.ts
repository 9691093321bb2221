import { expect, test } from 'vitest';
import { traceOf } from '../../src/http/trace.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { fakeGateway, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { CLAIM, ID_NUMBER, NAME } from './services.ts';

const { settle, query, eligibility, enrollments } = SAMPLES;

test('a line of the log says what happened, and to whom', async () => {
  const fixture = fakeGateway();
  const { headers } = await send(fixture, { ...query, path: `${query.path}?name=x` });
  const line = JSON.parse(fixture.log.at(-1) ?? '') as Record<string, unknown>;
  expect(line).toMatchObject({
    level: 30,
    method: 'GET',
    route: '/v1/settlements/{settlementId}',
    status: 200,
    party: 'H1',
  });
  expect(line['requestId']).toBe(headers.get('X-Request-Id'));
  expect(line['ms']).toBeTypeOf('number');
  expect(fixture.log.at(-1)).not.toContain('SETL');
});

test('a refusal stands in it with its code, and without a party that nobody proved to be', async () => {
  const fixture = fakeGateway();
  await send(fixture, { ...settle, keyOf: 'STRANGER' });
  const line = JSON.parse(fixture.log.at(-1) ?? '') as Record<string, unknown>;
  expect(line).toMatchObject({ status: 401, code: 'SIGNATURE_INVALID' });
  expect(line['party']).toBeUndefined();
});

test('nothing personal reaches the log or a problem, whatever happens', async () => {
  const fixture = fakeGateway({ sandbox: true });
  const answers: unknown[] = [];
  const keep = async (sent: Parameters<typeof send>[1]) => {
    const { status, json } = await send(fixture, sent);
    if (status >= 400) answers.push(json);
  };
  for (const sample of Object.values(SAMPLES)) {
    await keep(sample);
    await keep({ ...sample, keyOf: 'STRANGER' });
    await keep({ ...sample, path: `${sample.path}?idNumber=${ID_NUMBER}&name=${encodeURIComponent(NAME)}` });
  }
  const personal = `${ID_NUMBER} ${NAME}`;
  await keep({ ...settle, body: `{"name":"${NAME}","idNumber":"${ID_NUMBER}"` });
  await keep({ ...settle, body: JSON.stringify({ ...CLAIM, personal: ID_NUMBER, patient: { name: NAME } }) });
  await keep({ ...query, path: `/v1/settlements/${ID_NUMBER}%20` });
  await keep({ ...query, path: `/v1/patients/${ID_NUMBER}` });
  await keep({ ...enrollments, body: `P1,${personal}`, type: NAME.length > 0 ? 'text/plain' : 'text/csv' });
  await keep({ ...query, header: { kid: ID_NUMBER } });
  await keep({ ...query, header: { iss: ID_NUMBER } });
  const database = Object.assign(new Error(`Failed query: insert ... params: ${personal}`), { code: 'SQLITE_FULL' });
  const unavailable = new Refusal('UNAVAILABLE', { detail: '存储暂不可用', detailEn: 'No store' });
  unavailable.cause = database;
  for (const error of [
    database,
    unavailable,
    new Error('outer', { cause: database }),
    new TypeError(`\n    at ${personal}`),
  ]) {
    fixture.services.settlement.eligibility = () => Promise.reject(error);
    await keep(eligibility);
  }
  const log = fixture.log.join('');
  expect(fixture.log.filter((line) => line.includes('"level":50')).length).toBe(4);
  expect(log).toContain('SQLITE_FULL');
  for (const secret of [ID_NUMBER, NAME, encodeURIComponent(NAME), 'Failed query', process.cwd()]) {
    expect(log).not.toContain(secret);
    expect(JSON.stringify(answers)).not.toContain(secret);
  }
});

test('a trace tells where, not what', () => {
  const trace = traceOf(new RangeError('secret', { cause: new Error('other') }));
  expect(trace.name).toBe('RangeError');
  expect(trace.at[0]).toMatch(/^observing\.test\.ts:\d+:\d+$|\(observing\.test\.ts:\d+:\d+\)$/);
  expect(trace.at.join('')).not.toContain('/');
  expect(trace.cause?.name).toBe('Error');
  expect(JSON.stringify(trace)).not.toMatch(/secret|other/);
});

test('metrics', async () => {
  const fixture = fakeGateway({ queueLength: () => 7 });
  await send(fixture, settle);
  await send(fixture, settle);
  await send(fixture, SAMPLES.quote);
  await send(fixture, { ...settle, keyOf: 'STRANGER' });
  await fixture.app.request(`/v1/patients/${ID_NUMBER}`);
  const answer = await fixture.app.request('/metrics');
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain/);
  const text = await answer.text();
  const settled = 'yizhan_http_request_duration_seconds_count{method="POST",route="/v1/settlements",status';
  expect(text).toContain(`${settled}="201"} 1`);
  expect(text).toContain(`${settled}="200"} 1`);
  expect(text).toContain(`${settled}="401"} 1`);
  expect(text).toContain('route="unknown",status="404"} 1');
  expect(text).toContain('yizhan_signature_refusals_total{code="SIGNATURE_INVALID"} 1');
  expect(text).toContain('yizhan_decisions_total{outcome="paid"} 1');
  expect(text).toContain('yizhan_scheme_decisions_total{scheme="jiangxi-weihuibao-2023",status="paid"} 1');
  expect(text).toContain('yizhan_write_queue_length 7');
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toContain(ID_NUMBER);
});
