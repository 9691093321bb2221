import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { DatabaseServer } from './database-server.ts';

/** `npm run faults -- [--kills 100] [--store sqlite|postgres] [--seed N]`: exit code 0 only where every promise held. */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    store: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!(kills > 0) || !Number.isInteger(seed) || !['sqlite', 'postgres'].includes(values.store)) {
  throw new RangeError('--kills and --seed are whole numbers, --store is sqlite or postgres');
}

// What was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const say = (line: string) => process.stdout.write(`${line}\n`);
const again = `npm run faults -- --store ${values.store} --kills ${kills} --seed ${seed}`;
const data = mkdtempSync(join(tmpdir(), 'yizhan-faults-'));
const server = values.store === 'postgres' ? await DatabaseServer.start() : undefined;
say(again);
try {
  const figures = await runCampaign({
    place: { data, database: server?.url },
    kills,
    seed,
    fullCheckEvery: 10,
    say,
    ...(server === undefined
      ? {}
      : {
          crashDatabase: async () => {
            await server.crash();
            await server.start();
          },
        }),
  });
  say(JSON.stringify({ store: values.store, seed, ...figures, lost: 0, doubled: 0 }, undefined, 2));
  rmSync(data, { recursive: true, force: true });
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\nthe data lies in ${data}; again: ${again}\n`,
  );
  process.exitCode = 1;
} finally {
  await server?.remove();
}
