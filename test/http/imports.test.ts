import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/problem/refusal.ts';
import { fakeGateway, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const { enrollments, parties } = SAMPLES;

describe('a roster', () => {
  test('reaches the import byte for byte, and leaves no file behind', async () => {
    const fixture = fakeGateway();
    const body = 'policyNo,name\nP1,测试甲\n'.repeat(100_000);
    expect(await send(fixture, { ...enrollments, body })).toMatchObject({ status: 200, json: { accepted: 2 } });
    expect(fixture.services.enrollments.files).toEqual([body]);
    const { import: imported } = fixture.services.enrollments;
    expect(imported).toHaveBeenCalledWith('jiangxi-weihuibao-2023', expect.anything(), fixture.time.now, 'INS-JX');
    expect(readdirSync(fixture.gateway.uploadFolder)).toEqual([]);
  });

  test.each(['2023-07-01T00:00:00%2B08:00', '2023-07-01T00:00:00+08:00', '2023-06-30T16:00:00Z'])(
    'asOf %s',
    async (asOf) => {
      const fixture = fakeGateway();
      await send(fixture, { ...enrollments, path: `${enrollments.path}?asOf=${asOf}` });
      const { import: imported } = fixture.services.enrollments;
      expect(imported.mock.calls[0]?.[2]).toBe(Date.parse('2023-07-01T00:00:00+08:00'));
    },
  );

  test.each(['asOf=yesterday', 'asOf=', 'asOf=2023-07-01T00:00:00', 'asof=2023-07-01T00:00:00Z', 'asOf=1&asOf=2'])(
    '?%s is refused',
    async (query) => {
      const fixture = fakeGateway();
      const answer = await send(fixture, { ...enrollments, path: `${enrollments.path}?${query}` });
      expect(refusal(answer)).toBe('400 INVALID_PARAMETER');
      expect(fixture.services.enrollments.import).not.toHaveBeenCalled();
    },
  );

  test("of another insurer's scheme is refused", async () => {
    expect(refusal(await send(fakeGateway(), { ...enrollments, as: 'INS-NT' }))).toBe('403 FORBIDDEN');
  });

  test('of a scheme that is not there', async () => {
    const fixture = fakeGateway();
    const detail = { detail: '没有这个方案', detailEn: 'No such scheme' };
    fixture.services.enrollments.import.mockRejectedValue(new Refusal('SCHEME_NOT_FOUND', detail));
    expect(refusal(await send(fixture, enrollments))).toBe('404 SCHEME_NOT_FOUND');
  });

  test('that is not CSV', async () => {
    const answer = await send(fakeGateway(), { ...enrollments, type: 'application/json' });
    expect(refusal(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  test('of more than 1 GiB', async () => {
    const headers = { 'Content-Length': String(1024 ** 3 + 1) };
    expect(refusal(await send(fakeGateway(), { ...enrollments, headers }))).toBe('413 BODY_TOO_LARGE');
  });

  test('at most four at once', async () => {
    const fixture = fakeGateway();
    let goOn = () => {};
    const wait = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    fixture.services.enrollments.import.mockImplementation(async () => {
      await wait;
      return { accepted: 0, unchanged: 0, rejected: [], rejectedTotal: 0 };
    });
    const four = [1, 2, 3, 4].map(() => send(fixture, enrollments));
    await expect.poll(() => fixture.services.enrollments.import.mock.calls.length).toBe(4);
    const fifth = await send(fixture, enrollments);
    expect([refusal(fifth), fifth.headers.get('Retry-After')]).toEqual(['503 OVERLOADED', '1']);
    goOn();
    expect((await Promise.all(four)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await send(fixture, enrollments)).status).toBe(200);
  });
});

describe('a registry file', () => {
  test('reaches the import as it was sent', async () => {
    const fixture = fakeGateway();
    expect(await send(fixture, parties)).toMatchObject({ status: 200, json: { added: 1, changed: 0, unchanged: 0 } });
    const [file] = fixture.services.parties.import.mock.calls[0] ?? [];
    expect(Buffer.from(file ?? []).toString()).toBe(parties.body);
  });

  test('that the import refuses', async () => {
    const fixture = fakeGateway();
    const detail = { detail: '含私钥', detailEn: 'Holds a private key' };
    fixture.services.parties.import.mockRejectedValue(new Refusal('INVALID_BODY', detail));
    expect(refusal(await send(fixture, parties))).toBe('400 INVALID_BODY');
  });
});
