import { describe, expect, test } from 'vitest';
import { fakeGateway, received, refusal, send, signed } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const { settle } = SAMPLES;
const MIB = 1024 * 1024;

describe('media types', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    '%s',
    async (type) => {
      expect((await send(fakeGateway(), { ...settle, type })).status).toBe(201);
    },
  );

  test.each([
    '',
    'text/plain',
    'text/json',
    'application/vnd.api+json',
    'application/json; charset=gbk',
    'application/json; profile=x',
    'application/json, application/json',
  ])('%s is refused', async (type) => {
    expect(refusal(await send(fakeGateway(), { ...settle, type }))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  test('a compressed body is refused', async () => {
    for (const coding of ['gzip', 'br', 'identity, gzip']) {
      const answer = await send(fakeGateway(), { ...settle, headers: { 'Content-Encoding': coding } });
      expect(refusal(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    }
    const plain = await send(fakeGateway(), { ...settle, headers: { 'Content-Encoding': 'identity' } });
    expect(plain.status).toBe(201);
  });
});

test('a field that occurs twice is refused, not guessed at', async () => {
  const body = Buffer.from(String(settle.body).replace('"personal"', '"personal":"1.00","personal"'));
  const answer = await send(fakeGateway(), { ...settle, body });
  expect(refusal(answer)).toBe('400 INVALID_BODY');
  expect(answer.json).toMatchObject({ errors: [{ pointer: '/personal', code: 'DUPLICATE_FIELD' }] });
});

describe('size', () => {
  test('32 MiB are read, a byte more is not', async () => {
    expect(refusal(await send(fakeGateway(), { ...settle, body: Buffer.alloc(32 * MIB, ' ') }))).toBe(
      '400 INVALID_BODY',
    );
    expect(refusal(await send(fakeGateway(), { ...settle, body: Buffer.alloc(32 * MIB + 1, ' ') }))).toBe(
      '413 BODY_TOO_LARGE',
    );
  });

  test('what is announced too large is not begun', async () => {
    const { gateway, app } = fakeGateway();
    const { url, init, jti } = signed(gateway, { ...settle, headers: { 'Content-Length': String(33 * MIB) } });
    let pulled = 0;
    const body = endless(() => {
      pulled += 1;
    });
    const answer = await app.request(url, { ...init, body, duplex: 'half' });
    expect(refusal(await received(answer, gateway, jti))).toBe('413 BODY_TOO_LARGE');
    expect(pulled).toBe(0);
  });

  test('a stream without an end is left where it grows too large', async () => {
    const { gateway, app } = fakeGateway();
    const { url, init, jti } = signed(gateway, settle);
    let pulled = 0;
    const body = endless(() => {
      pulled += 1;
    });
    const answer = await app.request(url, { ...init, body, duplex: 'half' });
    expect(refusal(await received(answer, gateway, jti))).toBe('413 BODY_TOO_LARGE');
    expect(pulled).toBe(33);
  });

  test('a body that breaks off', async () => {
    const { gateway, app } = fakeGateway();
    const { url, init, jti } = signed(gateway, settle);
    const body = new ReadableStream({
      pull: (controller) => controller.error(new Error('gone')),
    });
    const answer = await app.request(url, { ...init, body, duplex: 'half' });
    expect(refusal(await received(answer, gateway, jti))).toBe('400 INVALID_BODY');
  });

  test('all bodies together are bounded too, and room is given back', async () => {
    const fixture = fakeGateway();
    const open: (() => void)[] = [];
    const hanging = Array.from({ length: 16 }, () => {
      const { url, init } = signed(fixture.gateway, settle);
      return fixture.app.request(url, { ...init, body: hangingAfter(31 * MIB, open), duplex: 'half' });
    });
    await expect.poll(() => open.length).toBe(16);
    const more = await send(fixture, { ...settle, body: Buffer.alloc(17 * MIB, ' ') });
    expect([refusal(more), more.headers.get('Retry-After')]).toEqual(['503 OVERLOADED', '1']);
    for (const end of open) end();
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual(Array(16).fill(401));
    expect((await send(fixture, settle)).status).toBe(201);
  });
});

function endless(onPull: () => void): ReadableStream {
  const pull = (controller: ReadableStreamDefaultController) => {
    onPull();
    controller.enqueue(new Uint8Array(MIB));
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/** Sends so much, and ends only when it is told to. */
function hangingAfter(bytes: number, open: (() => void)[]): ReadableStream {
  const chunk = new Uint8Array(bytes);
  let sent = false;
  return new ReadableStream(
    {
      pull: (controller) => {
        if (!sent) {
          sent = true;
          controller.enqueue(chunk);
          return undefined;
        }
        return new Promise<void>((resolve) => {
          open.push(() => {
            controller.close();
            resolve();
          });
        });
      },
    },
    { highWaterMark: 0 },
  );
}
