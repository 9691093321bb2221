import { runEpisode } from './episode.ts';
const [first = '1', last = '1', operations = '300', setting] = process.argv.slice(2);
for (let seed = Number(first); seed <= Number(last); seed += 1) {
  const t = process.cpuUsage();
  const e = await runEpisode({ seed, operations: Number(operations), replicas: 3, setting });
  console.log(seed, e.hash, e.setting, e.commits, e.racesLost, e.waits, JSON.stringify(e.faults), (process.cpuUsage(t).user / 1000).toFixed(0), 'ms');
  if (e.failure) console.log(e.failure.what.slice(0, 1500), e.failure.last.slice(-8));
}
