import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import type { RunningServer } from '../../src/http/listen.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { type DoorCase, signed } from './doors.ts';
import type { Target } from './target.ts';

/** What a server waits for in the slow cases: short, so that they need not. */
export const SHORT_PATIENCE = { idle: 250, headers: 250, look: 50 };
/** Somebody who is answered nothing by then is left hanging. */
const DEADLINE = 30_000;

/** Bytes as they go over the wire, and the answers that may come: status codes, or a connection that was closed. */
export interface WireCase {
  readonly name: string;
  readonly send: (socket: Socket) => void | Promise<void>;
  readonly answers: readonly (number | 'closed')[];
  /** How many answers there may be; more would be a request that was smuggled in. */
  readonly most?: number;
  /** Played on a server that loses its patience soon. */
  readonly slow?: true;
}

const HEAD = 'Host: gateway\r\n';
const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n\r\n`;
const text =
  (...all: readonly string[]) =>
  (socket: Socket) => {
    socket.write(lines(...all), 'latin1');
  };
const PATH = '/v1/settlements';
const REFUSED = [400, 401, 403, 404, 405, 413, 415, 431, 'closed'] as const;
const SMUGGLED = 'GET /metrics HTTP/1.1\r\nHost: gateway\r\n\r\n';

/** The ways to speak HTTP wrongly. */
export function wireCases(target: Target): readonly WireCase[] {
  const one = (body: Buffer, path = PATH): DoorCase => ({
    route: { id: 'settle', method: 'POST', path, caller: 'hospital', zh: '', en: '', answers: {}, refusals: [] },
    method: 'POST',
    path,
    body,
    headers: { 'Content-Type': 'application/json' },
    signing: { party: 'H36010299901', how: 'good', change: {}, value: '' },
  });
  const signatureOf = (body: Buffer, path = PATH) =>
    `${SIGNATURE_HEADER}: ${signed(target, one(body, path))[SIGNATURE_HEADER]}`;
  const post = (...headers: readonly string[]) => [
    `POST ${PATH} HTTP/1.1`,
    'Host: gateway',
    'Content-Type: application/json',
    ...headers,
  ];
  const body = Buffer.from('{}');
  const compressed = (coding: string, bytes: Buffer): WireCase => ({
    name: `a body in ${coding}`,
    answers: [415],
    send: (socket) => {
      socket.write(
        lines(...post(`Content-Encoding: ${coding}`, `Content-Length: ${bytes.length}`, signatureOf(bytes))),
      );
      socket.write(bytes);
    },
  });
  return [
    ...['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PATCH', 'QUERY', 'M-SEARCH'].map(
      (method): WireCase => ({
        name: method,
        answers: [400, 401, 404, 405, 'closed'],
        send: text(`${method} ${PATH} HTTP/1.1`, 'Host: gateway', 'Connection: close'),
      }),
    ),
    { name: 'CONNECT', answers: REFUSED, send: text('CONNECT example.org:443 HTTP/1.1', 'Host: example.org:443') },
    { name: 'OPTIONS *', answers: REFUSED, send: text('OPTIONS * HTTP/1.1', 'Host: gateway', 'Connection: close') },
    ...[
      ...[
        '/%2e%2e/%2e%2e/etc/passwd',
        '/..%2f..%2fetc/passwd',
        '/v1/../../etc/passwd',
        '/v1/settlements/%00',
        '//healthz',
      ],
      ...[
        '/v1/settlements/%c0%ae%c0%ae',
        '/v1/settlements/%',
        `/${'a'.repeat(12_000)}`,
        'http://elsewhere/v1/settlements',
        '/\\..\\',
      ],
      ...[
        '/v1/settlements/%ed%a0%80',
        '/?'.repeat(2000),
        'healthz',
        'http://',
        'http://[::1',
        '/v1/statements/2024-12-30%0d%0aX: y',
      ],
    ].map(
      (path): WireCase => ({
        name: `GET ${path.slice(0, 40)}`,
        answers: REFUSED,
        send: text(`GET ${path} HTTP/1.1`, 'Host: gateway', 'Connection: close'),
      }),
    ),
    { name: 'no Host', answers: REFUSED, send: text(`GET ${PATH} HTTP/1.1`, 'Connection: close') },
    {
      name: 'a Host that is none',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: a b/../@:99999', 'Connection: close'),
    },
    {
      name: 'two Hosts',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: a', 'Host: b', 'Connection: close'),
    },
    { name: 'HTTP/1.0', answers: REFUSED, send: text(`GET ${PATH} HTTP/1.0`) },
    { name: 'HTTP/2 preface', answers: REFUSED, send: text('PRI * HTTP/2.0', '', 'SM') },
    {
      name: 'TLS',
      answers: REFUSED,
      send: (socket) => void socket.write(Buffer.from('16030100a5010000a10303', 'hex')),
    },
    { name: 'NULs', answers: REFUSED, send: (socket) => void socket.write(Buffer.alloc(1000)) },
    {
      name: 'a giant header',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: gateway', `X: ${'a'.repeat(100_000)}`),
    },
    {
      name: 'a giant signature',
      answers: REFUSED,
      send: text(
        `GET ${PATH} HTTP/1.1`,
        'Host: gateway',
        `${SIGNATURE_HEADER}: ${'a'.repeat(15_000)}`,
        'Connection: close',
      ),
    },
    {
      name: 'many headers',
      answers: REFUSED,
      send: text(
        `GET ${PATH} HTTP/1.1`,
        'Host: gateway',
        ...Array.from({ length: 3000 }, (_, at) => `x${at}: 1`),
        'Connection: close',
      ),
    },
    {
      name: 'many signatures',
      answers: [401],
      send: (socket) =>
        text(...post(...Array.from({ length: 8 }, () => signatureOf(body)), 'Content-Length: 0', 'Connection: close'))(
          socket,
        ),
    },
    {
      name: 'a bare LF in a header',
      answers: REFUSED,
      send: (socket) => void socket.write(`GET ${PATH} HTTP/1.1\nHost: gateway\nX: a\n\n`),
    },
    {
      name: 'a CR in a header',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: gateway', 'X: a\rY: b', 'Connection: close'),
    },
    {
      name: 'a folded header',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: gateway', 'X: a\r\n b', 'Connection: close'),
    },
    {
      name: 'a NUL in a header',
      answers: REFUSED,
      send: text(`GET ${PATH} HTTP/1.1`, 'Host: gateway', 'X: a\0b', 'Connection: close'),
    },
    { name: 'a space before the colon', answers: REFUSED, send: text(...post('Content-Length : 2')) },
    {
      name: 'both lengths',
      answers: REFUSED,
      most: 1,
      send: (socket) =>
        void socket.write(
          `${lines(...post('Content-Length: 4', 'Transfer-Encoding: chunked', signatureOf(body)))}0\r\n\r\n${SMUGGLED}`,
        ),
    },
    {
      name: 'two lengths',
      answers: REFUSED,
      most: 1,
      send: (socket) =>
        void socket.write(`${lines(...post('Content-Length: 0', 'Content-Length: 44', signatureOf(body)))}${SMUGGLED}`),
    },
    {
      name: 'a list of lengths',
      answers: REFUSED,
      most: 1,
      send: (socket) => void socket.write(`${lines(...post('Content-Length: 0, 44', signatureOf(body)))}${SMUGGLED}`),
    },
    {
      name: 'a coding in disguise',
      answers: REFUSED,
      most: 1,
      send: (socket) =>
        void socket.write(`${lines(...post('Transfer-Encoding: xchunked', signatureOf(body)))}0\r\n\r\n${SMUGGLED}`),
    },
    {
      name: 'two codings',
      answers: REFUSED,
      most: 1,
      send: (socket) =>
        void socket.write(
          `${lines(...post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity', signatureOf(body)))}0\r\n\r\n${SMUGGLED}`,
        ),
    },
    { name: 'a negative length', answers: REFUSED, send: text(...post('Content-Length: -1', signatureOf(body))) },
    {
      name: 'a length too long',
      answers: REFUSED,
      send: text(...post('Content-Length: 99999999999999999999', signatureOf(body))),
    },
    {
      name: 'a length of a terabyte',
      answers: [413],
      send: text(...post('Content-Length: 1099511627776', signatureOf(body))),
    },
    ...['-1', 'ffffffffffffffffff', 'g', '0x2', '2 ', '', '2;ext="\0"'].map(
      (size): WireCase => ({
        name: `a chunk of ${JSON.stringify(size)}`,
        answers: REFUSED,
        send: (socket) =>
          void socket.write(
            `${lines(...post('Transfer-Encoding: chunked', signatureOf(body)))}${size}\r\n{}\r\n0\r\n\r\n`,
          ),
      }),
    ),
    {
      name: 'a chunk extension without end',
      answers: REFUSED,
      send: (socket) =>
        void socket.write(
          `${lines(...post('Transfer-Encoding: chunked', signatureOf(body)))}2;${'a'.repeat(60_000)}\r\n{}\r\n`,
        ),
    },
    {
      name: 'trailers without end',
      answers: REFUSED,
      send: (socket) =>
        void socket.write(
          `${lines(...post('Transfer-Encoding: chunked', signatureOf(body)))}2\r\n{}\r\n0\r\nX: ${'a'.repeat(60_000)}\r\n\r\n`,
        ),
    },
    compressed('gzip', gzipSync(Buffer.alloc(10_000_000))),
    compressed('deflate', deflateSync(Buffer.alloc(10_000_000))),
    compressed('br', Buffer.from('not looked at')),
    {
      name: 'a body that is longer than it says',
      answers: REFUSED,
      most: 2,
      send: (socket) => void socket.write(`${lines(...post('Content-Length: 2', signatureOf(body)))}{}{}{}{}`),
    },
    {
      name: 'requests in a pipeline',
      answers: [401, 400, 200],
      most: 20,
      send: (socket) =>
        void socket.write(
          `${`GET ${PATH}/S-1 HTTP/1.1\r\n${HEAD}\r\n`.repeat(19)}GET /healthz HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`,
        ),
    },
    {
      name: 'an upgrade',
      answers: REFUSED,
      send: text(
        `GET ${PATH}/S-1 HTTP/1.1`,
        'Host: gateway',
        'Connection: Upgrade, close',
        'Upgrade: websocket',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ),
    },
    {
      name: 'an expectation',
      answers: [...REFUSED, 417],
      send: text(...post('Expect: the-unexpected', 'Content-Length: 2', 'Connection: close'), '{}'),
    },
    { name: 'silence', slow: true, answers: ['closed', 408], send: () => {} },
    {
      name: 'half a request line',
      slow: true,
      answers: ['closed', 408],
      send: (socket) => void socket.write('POST /v1/sett'),
    },
    {
      name: 'half of the headers',
      slow: true,
      answers: ['closed', 408],
      send: (socket) => void socket.write(`POST ${PATH} HTTP/1.1\r\nHost: gateway\r\nX: `),
    },
    {
      name: 'a body that does not come',
      slow: true,
      answers: ['closed', 400, 408],
      send: text(...post('Content-Length: 1000', signatureOf(body))),
    },
    {
      name: 'a chunk that does not come',
      slow: true,
      answers: ['closed', 400, 408],
      send: (socket) => void socket.write(`${lines(...post('Transfer-Encoding: chunked', signatureOf(body)))}ff\r\n{`),
    },
    {
      name: 'headers, one character at a time',
      slow: true,
      answers: ['closed', 408],
      send: (socket) => drip(socket, `POST ${PATH} HTTP/1.1\r\n${`X: ${'y'.repeat(4000)}`}`),
    },
    {
      name: 'half closed',
      answers: [401, 'closed'],
      send: (socket) => void socket.end(`GET ${PATH}/S-1 HTTP/1.1\r\n${HEAD}\r\n`),
    },
    {
      name: 'an upload that is given up',
      answers: ['closed', 400],
      send: (socket) =>
        void socket.write(`${lines(...post('Content-Length: 1000', signatureOf(body)))}{`, () =>
          setImmediate(() => socket.destroy()),
        ),
    },
    {
      name: 'a reset',
      answers: ['closed', 400],
      send: (socket) =>
        void socket.write(lines(...post('Content-Length: 5', signatureOf(body))), () =>
          setImmediate(() => socket.resetAndDestroy()),
        ),
    },
  ];
}

/** Sends a text a character at a time for as long as it is let. */
async function drip(socket: Socket, slowly: string): Promise<void> {
  for (const character of slowly) {
    if (socket.destroyed || !socket.writable) return;
    socket.write(character);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Plays a case. @throws Error where what comes back is none of what may */
export async function playWire(
  { port }: RunningServer,
  { name, send, answers, most = 1 }: WireCase,
): Promise<readonly (number | 'closed')[]> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: name === 'half closed' });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    // A server that keeps the connection has answered all there was once it says nothing more.
    socket.once('end', () => socket.end());
  });
  await once(socket, 'connect');
  await send(socket);
  const settled = await Promise.race([closed.then(() => true), answered(chunks, socket), deadline()]);
  socket.destroy();
  if (!settled) throw new Error(`${name}: neither answered nor closed`);
  const text = Buffer.concat(chunks).toString('latin1');
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status !== 100);
  const seen = statuses.length === 0 ? (['closed'] as const) : statuses;
  const wrong = seen.find((one) => !answers.includes(one));
  if (wrong !== undefined) throw new Error(`${name}: answered ${wrong}: ${text.slice(0, 500)}`);
  if (statuses.length > most)
    throw new Error(`${name}: ${statuses.length} answers to one request: ${text.slice(0, 500)}`);
  if (/\bat .+\.[jt]s:\d|node_modules|root:/.test(text)) throw new Error(`${name}: it tells of the inside`);
  return seen;
}

/** Resolves when an answer has come whole and nothing follows it. */
async function answered(chunks: readonly Buffer[], socket: Socket): Promise<boolean> {
  let quiet = 0;
  for (;;) {
    const before = chunks.length;
    await new Promise((resolve) => setTimeout(resolve, 25));
    if (socket.destroyed) return true;
    quiet = before > 0 && chunks.length === before ? quiet + 1 : 0;
    if (quiet > 8) return true;
  }
}

function deadline(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), DEADLINE).unref();
  });
}
