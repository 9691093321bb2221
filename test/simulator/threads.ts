import { Worker } from 'node:worker_threads';
import type { Bug } from './bugs.ts';
import { type Episode, type EpisodeOptions, runEpisode } from './episode.ts';

/** Episodes to be run, one after another or several at once. */
export interface Plan {
  readonly seed: number;
  /** In all episodes together. */
  readonly operations: number;
  /** In one episode. */
  readonly each: number;
  readonly replicas: number;
  readonly threads: number;
  readonly setting: string | undefined;
  readonly bug: Bug | undefined;
}

/**
 * Runs episodes until as many operations are done as were asked for, or one fails. Which thread runs an episode changes
 * nothing in it.
 *
 * @param take told of each episode as it ends
 */
export async function runPlan(plan: Plan, take: (episode: Episode) => void): Promise<void> {
  const options = episodes(plan);
  let failed = false;
  const each = async (run: (one: EpisodeOptions) => Promise<Episode>) => {
    for (const one of options) {
      const episode = await run(one);
      failed ||= episode.failure !== undefined;
      take(episode);
      if (failed) return;
    }
  };
  if (plan.threads === 1) return each(runEpisode);
  await Promise.all(
    Array.from({ length: plan.threads }, async () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      try {
        await each((one) => inWorker(worker, one));
      } finally {
        await worker.terminate();
      }
    }),
  );
}

/** The episodes of a plan: seed after seed, shared by all who take from it. */
function* episodes({ seed, operations, each, replicas, setting, bug }: Plan): Generator<EpisodeOptions, void, void> {
  for (let left = operations, next = seed; left > 0; left -= each, next += 1) {
    yield { seed: next, operations: Math.min(each, left), replicas, setting, bug };
  }
}

function inWorker(worker: Worker, options: EpisodeOptions): Promise<Episode> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (episode: Episode) => {
      worker.off('error', reject);
      resolve(episode);
    });
    worker.postMessage(options);
  });
}
