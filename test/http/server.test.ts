import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { Door } from '../../src/cli/workers/door.ts';
import { attend, type RunningServer, urlOf } from '../../src/http/listen.ts';
import { gatewayServer, type Patience, startServer } from '../../src/http/server.ts';
import { type Fixture, fakeGateway, received, refusal, type Sent, signed } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { DECISION } from './services.ts';

const { settle, query, quote } = SAMPLES;
const MIB = 1024 * 1024;
const WHERE = { port: 0, host: '127.0.0.1' };
const running: RunningServer[] = [];

/** How a gateway gets its connections: it listens, or is handed them as a worker is. */
const WAYS: Readonly<Record<string, (fixture: Fixture, patience?: Patience) => Promise<RunningServer>>> = {
  'that listens': ({ gateway }, patience) => startServer(gateway, WHERE, undefined, patience),
  'that is handed its connections': async ({ gateway }, patience) => {
    const server = attend(gatewayServer(gateway, undefined, patience));
    const door = new Door((socket) => server.take(socket));
    const port = await door.open(WHERE);
    const close = () => {
      door.close();
      return server.close();
    };
    return { port, url: urlOf({ ...WHERE, port }), close };
  },
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function over(server: RunningServer, fixture: Fixture, sent: Sent) {
  const { url, init, jti } = signed(fixture.gateway, sent);
  return received(await fetch(`${server.url}${url}`, init), fixture.gateway, jti);
}

test('a port that is taken is an error', async () => {
  const fixture = fakeGateway();
  const server = await startServer(fixture.gateway, WHERE);
  running.push(server);
  const taken = { ...WHERE, port: server.port };
  await expect(startServer(fixture.gateway, taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(new Door(() => {}).open(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

describe.each(Object.entries(WAYS))('a gateway %s', (_way, open) => {
  async function start(fixture: Fixture, patience?: Patience): Promise<RunningServer> {
    const server = await open(fixture, patience);
    running.push(server);
    return server;
  }

  test('it listens where it says, and answers over the wire what it answers in process', async () => {
    const fixture = fakeGateway();
    const server = await start(fixture);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(await over(server, fixture, settle)).toMatchObject({ status: 201, json: DECISION });
    expect((await over(server, fixture, { ...query, path: `${query.path}?a=%2F&b=//` })).status).toBe(200);
    const head = await fetch(`${server.url}/docs`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  describe('bodies', () => {
    test('33 MiB, announced or in chunks', async () => {
      const fixture = fakeGateway();
      const server = await start(fixture);
      const large = { ...settle, body: Buffer.alloc(33 * MIB, ' ') };
      expect(refusal(await over(server, fixture, large))).toBe('413 BODY_TOO_LARGE');
      const { url, init } = signed(fixture.gateway, settle);
      const chunks = (async function* () {
        for (let index = 0; index < 40; index += 1) yield new Uint8Array(MIB);
      })();
      const answer = await fetch(`${server.url}${url}`, {
        ...init,
        body: chunks as never,
        duplex: 'half',
      } as RequestInit);
      expect(answer.status).toBe(413);
      expect((await over(server, fixture, settle)).status).toBe(201);
    });

    test('in chunks within the limit', async () => {
      const fixture = fakeGateway();
      const server = await start(fixture);
      const { init } = signed(fixture.gateway, settle);
      const body = new Blob([init.body as Uint8Array<ArrayBuffer>]).stream();
      const answer = await fetch(`${server.url}${settle.path}`, { ...init, body, duplex: 'half' });
      expect(answer.status).toBe(201);
    });

    test('of a GET: the signature covers it', async () => {
      const fixture = fakeGateway();
      const server = await start(fixture);
      const get = async (body: string, signedBody: string): Promise<number | undefined> => {
        const { init } = signed(fixture.gateway, { ...query, body: signedBody });
        const headers = { ...(init.headers as Record<string, string>), 'Content-Length': body.length };
        const sent = request(`${server.url}${query.path}`, { method: 'GET', headers });
        sent.end(body);
        const [answer] = await once(sent, 'response');
        await text(answer);
        return answer.statusCode;
      };
      expect(await get('{}', '{}')).toBe(200);
      expect(await get('{}', '')).toBe(401);
    });

    test('of a client that goes away is not an error of ours', async () => {
      const fixture = fakeGateway();
      const server = await start(fixture);
      const { init } = signed(fixture.gateway, settle);
      const sent = request(`${server.url}${settle.path}`, {
        method: 'POST',
        headers: { ...(init.headers as Record<string, string>), 'Content-Length': 1000 },
      });
      sent.on('error', () => {});
      sent.write('{');
      await new Promise((resolve) => setTimeout(resolve, 100));
      sent.destroy();
      await expect.poll(() => fixture.log.length).toBeGreaterThan(0);
      expect(fixture.log.at(-1)).toContain('"code":"INVALID_BODY"');
      expect(fixture.log.join('')).not.toContain('"level":50');
    });
  });

  test('what is no HTTP is refused by the server itself', async () => {
    const server = await start(fakeGateway());
    const socket = connect(server.port, '127.0.0.1');
    socket.end('hello\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('who is too slow with the head of a request is cut off', async () => {
    const server = await start(fakeGateway(), { idle: 30_000, headers: 100, look: 20 });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: ');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  describe('closing', () => {
    test('lets what is under way finish, and takes nothing more', async () => {
      const fixture = fakeGateway();
      const server = await start(fixture);
      let goOn = () => {};
      let begun = false;
      fixture.services.settlement.quote = async () => {
        begun = true;
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        return DECISION;
      };
      const underWay = over(server, fixture, quote);
      await expect.poll(() => begun).toBe(true);
      let closed = false;
      const closing = server.close().then(() => {
        closed = true;
      });
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
      expect(closed).toBe(false);
      goOn();
      expect((await underWay).status).toBe(200);
      const before = performance.now();
      await closing;
      expect(performance.now() - before).toBeLessThan(1000);
    });

    test('does not wait for a connection that is idle', async () => {
      const server = await start(fakeGateway());
      await (await fetch(`${server.url}/healthz`)).text();
      const before = performance.now();
      await server.close();
      expect(performance.now() - before).toBeLessThan(1000);
    });
  });
});
