import { expect, it } from 'vitest';
import { start, temporaryFolder, yizhan } from '../cli/binary.ts';
import { changeKeysOf } from '../cli/keys-changed.ts';
import { freshPostgres } from '../support/postgres.ts';

it('changes every key of two gateways on one database while they answer', async () => {
  const data = temporaryFolder();
  const database = await freshPostgres();
  const place = ['--data', data, '--database', database];
  const running = [0, 1].map(() => start(['serve', '--sandbox', '--port', '0', ...place]));
  const lines = await Promise.all(running.map((one) => one.line(/listens on/)));
  await changeKeysOf(
    lines.map((line) => /http:\/\/\S+$/.exec(line)?.[0] ?? ''),
    { data, database },
  );
  for (const gateway of running) gateway.kill('SIGTERM');
  expect((await Promise.all(running.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0]);
  expect(await yizhan(['ledger', 'verify', ...place])).toMatchObject({ code: 0 });
}, 180_000);
