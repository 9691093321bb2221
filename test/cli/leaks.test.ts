import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { inGb18030 } from '../../adapters/gb18030.ts';
import { isResidentId } from '../../src/claim/identity.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { signRequest } from '../../src/message/sign.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { KEYS_FOLDER, sandboxKey } from '../../src/sandbox/keys.ts';
import { member } from '../../src/sandbox/members.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { filesBelow, formsOf, leaksIn, type Remains } from '../support/leaks.ts';
import { fc, tries } from '../support/properties.ts';
import { type Ended, type Running, start, temporaryFolder } from './binary.ts';

const HOSPITAL = HOSPITALS.nanchang.id;
const INSURER = 'INS-JX';
const SCHEME = 'jiangxi-weihuibao-2023';
const SAMPLES = new URL('../../adapters/mock-his/samples/', import.meta.url);
const XML = new URL('../../adapters/xml/samples/sandbox-1105-settle-gb18030.xml', import.meta.url);

const numbered = (body: string): string => [...'0123456789X'].map((one) => body + one).find(isResidentId) ?? '';
const KNOWN = { name: '测试甲', idNumber: member('测试甲').idNumber };
const ENROLLED = { name: '欧阳漏泄', idNumber: numbered('36010219600229318') };
const STRANGER = { name: '司马无痕', idNumber: numbered('36010219610303527') };
/** Its check character is wrong. */
const WRONG = { name: '端木失察', idNumber: `${numbered('36010219620404736').slice(0, 17)}Q` };

const claim = (settlementId: string, patient: object = {}) => {
  const made = claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '20000',
    pooling: '9000',
  });
  return { ...made, patient: { ...made.patient, ...patient } };
};

const HEADER =
  'policyNo,idType,idNumber,name,insuredRegion,effectiveFrom,effectiveTo,cohorts,preexisting,priorYears,claimFreeYears';
const ROWS = [
  `P-1,01,${ENROLLED.idNumber},${ENROLLED.name},360102,,,,,,`,
  `P-2,01,${WRONG.idNumber},${WRONG.name},360102,,,,,,`,
  `${STRANGER.idNumber},01,${STRANGER.idNumber},${STRANGER.name},360102,,,,,,`,
  `P-4,${STRANGER.idNumber},${STRANGER.name},01,360102,,,,,,`,
  `P-5,01,${STRANGER.idNumber},${STRANGER.name},${STRANGER.idNumber},${STRANGER.name},,${STRANGER.name},,,`,
  `P-6,01,,${STRANGER.name},360102,,,,,,`,
  `P-7,01,${STRANGER.idNumber}`,
  `"P-9,01,${STRANGER.idNumber}`,
];
const ROSTER = [HEADER, ...ROWS].join('\n');

/** A run: every process it starts, what they print, and what was answered. */
class Run {
  readonly folder = temporaryFolder();
  readonly data = join(this.folder, 'data');
  readonly remains: Remains[] = [];
  readonly #running: { readonly name: string; readonly process: Running }[] = [];
  readonly #env: Readonly<Record<string, string>>;

  constructor() {
    const temporary = join(this.folder, 'tmp');
    mkdirSync(temporary);
    this.#env = { YIZHAN_LOG_LEVEL: 'trace', TMPDIR: temporary };
  }

  start(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const process = start(args, { ...this.#env, ...env });
    this.#running.push({ name, process });
    return process;
  }

  async listening(name: string, args: readonly string[], env?: Readonly<Record<string, string>>) {
    const process = this.start(name, args, env);
    const line = await process.line(/listens on/);
    return { ...process, url: /http:\S+$/.exec(line)?.[0] ?? '' };
  }

  /** A command to its end, whatever that is. */
  command(...args: readonly string[]): Promise<Ended> {
    return this.start(args.slice(0, 2).join(' '), [...args, '--data', this.data]).ended;
  }

  /** A signed message; the answer is kept where it carries nothing that its receiver may know. */
  async send(url: string, party: string, method: string, target: string, body: Uint8Array | string, type = 'json') {
    const { key } = sandboxKey(this.data, party);
    const bytes = Buffer.from(body);
    const [path] = target.split('?');
    const signature = signRequest(
      {
        ...{ privateKey: key.keyObject, alg: key.alg, kid: key.kid, iss: party, aud: 'yizhan-sandbox' },
        ...{ iat: Math.floor(Date.now() / 1000), jti: crypto.randomUUID(), htm: method, htu: target },
      },
      bytes,
    );
    const headers = {
      [SIGNATURE_HEADER]: signature,
      'Content-Type': type === 'csv' ? 'text/csv' : 'application/json',
      'Content-Length': bytes.length,
      'X-Request-Id': STRANGER.idNumber,
      'User-Agent': STRANGER.idNumber,
    };
    const asked = request(url + target, { agent: new Agent(), method, headers }).end(bytes);
    const [answer] = await once(asked, 'response');
    const answered = await buffer(answer);
    this.remains.push({ place: `answer to ${method} ${path?.slice(0, 24)}`, bytes: answered });
    return { status: Number(answer.statusCode), text: answered.toString() };
  }

  async all(): Promise<Remains[]> {
    const printed = await Promise.all(
      this.#running.map(async ({ name, process }) => {
        process.kill('SIGKILL');
        const { stdout, stderr } = await process.ended;
        return [
          { place: `${name} stdout`, bytes: Buffer.from(stdout) },
          { place: `${name} stderr`, bytes: Buffer.from(stderr) },
        ];
      }),
    );
    return [...this.remains, ...printed.flat(), ...filesBelow(this.folder)];
  }
}

it('personal data is nowhere in what a run leaves behind', async () => {
  const run = new Run();
  const { data } = run;
  const gateway = await run.listening('serve', ['serve', '--sandbox', '--workers', '2', '--port', '0', '--data', data]);
  const { url } = gateway;
  const hospital = (target: string, body: Uint8Array | string, method = 'POST', type?: string) =>
    run.send(url, HOSPITAL, method, target, body, type);
  const insurer = (target: string, body = '', method = 'POST', type?: string) =>
    run.send(url, INSURER, method, target, body, type);
  const settle = (body: unknown) =>
    hospital('/v1/settlements', typeof body === 'string' ? body : JSON.stringify(body)).then(({ status }) => status);

  // What a hospital sends, right and wrong.
  expect(await settle(claim('S-1'))).toBe(201);
  expect(await settle(claim('S-2', { name: STRANGER.name }))).toBe(201);
  expect(await settle(claim('S-3', STRANGER))).toBe(201);
  expect(await settle(claim('S-4', WRONG))).toBe(400);
  expect(await settle(claim('S-5', { [STRANGER.idNumber]: STRANGER.name }))).toBe(400);
  expect(await settle(claim('S-6', { insuredRegion: STRANGER.idNumber, idType: STRANGER.name }))).toBe(400);
  expect(await settle({ ...claim('S-7'), lines: STRANGER.idNumber, charges: STRANGER })).toBe(400);
  const text = JSON.stringify(claim('S-8', STRANGER));
  expect(await settle(text.slice(0, -40))).toBe(400);
  expect(await settle(text.replace('{', `{"${STRANGER.idNumber}":1,"${STRANGER.idNumber}":2,`))).toBe(400);
  expect((await hospital('/v1/settlements', inGb18030(text))).status).toBe(400);
  expect((await hospital('/v1/settlements', text, 'POST', 'csv')).status).toBe(415);
  for (const { name, idNumber } of [KNOWN, STRANGER, WRONG]) {
    const asked = { idType: '01', idNumber, name, date: '2023-07-11', setting: 'inpatient' };
    await hospital('/v1/eligibility', JSON.stringify(asked));
    await hospital(`/v1/settlements/${idNumber}?idNumber=${idNumber}&name=${encodeURIComponent(name)}`, '', 'GET');
    await hospital(`/v1/${idNumber}/${encodeURIComponent(name)}`, '', 'GET');
  }
  await hospital('/v1/settlements/S-1/reversal', `{"reversalId":"${STRANGER.name}","reason":7}`);
  expect((await hospital('/v1/settlements/S-1/reversal', '{"reversalId":"R-1","reason":"退费"}')).status).toBe(201);

  // A HIS's own messages; their answers are the hospital's.
  const nhsa = readFileSync(new URL('nhsa-quote.json', SAMPLES), 'utf8');
  const xml = readFileSync(XML);
  const people = [...nhsa.matchAll(/"(?:certno|psn_name)"\s*:\s*"([^"]+)"/g)].map(([, found]) => found ?? '');
  const before = run.remains.length;
  await hospital('/his/nhsa', nhsa);
  await hospital('/his/nhsa', nhsa.replace('"2303"', '"2304"'));
  await hospital('/his/xml', xml);
  const file = { infno: '9101', msgid: 'M9', fixmedins_code: HOSPITAL };
  const kept = Buffer.from(`${STRANGER.idNumber}\t${STRANGER.name}`).toString('base64');
  const input = { fsUploadIn: { in: kept, filename: 'day.txt', fixmedins_code: HOSPITAL } };
  expect((await hospital('/his/nhsa', JSON.stringify({ ...file, input }))).status).toBe(200);
  run.remains.splice(before);
  await hospital('/his/nhsa', nhsa.slice(0, -30));
  await hospital('/his/xml', xml.subarray(0, -30));

  // What an insurer sends.
  const headless = await insurer(`/v1/schemes/${SCHEME}/enrollments`, ROWS.join('\n'), 'POST', 'csv');
  expect(headless.status).toBe(400);
  const roster = await insurer(`/v1/schemes/${SCHEME}/enrollments`, ROSTER, 'POST', 'csv');
  expect(roster).toMatchObject({ status: 200, text: expect.stringContaining('"accepted":1,') });
  expect(await settle(claim('S-9', ENROLLED))).toBe(201);
  const rosterFile = join(temporaryFolder(), 'roster.csv');
  writeFileSync(rosterFile, ROSTER.replace('P-1', 'P-8'));
  const imported = await run.command('enrollments', 'import', SCHEME, rosterFile);
  expect(imported.stdout + imported.stderr).toContain('INVALID_POLICY_NO');
  await insurer(`/v1/schemes/${SCHEME}/external-claims`, JSON.stringify({ claimNo: 7, note: STRANGER, policyNo: 'P' }));
  expect((await run.command('daily-files', 'seal', '--date', '2023-07-11')).code).toBe(0);
  const day = `/v1/schemes/${SCHEME}/daily-files/2023-07-11`;
  const view = `recordType,hospitalId,settlementId,insurerPaid\nSETTLE,${STRANGER.idNumber},${STRANGER.name},x\n`;
  await insurer(`${day}/reconciliations`, view, 'POST', 'csv');
  await insurer(`${day}/reconciliations`, ROWS.join('\n'), 'POST', 'csv');
  await insurer(
    `${day}/reconciliations`,
    'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,H1,S-1,1.00\n',
    'POST',
    'csv',
  );
  for (const target of [day, `${day}/manifest`, `${day}/reconciliations`, `/v1/schemes/${SCHEME}/pended`]) {
    expect((await insurer(target, '', 'GET')).status).toBe(200);
  }

  // The desk's own tools. A receipt has the patient's name, which is the patient's.
  const env = {
    YIZHAN_URL: url,
    YIZHAN_PARTY: HOSPITAL,
    YIZHAN_KEY: join(data, KEYS_FOLDER, `${HOSPITAL}.private.jwk`),
  };
  const edge = await run.listening('edge', ['edge', '--port', '0'], env);
  for (const body of [
    JSON.stringify(claim('S-10', STRANGER)),
    JSON.stringify(claim('S-11', WRONG)),
    text.slice(0, 99),
  ]) {
    await fetch(`${edge.url}/v1/settlements`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json' },
    });
  }
  await fetch(`${edge.url}/v1/settlements/${STRANGER.idNumber}?name=${STRANGER.name}`);
  const claims = (name: string, ...lines: readonly string[]) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, lines.join('\n'));
    return path;
  };
  const good = claims('good.jsonl', JSON.stringify(claim('S-12')), JSON.stringify(claim('S-13', WRONG)));
  const broken = claims('broken.jsonl', text.slice(9));
  const [sent, unsent] = await Promise.all(
    [good, broken].map((file) => run.start('mock-his send', ['mock-his', 'send', file], env).ended),
  );
  expect(sent?.stdout).toContain('S-12');
  expect(unsent?.code).toBe(1);

  // The end: metrics, then killed while a roster comes in.
  run.remains.push({ place: 'metrics', bytes: Buffer.from(await (await fetch(`${url}/metrics`)).text()) });
  const halfway = request(`${url}/v1/settlements`, { method: 'POST', headers: { 'Content-Length': 9_999 } });
  halfway.on('error', () => undefined).write(text);
  expect((await run.command('ledger', 'verify')).code).toBe(0);
  gateway.kill('SIGKILL');
  await gateway.ended;

  const secrets = [KNOWN, ENROLLED, STRANGER, WRONG].flatMap(({ name, idNumber }) => [idNumber, name]);
  const found = leaksIn(await run.all(), [...secrets, ...people]);
  const receipts = ({ secret, place }: (typeof found)[number]) =>
    place === 'mock-his send stdout' && !/\d{17}/.test([...secrets, ...people][secret] ?? '');
  expect(found.filter((leak) => !receipts(leak))).toEqual([]);
}, 240_000);

it('the search finds what is there: in every form, anywhere in a file, in a database and its log', () => {
  const secrets = [STRANGER.idNumber, STRANGER.name];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ maxLength: 50 }), fc.nat(1), (head, tail, which) => {
      const secret = secrets[which] ?? '';
      for (const [form, bytes] of formsOf(secret)) {
        const found = leaksIn([{ place: 'here', bytes: Buffer.concat([head, bytes, tail]) }], secrets);
        expect(found).toContainEqual({ secret: which, form, place: 'here' });
      }
      // Whatever stands before it in what was encoded.
      const around = Buffer.concat([head, Buffer.from(secret), tail]);
      for (const coding of ['base64', 'base64url', 'hex'] as const) {
        expect(leaksIn([{ place: 'here', bytes: Buffer.from(around.toString(coding)) }], secrets)).not.toEqual([]);
      }
    }),
    tries(20),
  );
  const { idNumber } = STRANGER;
  const apart = `${idNumber.slice(0, 6)} ${idNumber.slice(6, 14)}-${idNumber.slice(14).toLowerCase()}`;
  expect(leaksIn([{ place: 'here', bytes: Buffer.from(apart) }], secrets)).toMatchObject([{ form: 'grouped' }]);
  expect(leaksIn([{ place: 'here', bytes: Buffer.from(`${idNumber.slice(0, -1)} ${WRONG.name}`) }], secrets)).toEqual(
    [],
  );

  const folder = temporaryFolder();
  mkdirSync(join(folder, 'deep', STRANGER.name), { recursive: true });
  const database = new Sqlite(join(folder, 'deep', 'x.db'));
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE t (body TEXT)');
  database.prepare('INSERT INTO t VALUES (?)').run(JSON.stringify({ idNumber }));
  const places = leaksIn(filesBelow(folder), secrets).map(({ place }) => place.slice(folder.length));
  database.close();
  expect(places).toContain('/deep/x.db-wal');
  expect(leaksIn(filesBelow(folder), secrets).some(({ place }) => place.startsWith('name '))).toBe(true);
});
