import { expect, it } from 'vitest';
import { temporaryFolder } from '../cli/binary.ts';
import { freshPostgres } from '../support/postgres.ts';
import { STORE } from '../support/stores.ts';
import { runCampaign } from './campaign.ts';

/** `npm run faults` does the same for longer, and ends the database too. */
it('loses nothing that was answered and doubles nothing, whatever is killed and when', {
  timeout: 300_000,
}, async () => {
  const database = STORE === 'postgres' ? await freshPostgres() : undefined;
  const place = { data: temporaryFolder(), database };
  const figures = await runCampaign({ place, kills: 3, seed: 20_230_711, fullCheckEvery: 100 });
  expect(figures.kills.gateway + figures.kills.worker).toBeGreaterThan(0);
  expect(figures.decisions).toBeGreaterThan(30);
});
