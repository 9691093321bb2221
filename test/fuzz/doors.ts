import { randomUUID } from 'node:crypto';
import { ADAPTERS } from '../../adapters/adapters.ts';
import { type Route, refusalsOf } from '../../src/http/route.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { encodeBase64url } from '../../src/message/base64url.ts';
import { SIGNATURE_HEADER, signDetached } from '../../src/message/detached.ts';
import { SUITES } from '../../src/message/suites.ts';
import { PROBLEMS } from '../../src/problem/catalogue.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { SAMPLES } from '../http/samples.ts';
import { type Kind, PERSONAL } from './corpus.ts';
import { envelopeText } from './envelope.ts';
import { JSON_VALUES, NAMES } from './hostile.ts';
import { hostileBody, type Sizes } from './mutate.ts';
import type { Random } from './random.ts';
import type { Target } from './target.ts';

/** One request to one route, in so far as its seed makes it: when and under which id it is signed differs each time. */
export interface DoorCase {
  readonly route: Route;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly signing: Signing;
}

interface Signing {
  readonly party: string;
  /** `good` gets past the door; all others are ways in which a signature is none. */
  readonly how: 'good' | 'none' | 'header' | 'value' | 'body';
  readonly change: Readonly<Record<string, unknown>>;
  readonly value: string;
}

/** All routes that there are: a new one is here by itself. */
export const DOORS: readonly Route[] = Object.values(ROUTES);

/** A good body of each route that has one, by the route's id. */
const OWN: ReadonlyMap<string, readonly Buffer[]> = new Map(
  Object.entries(SAMPLES).flatMap(([name, { body }]): [string, readonly Buffer[]][] =>
    body === undefined || name === 'his' ? [] : [[ROUTES[name as keyof typeof SAMPLES].id, [Buffer.from(body)]]],
  ),
);

const SCHEME = 'jiangxi-weihuibao-2023';
const PARTY: Readonly<Record<Route['caller'], string>> = {
  anyone: HOSPITALS.nanchang.id,
  hospital: HOSPITALS.nanchang.id,
  insurer: 'INS-JX',
  operator: 'OPS',
};
/** What may stand for a parameter of a path; one that is not here has the hostile ones alone. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  settlementId: ['SETL202307110001', 'S-1'],
  decisionId: ['00000000-0000-4000-8000-000000000000', 'D1'],
  scheme: [SCHEME],
  date: ['2024-12-30', '2023-07-11', '2024-02-30', '0000-01-01', '9999-12-31'],
  month: ['2024-12', '2023-13', '0000-00', '9999-12'],
  id: ['R-1'],
  claimNo: ['C1'],
  adapter: ADAPTERS.map(({ name }) => name),
};
const HOSTILE_STEPS = [
  ...['%00', '%2e%2e', '%2e%2e%2fetc', '..%2f', '%', '%ZZ', '%c0%ae', '%ed%a0%80', '%F0%9F%98%80', '%E6%B5%8B', "';--"],
  ...['a'.repeat(3000), '%25%30%30', '%0d%0aX-A:b', '__proto__', 'constructor', 'toString', '%20', '*', ':id', '{id}'],
];
const QUERIES = [
  '',
  '',
  '',
  '?',
  '?a=1',
  '?asOf=2023-07-11T10:00:00+08:00',
  '?asOf=%00',
  '?limit=1e9',
  '?limit=1000',
  '?after=%ff',
];
const MORE_QUERIES = [
  '?after=MSAx',
  '?from=2023-01-01&to=0000-00-00',
  '?expenses=1e400',
  '?__proto__=1',
  `?a=${'b'.repeat(4000)}`,
];

/** Makes a request that somebody might send to a route. */
export function doorCase(route: Route, random: Random, sizes: Sizes): DoorCase {
  const path = pathOf(route, random);
  const kind = kindOf(route, path, random);
  const method = random.chance(0.93)
    ? route.method
    : random.pick(['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'PATCH']);
  const takes = method !== 'GET' && method !== 'HEAD';
  return {
    route,
    method,
    path,
    body: takes ? hostileBody(random, kind, sizes, OWN.get(route.id)) : Buffer.alloc(0),
    headers: headersOf(kind, random),
    signing: signingOf(route, random),
  };
}

function pathOf(route: Route, random: Random): string {
  const steps = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const good = PARAMETERS[name] ?? [];
    return good.length > 0 && random.chance(0.85) ? random.pick(good) : random.pick(HOSTILE_STEPS);
  });
  return `${steps}${random.chance(0.7) ? '' : random.pick([...QUERIES, ...MORE_QUERIES])}`;
}

function kindOf(route: Route, path: string, random: Random): Kind {
  if (route.body === 'csv') return 'csv';
  if (path.startsWith('/his/xml')) return 'xml';
  return random.chance(0.95) ? 'json' : 'xml';
}

const TYPES: Readonly<Record<Kind, string>> = { json: 'application/json', xml: 'text/xml', csv: 'text/csv' };

function headersOf(kind: Kind, random: Random): Record<string, string> {
  const headers: Record<string, string> = { 'Content-Type': TYPES[kind] };
  if (random.chance(0.9)) return headers;
  switch (random.below(5)) {
    case 0:
      headers['Content-Encoding'] = random.pick([
        'gzip',
        'br',
        'deflate',
        'identity',
        'gzip, gzip',
        '',
        'x'.repeat(2000),
      ]);
      break;
    case 1:
      headers['Content-Type'] = random.pick([
        '',
        ';',
        'application/json;charset=utf-16',
        `text/csv;${';'.repeat(3000)}`,
        'text/csv; charset=gb18030',
        '*/*',
      ]);
      break;
    case 2:
      headers['Accept'] = random.pick([
        '*/*;q=NaN',
        ','.repeat(6000),
        'text/html',
        'text/csv;q=1e9',
        `a/${'b;'.repeat(3000)}`,
        '\u00ff',
      ]);
      break;
    case 3:
      headers['Content-Length'] = random.pick(['-1', '1e9', '99999999999999999999', '0', 'x', '']);
      break;
    default:
      headers['X-Request-Id'] = random.pick(['', 'x'.repeat(6000)]);
      headers['X-Forwarded-Prefix'] = '/../..';
  }
  return headers;
}

function signingOf(route: Route, random: Random): Signing {
  const party = random.chance(0.97)
    ? PARTY[route.caller]
    : random.pick(['OPS', 'INS-NT-1', HOSPITALS.wenshan.id, 'NOBODY']);
  const good: Signing = { party, how: 'good', change: {}, value: '' };
  if (random.chance(0.8)) return good;
  switch (random.below(4)) {
    case 0:
      return { ...good, how: 'none' };
    case 1:
      return { ...good, how: 'body' };
    case 2:
      return { ...good, how: 'header', change: changedHeader(random) };
    default:
      return { ...good, how: 'value', value: random.pick(hostileSignatures()) };
  }
}

/** Members of the signed header that are not what they should be. */
function changedHeader(random: Random): Record<string, unknown> {
  const name = random.pick(['alg', 'kid', 'iss', 'aud', 'iat', 'jti', 'htm', 'htu', 'b64', 'crit', ...NAMES]);
  if (random.chance(0.4)) {
    return random.pick<Record<string, unknown>>([
      { alg: 'none' },
      { alg: 'HS256' },
      { alg: 'RS256' },
      { alg: 'ES256K' },
      { alg: 'es256' },
      { b64: true },
      { crit: ['b64', 'exp'] },
      { crit: ['b64', 'b64'] },
      { crit: [] },
      { iat: 1e308 },
      { iat: -1 },
      { iat: 8.64e15 },
      { jwk: { kty: 'oct', k: 'AA' }, jku: 'http://127.0.0.1:9/', x5u: 'file:///etc/passwd' },
      { kid: '../../../../dev/null' },
      { iss: '__proto__', kid: 'constructor' },
    ]);
  }
  const text = random.pick(JSON_VALUES);
  try {
    return { [name]: JSON.parse(text) };
  } catch {
    return { [name]: text };
  }
}

function hostileSignatures(): readonly string[] {
  const header = (text: string) => encodeBase64url(Buffer.from(text, 'latin1'));
  return [
    ...[
      '',
      ' ',
      '.',
      '..',
      '...',
      'a..b',
      'a.b.c',
      '=..=',
      'e30..',
      'e30..AA',
      `${'A'.repeat(8191)}`,
      'A'.repeat(9000),
    ],
    ...['e30=..AA==', 'e30..A A', `${header('{"a":"\xed\xa0\x80"}')}..AA`, `${header(`${'['.repeat(5000)}`)}..AA`],
    `${header(`{"b64":false,"crit":["b64"]${',"a":1'.repeat(900)}}`)}..AA`,
    `${header('{"b64":false,"crit":["b64"],"__proto__":{"alg":"none"}}')}..AA`,
    `${header('{"b64":false,"b64":true,"crit":["b64"]}')}..AA`,
  ];
}

/** Signs a request as its case says. */
export function signed(target: Target, { method, path, body, headers, signing }: DoorCase): Record<string, string> {
  const { how, party, change, value } = signing;
  if (how === 'none') return { ...headers };
  if (how === 'value') return { ...headers, [SIGNATURE_HEADER]: value };
  const key = target.keyOf(party === 'NOBODY' ? 'OPS' : party);
  const { id, clock } = target.gateway;
  const protectedHeader = {
    ...{ alg: 'ES256', kid: key.kid, b64: false, crit: ['b64'], iss: party, aud: id, htm: method, htu: path },
    ...{ iat: Math.floor(clock.real() / 1000), jti: randomUUID() },
    ...change,
  };
  const suite = SUITES.get('ES256');
  if (suite === undefined) throw new Error('ES256 is a suite');
  const over = how === 'body' ? Buffer.concat([body, Buffer.from(' ')]) : body;
  return { ...headers, [SIGNATURE_HEADER]: signDetached(protectedHeader, suite, key.keyObject, over) };
}

/** An answer, and what it took. */
export interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly milliseconds: number;
}

/** Sends a request. @throws Error where the answer is not one that may be given */
export async function knock(target: Target, one: DoorCase): Promise<Outcome> {
  const headers = signed(target, one);
  const takes = one.method !== 'GET' && one.method !== 'HEAD';
  const start = performance.now();
  const request = new Request(`http://gateway${one.path}`, {
    method: one.method,
    headers,
    ...(takes ? { body: new Uint8Array(one.body) } : {}),
  });
  // The target as it stands in the request line, which `Request` would put straight.
  const answer = await target.app.request(request);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const code = judge(one, answer, bytes);
  const faults = target.faultsInLog();
  if (faults.length > 0) throw new Error(`the log says: ${faults[0]?.slice(0, 2000)}`);
  return { status: answer.status, code, milliseconds: performance.now() - start };
}

const LEAKS =
  /\bat .{1,80}\.[jt]s:\d|node_modules|SQLITE_|\bSELECT .* FROM\b|\bINSERT INTO\b|file:\/\/|\/tmp\/|TypeError|RangeError|SyntaxError|ZodError|undefined is not|cannot read prop/i;
/** More is no refusal: it would be what was sent. */
const LONGEST_REFUSAL = 64 * 1024;
/** Any route may also be asked in a way that none takes. */
const OF_ANY_PATH = ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'UNSUPPORTED_MEDIA_TYPE'];

/** @returns the code of a refusal. @throws Error naming what is wrong with an answer */
export function judge(
  { route, method }: Pick<DoorCase, 'route' | 'method'>,
  answer: Response,
  bytes: Uint8Array,
): string | undefined {
  const { status } = answer;
  const text = route.id === 'his' ? envelopeText(bytes) : Buffer.from(bytes).toString('utf8');
  const enveloped = route.id === 'his' && !answer.headers.get('Content-Type')?.startsWith('application/problem+json');
  const code = enveloped ? /\[([A-Z_]{4,40})\]/.exec(text)?.[1] : codeOf(status, answer, text, method);
  if (status >= 500 && !(status === 503 && (code === 'OVERLOADED' || code === 'UNAVAILABLE'))) {
    throw new Error(`answered ${status} ${code}`);
  }
  if (status >= 400 && method !== 'HEAD' && code === undefined) throw new Error(`answered ${status} without a code`);
  if (code !== undefined) {
    if (code === 'INTERNAL') throw new Error(`answered ${status} INTERNAL`);
    // By another method the path may be another route's.
    const allowed = method === route.method ? [...refusalsOf(route), ...OF_ANY_PATH] : Object.keys(PROBLEMS);
    if (!allowed.some((one) => one === code)) {
      throw new Error(`${code} is no refusal that ${route.id} is said to have`);
    }
    if (bytes.byteLength > LONGEST_REFUSAL) throw new Error(`a refusal of ${bytes.byteLength} bytes`);
    if (LEAKS.test(text)) throw new Error(`a refusal tells of the inside: ${LEAKS.exec(text)?.[0]}`);
  }
  // Public pages have nothing of anybody; the sandbox's own route repeats what was sent, which is what it is for.
  const personal = route.caller === 'anyone' ? undefined : PERSONAL.find((one) => text.includes(one));
  if (personal !== undefined) throw new Error('an answer has something personal in it');
  return code;
}

function codeOf(status: number, answer: Response, text: string, method: string): string | undefined {
  if (status < 400 || method === 'HEAD') return undefined;
  if (answer.headers.get('Content-Type') !== 'application/problem+json') return undefined;
  const problem = JSON.parse(text.split('\n')[0] ?? '') as { code?: string; status?: number; requestId?: string };
  const { code = '' } = problem;
  const known = Object.entries(PROBLEMS).find(([name]) => name === code)?.[1];
  if (known?.status !== status || problem.status !== status) throw new Error(`${code} answered with ${status}`);
  if (problem.requestId !== answer.headers.get('X-Request-Id')) throw new Error('a problem without its request id');
  return code;
}
