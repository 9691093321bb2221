import { runEpisode } from './episode.ts';
const [first = '1', last = '1', operations = '300', setting] = process.argv.slice(2);
for (let seed = Number(first); seed <= Number(last); seed += 1) {
  const t = performance.now();
  const e = await runEpisode({ seed, operations: Number(operations), replicas: 3, setting });
  console.log(seed, e.hash, e.setting, e.commits, e.racesLost, e.waits, JSON.stringify(e.faults), (performance.now() - t).toFixed(0), 'ms');
  if (e.failure) console.log(e.failure.what.slice(0, 1500), e.failure.last.slice(-8));
}
