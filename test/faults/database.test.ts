import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../cli/binary.ts';
import { freshPostgres } from '../support/postgres.ts';
import { STORE } from '../support/stores.ts';
import { bill, decisionOf, PARTY, settle } from './bill.ts';
import { query, verifyLedger } from './books.ts';
import { TestGateway, until } from './gateway.ts';
import { Network } from './network.ts';

/** The gateway waits no longer than so many milliseconds for an answer of its database. */
const SILENCE = 1_500;

/** A gateway whose database is behind a network that the test can break. */
async function behindProxy() {
  const direct = new URL(await freshPostgres());
  const proxy = await Network.start(Number(direct.port));
  const database = new URL(direct);
  database.port = String(proxy.port);
  database.searchParams.set('query_timeout', String(SILENCE));
  const data = temporaryFolder();
  const gateway = await TestGateway.start({ data, database: database.href });
  onTestFinished(async () => {
    await gateway.kill();
    proxy.close();
  });
  return { proxy, gateway, place: { data, database: direct.href }, client: await gateway.client(PARTY) };
}

describe.skipIf(STORE === 'sqlite')('a database that goes away and comes back', { timeout: 300_000 }, () => {
  it('is waited for: refused meanwhile, nothing lost, unknown commits resolved by a retry, no restart', async () => {
    const { proxy, gateway, place, client } = await behindProxy();
    const first = await settle(client, 'FIRST');
    expect(first).toMatchObject({ status: 201 });

    for (const weather of ['cut', 'swallow'] as const) {
      proxy.weather = weather;
      const during = await Promise.all(Array.from({ length: 20 }, (_, n) => settle(client, `${weather}-${n}`)));
      expect(new Set(during.map((came) => JSON.stringify(came)))).toEqual(new Set(['{"code":"UNAVAILABLE"}']));
      expect(await gateway.readiness()).toBe(503);
      proxy.weather = 'fair';
      await until(async () => (await gateway.readiness()) === 200);
      const after = await Promise.all(Array.from({ length: 20 }, (_, n) => settle(client, `${weather}-${n}`)));
      expect(after).toEqual(after.map(() => ({ status: 201, decision: expect.any(String) })));
    }

    // Nobody but the database knows whether these were committed: the first was not, the second was.
    for (const [weather, status] of [['lose-commit', 201] as const, ['lose-answer', 200] as const]) {
      proxy.weather = weather;
      expect(await settle(client, weather)).toEqual({ code: 'UNAVAILABLE' });
      expect(proxy.weather).toBe('fair');
      expect(await settle(client, weather)).toMatchObject({ status });
      expect((await client.quote(bill('QUOTED'))).kind).toBe('answered');
    }
    expect(await settle(client, 'FIRST')).toEqual({ status: 200, decision: decisionOf(first) });
    const [settled] = await query(place, "SELECT count(*) AS n FROM entries WHERE type = 'SETTLE'");
    expect(Number(settled?.['n'])).toBe(1 + 20 + 20 + 2);
    await gateway.stop();
    await verifyLedger(place);
  });
});
