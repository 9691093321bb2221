import { describe, expect, test } from 'vitest';
import { fakeGateway, refusal, send, signed } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { FILE, MANIFEST } from './services.ts';

const { dailyFiles, dailyFile, manifest } = SAMPLES;
const ALL = { dailyFiles, dailyFile, manifest };

describe.each(Object.entries(ALL))('%s', (_name, sample) => {
  test.each(['INS-NT', 'H1', 'OPS'] as const)('is not for %s', async (as) => {
    const fixture = fakeGateway();
    expect(refusal(await send(fixture, { ...sample, as }))).toBe('403 FORBIDDEN');
    for (const service of Object.values(fixture.services.dailyFiles)) expect(service).not.toHaveBeenCalled();
  });

  test('a scheme that does not exist is forbidden like that of another', async () => {
    const path = sample.path.replace('jiangxi-weihuibao-2023', 'no-such-scheme');
    expect(refusal(await send(fakeGateway(), { ...sample, path }))).toBe('403 FORBIDDEN');
  });

  test('a co-insurer reads it too', async () => {
    const fixture = fakeGateway();
    const { registry } = fixture.gateway;
    const shares = (scheme: string) => (scheme === MANIFEST.scheme ? [{ insurer: 'INS-NT' }] : []);
    const shared = fakeGateway({ registry: { ...registry, shares } });
    expect((await send(shared, { ...sample, as: 'INS-NT' })).status).toBe(200);
  });
});

test.each([dailyFile, manifest])('a date that does not exist', async (sample) => {
  const path = sample.path.replace('2023-07-11', '2023-02-29');
  expect(refusal(await send(fakeGateway(), { ...sample, path }))).toBe('400 INVALID_PARAMETER');
});

test('the file as it is saved', async () => {
  const { app, gateway } = fakeGateway();
  const { url, init } = signed(gateway, dailyFile);
  const answer = await app.request(url, init);
  expect(await answer.text()).toBe(FILE.text);
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('Content-Disposition')).toBe(
    'attachment; filename="jiangxi-weihuibao-2023-2023-07-11.csv"',
  );
});

test('the manifest is answered in the one order of its members', async () => {
  const { app, gateway } = fakeGateway();
  const { url, init } = signed(gateway, manifest);
  const text = await (await app.request(url, init)).text();
  expect(JSON.parse(text)).toEqual(MANIFEST);
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(MANIFEST).sort());
});
