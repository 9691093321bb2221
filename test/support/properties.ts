import fc from 'fast-check';

/** The same runs every time, so that a red build can be repeated. `YIZHAN_TEST_SEED` draws other ones. */
const SEED = Number(process.env['YIZHAN_TEST_SEED'] ?? 20_230_711);
/** `YIZHAN_TEST_RUNS=20` looks twenty times as long. */
const FACTOR = Number(process.env['YIZHAN_TEST_RUNS'] ?? 1);

/** How often a property is tried. A failure prints the seed, the path to it and the shrunken example. */
export function tries(runs: number): { seed: number; numRuns: number; endOnFailure: boolean } {
  return { seed: SEED, numRuns: Math.ceil(runs * FACTOR), endOnFailure: false };
}

export { fc };
