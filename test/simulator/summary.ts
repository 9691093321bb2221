import type { Episode, Failure } from './episode.ts';

type Counts = Record<string, number>;

/** What many episodes came to. */
export interface Summary {
  episodes: number;
  readonly settings: Counts;
  readonly operations: Counts;
  commits: number;
  entries: number;
  racesLost: number;
  waits: number;
  statements: number;
  readonly faults: Counts;
  readonly checks: Counts;
  /** By seed. */
  readonly hashes: Map<number, string>;
  readonly failures: Failure[];
}

export function emptySummary(): Summary {
  return {
    ...{ episodes: 0, settings: {}, operations: {}, commits: 0, entries: 0, racesLost: 0, waits: 0, statements: 0 },
    ...{ faults: {}, checks: {}, hashes: new Map(), failures: [] },
  };
}

export function addEpisode(summary: Summary, episode: Episode): void {
  summary.episodes += 1;
  summary.commits += episode.commits;
  summary.entries += episode.entries;
  summary.racesLost += episode.racesLost;
  summary.waits += episode.waits;
  summary.statements += episode.statements;
  add(summary.settings, { [episode.setting]: 1 });
  add(summary.operations, episode.operations);
  add(summary.faults, episode.faults);
  add(summary.checks, episode.checks);
  summary.hashes.set(episode.seed, episode.hash);
  if (episode.failure !== undefined) summary.failures.push(episode.failure);
}

export function total(counts: Readonly<Counts>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function add(to: Counts, counts: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(counts)) to[name] = (to[name] ?? 0) + count;
}
