import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { Agent, type ClientRequest, createServer, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { settleSafely } from '../../adapters/mock-his/settle-safely.ts';
import { listen } from '../../src/http/listen.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { signRequest } from '../../src/message/sign.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { member } from '../../src/sandbox/members.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { type AtEnd, afterThemAll, type Running, serveUntil, start, temporaryFolder, yizhan } from './binary.ts';

const PARTY = HOSPITALS.nanchang.id;
const RETRY_AT_ONCE = { tries: 30, pause: 1 };

function claim(settlementId: string) {
  return claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '20000',
    pooling: '9000',
  });
}

async function two(atEnd: AtEnd) {
  const data = temporaryFolder(atEnd);
  const running = await serveUntil(atEnd, data, '--sandbox', '--workers', '2');
  const { key } = sandboxKey(data, PARTY);
  const client = new HospitalClient({
    baseUrl: running.url,
    party: PARTY,
    key,
    gateway: await fetchIdentity(running.url),
  });
  return { running, data, key, client };
}

/** The processes of workers, in the order in which they listened. */
async function workers(running: Running, count: number): Promise<number[]> {
  const lines = await running.logged(/"worker is ready"/, count);
  return lines.map((line) => (JSON.parse(line) as { pid: number }).pid);
}

function openSockets(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => linkOf(join(folder, fd)).startsWith('socket:')).length;
}

/** Empty where it is gone again. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** Over a connection of its own, so that one worker after the other is asked. */
async function metrics(url: string): Promise<string[]> {
  const asked = request(`${url}/metrics`, { agent: new Agent() }).end();
  const [answer] = await once(asked, 'response');
  return (await text(answer)).split('\n').filter((line) => /^yizhan_(decisions|scheme)/.test(line));
}

describe('serve --workers', () => {
  const atEnd = afterThemAll();
  let gateway: Awaited<ReturnType<typeof two>>;
  beforeAll(async () => {
    gateway = await two(atEnd);
  });

  it.runIf(process.platform === 'linux')('hands each worker as many connections as the others', async () => {
    const { running } = gateway;
    const pids = await workers(running, 2);
    const { hostname, port } = new URL(running.url);
    const before = pids.map(openSockets);
    const sockets = Array.from({ length: 40 }, () => connect(Number(port), hostname));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const more = () => pids.map((pid, index) => openSockets(pid) - (before[index] ?? 0));
    await expect.poll(more).toEqual([20, 20]);
    // They went to one worker after the other, so most of these are of one.
    for (const socket of sockets.filter((_, index) => index % 2 === 0).slice(0, 10)) socket.destroy();
    const sum = () => more().reduce((total, count) => total + count);
    await expect.poll(sum).toBe(30);
    const apart = () => more().reduce((one, other) => Math.abs(one - other));
    for (let count = 31; count <= 60 && apart() > 1; count += 1) {
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      await once(socket, 'connect');
      await expect.poll(sum).toBe(count);
    }
    expect(apart()).toBeLessThanOrEqual(1);
    for (const socket of sockets) socket.destroy();
  });

  it('answers on one port and one store, and counts for all', async () => {
    const { running, client } = gateway;
    const ids = Array.from({ length: 24 }, (_, index) => `S${index}`);
    const settled = await Promise.all(ids.map((id) => client.settle(claim(id))));
    expect(settled.map((one) => (one.kind === 'answered' ? one.status : one))).toEqual(ids.map(() => 201));
    const again = await Promise.all(ids.map((id) => client.settle(claim(id))));
    expect(again.map((one) => (one.kind === 'answered' ? one.status : one))).toEqual(ids.map(() => 200));

    const told = [await metrics(running.url), await metrics(running.url), await metrics(running.url)];
    expect(told[0]).toContain('yizhan_decisions_total{outcome="paid"} 24');
    expect(told).toEqual([told[0], told[0], told[0]]);
  });

  it('limits a party over all of them, not in each', async () => {
    const { client } = gateway;
    const { idNumber, name } = member('测试甲');
    const question = { idType: '01', idNumber, name, date: '2023-07-11', setting: 'inpatient' } as const;
    const from = performance.now();
    const answers = await Promise.all(Array.from({ length: 200 }, () => client.eligibility(question)));
    const seconds = (performance.now() - from) / 1000;
    const taken = answers.filter(({ kind }) => kind === 'answered').length;
    const limited = answers.filter((one) => one.kind === 'refused' && one.problem.code === 'RATE_LIMITED').length;
    expect(taken + limited).toBe(200);
    expect(taken).toBeGreaterThanOrEqual(20);
    expect(taken).toBeLessThanOrEqual(20 + Math.ceil(20 * seconds));
  });

  it('finishes what is under way before it stops', async () => {
    const { running, key } = gateway;
    const body = JSON.stringify(claim('BEGUN'));
    const begun = await Promise.all([begin(running.url, key, body), begin(running.url, key, body)]);
    running.kill('SIGTERM');
    await refused(running.url);
    for (const one of begun) one.end(body);
    const answers = await Promise.all(begun.map((one) => once(one, 'response')));
    expect(answers.map(([answer]) => answer.statusCode).sort()).toEqual([200, 201]);
    const { code, stdout } = await running.ended;
    expect([code, stdout.match(/listens on/g)?.length]).toEqual([0, 1]);
  });
});

describe('serve --workers, where workers end', () => {
  it('lets who comes while no worker runs wait, and takes its workers along when it is killed', async () => {
    const { running } = await two(onTestFinished);
    for (const pid of await workers(running, 2)) process.kill(pid, 'SIGKILL');
    await running.logged(/"worker ended"/, 2);
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);

    // Those that took the place of the first two.
    await workers(running, 4);
    running.kill('SIGKILL');
    // All of them write to its output, which so ends only with the last of them.
    await running.ended;
    const next = start(['serve', '--port', new URL(running.url).port, '--data', temporaryFolder(), '--workers', '1']);
    expect(await next.line(/listens on/)).toContain(running.url);
  });

  it('replaces a worker that is killed, what was acknowledged stays, and it ends in order while one starts', async () => {
    const { running, client } = await two(onTestFinished);
    const [victim = 0, other = 0] = await workers(running, 2);
    const acknowledged: string[] = [];
    const desk = async (name: string) => {
      for (let count = 0; count < 8; count += 1) {
        const id = `${name}-${count}`;
        const settled = await settleSafely(client, claim(id), RETRY_AT_ONCE);
        expect(settled.kind).toBe('answered');
        acknowledged.push(id);
        if (acknowledged.length === 10) process.kill(victim, 'SIGKILL');
      }
    };
    await Promise.all(['A', 'B', 'C', 'D'].map(desk));
    const [, , third] = await workers(running, 3);
    expect([isGone(victim), isGone(other), third === victim]).toEqual([true, false, false]);
    const known = await Promise.all(acknowledged.map((id) => client.query(id)));
    expect(known.filter(({ kind }) => kind !== 'answered')).toEqual([]);
    expect(acknowledged).toHaveLength(32);

    process.kill(other, 'SIGKILL');
    await running.logged(/"worker ended"/, 2);
    running.kill('SIGTERM');
    const { code, stderr } = await running.ended;
    expect([code, stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'))]).toEqual([0, []]);
  });

  it('says in one line why they cannot start', async () => {
    const { port, close } = await listen(createServer(), { port: 0, host: '127.0.0.1' });
    onTestFinished(close);
    const { code, stdout, stderr } = await yizhan(['serve', '--data', temporaryFolder(), '--port', String(port)], {
      YIZHAN_WORKERS: '2',
      YIZHAN_LOG_LEVEL: 'silent',
    });
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      `127.0.0.1:${port}: 端口已被占用，请换一个 --port / the port is in use, choose another --port\n`,
    ]);
  });
});

/** Sends the head of a settlement, and resolves when a worker waits for its body. */
async function begin(url: string, key: ReturnType<typeof sandboxKey>['key'], body: string): Promise<ClientRequest> {
  const iat = Math.floor(Date.now() / 1000);
  const header = { alg: key.alg, kid: key.kid, iss: PARTY, aud: 'yizhan-sandbox', iat, jti: crypto.randomUUID() };
  const signature = signRequest(
    { ...header, htm: 'POST', htu: '/v1/settlements', privateKey: key.keyObject },
    Buffer.from(body),
  );
  const asked = request(`${url}/v1/settlements`, {
    agent: new Agent(),
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      [SIGNATURE_HEADER]: signature,
      Expect: '100-continue',
    },
  });
  asked.flushHeaders();
  await once(asked, 'continue');
  return asked;
}

/** Resolves when nobody listens there any more. */
async function refused(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  for (;;) {
    const socket = connect(Number(port), hostname);
    try {
      await once(socket, 'connect');
      socket.destroy();
    } catch {
      return;
    }
  }
}
