import { describe, expect, it } from 'vitest';
import type { Bug } from './bugs.ts';
import { type Episode, type EpisodeOptions, runEpisode } from './episode.ts';
import { SETTINGS } from './settings.ts';
import { failureText } from './text.ts';

const SMALL = SETTINGS.at(-1)?.name;
// All of it is work, and nothing waits: a busy machine takes longer and comes to the same.
const PATIENCE = 600_000;

function episode(seed: number, more: Partial<EpisodeOptions> = {}): Promise<Episode> {
  return runEpisode({ seed, operations: 120, replicas: 3, ...more });
}

function toldOf({ failure }: Episode): string {
  return failure === undefined ? '' : failureText(failure);
}

describe('a simulated city', { timeout: PATIENCE }, () => {
  it.each(SETTINGS.map(({ name }) => name))('keeps every invariant: %s', async (setting) => {
    const found = await episode(7, { setting });
    expect(toldOf(found)).toBe('');
    expect(found.commits).toBeGreaterThan(30);
  });

  it('is the same again from the same seed, to the last answer, and another from another', async () => {
    const [one, same, other] = [
      await episode(11, { setting: SMALL }),
      await episode(11, { setting: SMALL }),
      await episode(12, { setting: SMALL }),
    ];
    expect(same).toEqual(one);
    expect(other.hash).not.toBe(one.hash);
  });

  it('has races lost and faults of every kind', async () => {
    const { racesLost, faults } = await episode(13, { setting: SMALL, operations: 400 });
    expect(racesLost).toBeGreaterThan(20);
    for (const kind of ['connection', 'notCommitted', 'answerLost', 'serialization']) {
      expect(faults[kind], kind).toBeGreaterThan(0);
    }
  });

  it.each<Bug>(['no-version-check', 'wrong-replay-order', 'acknowledged-not-appended', 'done-though-refused'])(
    'finds a store that does wrong: %s',
    async (bug) => {
      expect(toldOf(await episode(1, { setting: SMALL, operations: 600, bug }))).not.toBe('');
    },
  );
});
