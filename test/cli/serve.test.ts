import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parsePrivateJwk } from '../../src/message/keys.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { type AtEnd, afterThemAll, serve, serveUntil, start, temporaryFolder, yizhan } from './binary.ts';

const CLAIM = claimOf({
  settlementId: 'S1',
  patient: '测试甲',
  stay: ['2023-07-01', '2023-07-10'],
  diagnosis: { code: 'J18.900' },
  inCatalog: '265000',
  outOfCatalog: '35000',
  pooling: '98000',
});

async function client(url: string, data: string): Promise<HospitalClient> {
  const party = HOSPITALS.nanchang.id;
  const { key } = sandboxKey(data, party);
  return new HospitalClient({ baseUrl: url, party, key, gateway: await fetchIdentity(url) });
}

/** A gateway for several tests. */
async function shared(atEnd: AtEnd, ...args: readonly string[]) {
  const data = temporaryFolder(atEnd);
  const { url } = await serveUntil(atEnd, data, ...args);
  return { data, url };
}

describe('serve', () => {
  const atEnd = afterThemAll();
  let plain: Awaited<ReturnType<typeof shared>>;
  let sandbox: Awaited<ReturnType<typeof shared>>;
  beforeAll(async () => {
    const later = ['--business-time', '2024-02-29T12:00:00+08:00'];
    plain = await shared(atEnd);
    sandbox = await shared(atEnd, '--sandbox', ...later, '--public-base-path', '/yizhan/');
  });

  it('listens, stops on SIGTERM and on SIGINT with exit code 0, and keeps its data', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = await serve(data, '--sandbox');
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    const settled = await (await client(first.url, data)).settle(CLAIM);
    expect(settled).toMatchObject({ kind: 'answered', status: 201, body: { insurerPaid: '118000.00' } });
    let before = first;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      before.kill(signal);
      expect((await before.ended).code).toBe(0);
      const next = await serve(data, '--sandbox');
      const asked = await (await client(next.url, data)).query('S1');
      expect(asked).toMatchObject({ kind: 'answered', body: { insurerPaid: '118000.00' } });
      expect(statSync(join(data, 'gateway-keys.json')).mode & 0o777).toBe(0o600);
      expect(statSync(join(data, 'sandbox', 'keys', `${HOSPITALS.nanchang.id}.private.jwk`)).mode & 0o777).toBe(0o600);
      before = next;
    }
  });

  it('says in one line that a port is in use', async () => {
    const { url } = plain;
    const { port } = new URL(url);
    const second = await yizhan(['serve', '--data', temporaryFolder()], { YIZHAN_PORT: port });
    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toBe(
      `127.0.0.1:${port}: 端口已被占用，请换一个 --port / the port is in use, choose another --port\n`,
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('notices a party that is imported while it runs', async () => {
    const { data, url } = plain;
    const { privateJwk, publicJwk } = generateKeyPair();
    const hospital = { ...HOSPITALS.wenshan, id: 'NEW', jwks: { keys: [publicJwk] } };
    const key = parsePrivateJwk(privateJwk, '');
    const late = new HospitalClient({ baseUrl: url, party: 'NEW', key, gateway: await fetchIdentity(url) });
    expect(await late.query('S1')).toMatchObject({ problem: { code: 'SIGNATURE_UNKNOWN_PARTY' } });
    writeFileSync(join(data, 'p.json'), JSON.stringify({ parties: [hospital] }));
    expect(await yizhan(['parties', 'import', join(data, 'p.json'), '--data', data])).toMatchObject({ code: 0 });
    expect(await late.query('S1')).toMatchObject({ problem: { code: 'SETTLEMENT_NOT_FOUND' } });
  });

  it('lets a flag beat the environment, and the environment beat the default', async () => {
    const running = start(['serve', '--port', '0', '--id', 'from-flag'], {
      YIZHAN_PORT: '1',
      YIZHAN_ID: 'from-environment',
      YIZHAN_HOST: 'localhost',
      YIZHAN_DATA: temporaryFolder(),
    });
    const url = /http:\S+$/.exec(await running.line(/listens on/))?.[0] ?? '';
    expect(url).toContain('//localhost:');
    expect((await fetchIdentity(url)).id).toBe('from-flag');
  });

  it('has a business time in the sandbox alone', async () => {
    const refused = await yizhan([
      'serve',
      '--business-time',
      '2023-07-11T10:00:00+08:00',
      '--data',
      temporaryFolder(),
    ]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--sandbox') });
    const info = (await (await fetch(`${sandbox.url}/.well-known/gateway`)).json()) as { id: string };
    expect(info.id).toBe('yizhan-sandbox');
  });

  it('is reached below a public base path', async () => {
    const asked = await (await client(`${sandbox.url}/yizhan`, sandbox.data)).query('nosuch');
    expect(asked).toMatchObject({ kind: 'refused', status: 404 });
  });
});
