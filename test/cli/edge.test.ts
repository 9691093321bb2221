import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { KEYS_FOLDER } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { startSandbox } from '../mock-his/sandbox.ts';
import { start, yizhan } from './binary.ts';

const PARTY = HOSPITALS.nanchang.id;

const CLAIM = claimOf({
  settlementId: 'S1',
  patient: '测试甲',
  stay: ['2023-07-01', '2023-07-10'],
  diagnosis: { code: 'J18.900', name: '肺炎' },
  inCatalog: '265000',
  pooling: '98000',
});

/** A sandbox, in this process as its own is not what these tests are about, with the environment of its hospital. */
async function sandbox() {
  const { data, url, close } = await startSandbox();
  onTestFinished(close);
  const key = join(data, KEYS_FOLDER, `${PARTY}.private.jwk`);
  return { data, url, key, env: { YIZHAN_URL: url, YIZHAN_PARTY: PARTY, YIZHAN_KEY: key } };
}

async function edge(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const running = start(['edge', '--port', '0', ...args], env);
  const line = await running.line(/listens on/);
  return { ...running, url: /http:\S+$/.exec(line)?.[0] ?? '' };
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

describe('edge', () => {
  it('lets a HIS that cannot sign settle, reverse, and reconcile its day', async () => {
    const { env } = await sandbox();
    const { url, ended, kill } = await edge(env);
    const settled = await post(`${url}/v1/settlements`, CLAIM);
    expect(settled.status).toBe(201);
    const { businessDate, decisionId } = (await settled.json()) as { businessDate: string; decisionId: string };
    expect(await (await post(`${url}/v1/settlements`, CLAIM)).json()).toMatchObject({ decisionId });
    const csv = 'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,,S1,1.00\n';
    const headers = { 'content-type': 'text/csv' };
    const day = `${url}/v1/statements/${businessDate}`;
    const report = await fetch(`${day}/reconciliations`, { method: 'POST', body: csv, headers });
    expect(report.status).toBe(201);
    expect(await report.json()).toMatchObject({ open: 1 });
    const reversal = await post(`${url}/v1/settlements/S1/reversal`, { reversalId: 'R1', reason: '退费' });
    expect(reversal.status).toBe(201);
    expect(await (await fetch(day)).json()).toMatchObject({ totals: { net: { insurerPaid: '0.00' } } });
    kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('"path":"/v1/settlements"');
    expect(stderr).not.toContain(CLAIM.patient.idNumber);
    expect(stderr).not.toContain('"S1');
  });

  it('finishes what is under way when it is told to stop', async () => {
    const { env } = await sandbox();
    let arrived: () => void = () => undefined;
    let release: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    // A gateway that takes as long as the test says, before the real one.
    const slow = await listen(
      createServer(async (incoming, outgoing) => {
        if (incoming.url?.startsWith('/v1/')) {
          arrived();
          await released;
        }
        const signature = { 'x-jws-signature': String(incoming.headers['x-jws-signature'] ?? '') };
        const answer = await fetch(`${env.YIZHAN_URL}${incoming.url}`, { headers: signature });
        const headers = Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('x-')));
        outgoing.writeHead(answer.status, headers).end(new Uint8Array(await answer.arrayBuffer()));
      }),
      { port: 0, host: '127.0.0.1' },
    );
    onTestFinished(() => slow.close());
    const running = await edge({ ...env, YIZHAN_URL: slow.url });
    const asked = fetch(`${running.url}/v1/settlements/S1`);
    await underWay;
    running.kill('SIGTERM');
    release();
    expect((await asked).status).toBe(404);
    expect((await running.ended).code).toBe(0);
  });

  it('does not start with a key that others may read, nor where whoever connects would sign', async () => {
    const { env, key } = await sandbox();
    const beyond = await yizhan(['edge', '--host', '0.0.0.0'], env);
    expect(beyond).toMatchObject({ code: 1, stderr: expect.stringContaining('--client') });
    const plain = await yizhan(['edge', '--url', 'http://gateway.example'], env);
    expect(plain).toMatchObject({ code: 1, stderr: expect.stringContaining('--gateway-keys') });
    const half = await yizhan(['edge', '--gateway-id', 'yizhan'], env);
    expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining('--gateway-keys') });
    chmodSync(key, 0o644);
    expect(await yizhan(['edge'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('chmod 600') });
  });

  it('believes only the keys it was given', async () => {
    const { data, env, url } = await sandbox();
    const keys = join(data, 'gateway.jwks');
    writeFileSync(keys, await (await fetch(`${url}/.well-known/jwks.json`)).text());
    const pinned = ['--gateway-id', 'yizhan-sandbox', '--gateway-keys', keys];
    const right = await edge(env, ...pinned);
    expect((await fetch(`${right.url}/v1/settlements/S1`)).status).toBe(404);
    writeFileSync(keys, '{"keys":[]}');
    const wrong = await edge(env, ...pinned, '--tries', '1');
    expect(await (await fetch(`${wrong.url}/v1/settlements/S1`)).json()).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});
