import { describe, expect, it } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { signRequest } from '../../src/message/sign.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { start, temporaryFolder, yizhan } from '../cli/binary.ts';
import { freshPostgres } from '../support/postgres.ts';

const REPLICAS = 3;
const HOSPITAL = HOSPITALS.nanchang.id;

/** Three gateways, each a process of its own, that were started at the same moment on one new database. */
async function replicas() {
  const folder = temporaryFolder();
  const database = await freshPostgres();
  const place = ['--data', folder, '--database', database];
  const running = Array.from({ length: REPLICAS }, () => start(['serve', '--sandbox', '--port', '0', ...place]));
  const lines = await Promise.all(running.map((one) => one.line(/listens on/)));
  const urls = lines.map((line) => /http:\/\/\S+$/.exec(line)?.[0] ?? '');
  const { key } = sandboxKey(folder, HOSPITAL);
  const clients = await Promise.all(
    urls.map(
      async (baseUrl) => new HospitalClient({ baseUrl, party: HOSPITAL, key, gateway: await fetchIdentity(baseUrl) }),
    ),
  );
  return { place, running, urls, clients, key };
}

const stay = (settlementId: string, inCatalog: string) =>
  claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'C34.900' },
    inCatalog,
    pooling: '0',
  });

describe('three gateways on one database', () => {
  it('sign as one, spend no limit twice, settle nothing twice, and take no message twice', async () => {
    const { place, running, urls, clients, key } = await replicas();
    const jwks = await Promise.all(urls.map(async (url) => (await fetch(`${url}/.well-known/jwks.json`)).json()));
    expect(jwks[1]).toEqual(jwks[0]);
    expect(jwks[2]).toEqual(jwks[0]);

    // Twelve bills of a million each, at once, at all doors: far more than the year's limit of one member.
    const bills = Array.from({ length: 12 }, (_, n) => stay(`S-${n}`, '1000000'));
    const outcomes = await Promise.all(bills.map((bill, n) => clientAt(clients, n).settle(bill)));
    const paid = outcomes.map((one) => (one.kind === 'answered' ? Number(one.body.insurerPaid) : Number.NaN));
    expect(paid.reduce((sum, amount) => sum + amount, 0)).toBe(1_000_000);
    expect(paid.filter((amount) => amount > 0).length).toBeLessThan(12);

    // One settlement at all doors at once is one settlement.
    const one = await Promise.all(clients.map((client) => client.settle(stay('S-ONE', '100'))));
    expect(one.map((outcome) => outcome.kind === 'answered' && outcome.status).sort()).toEqual([200, 200, 201]);
    expect(new Set(one.map((outcome) => outcome.kind === 'answered' && outcome.body.decisionId)).size).toBe(1);

    // One message at all doors at once is taken at one of them.
    const body = Buffer.from(JSON.stringify(stay('S-TWO', '100')));
    const target = '/v1/settlements';
    const { id } = (await (await fetch(`${urls[0]}/.well-known/gateway`)).json()) as { id: string };
    const signature = signRequest(
      {
        ...{ privateKey: key.keyObject, alg: 'ES256', kid: key.kid, iss: HOSPITAL, aud: id, htm: 'POST', htu: target },
        ...{ iat: Math.floor(Date.now() / 1000), jti: crypto.randomUUID() },
      },
      body,
    );
    const headers = { 'Content-Type': 'application/json', 'X-JWS-Signature': signature };
    const answers = await Promise.all(urls.map((url) => fetch(url + target, { method: 'POST', headers, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);

    // Half of it is taken back, again at all doors at once.
    const reversals = bills
      .slice(0, 6)
      .flatMap(({ settlementId }, n) =>
        [n, n + 1].map((door) =>
          clientAt(clients, door).reverse(settlementId, { reversalId: `R-${n}`, reason: '测试' }),
        ),
      );
    for (const outcome of await Promise.all(reversals)) expect(outcome.kind).toBe('answered');

    for (const gateway of running) gateway.kill('SIGTERM');
    expect((await Promise.all(running.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await yizhan(['ledger', 'verify', ...place])).toMatchObject({ code: 0 });
  });
});

function clientAt(clients: readonly HospitalClient[], n: number): HospitalClient {
  const client = clients[n % clients.length];
  if (client === undefined) throw new Error('there is no client');
  return client;
}
