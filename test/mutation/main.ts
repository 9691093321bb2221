import { globSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../fuzz/random.ts';
import { nameOf, readExplained } from './explained.ts';
import { type Suite, Trial } from './mutate.ts';
import { copyProject, mutated, withoutShrinking } from './project.ts';
import { report } from './report.ts';
import type { Mutant } from './switched.ts';

/** `npm run mutate -- [--only FILE] [--near] [--seed N] [--limit N]`: as the README here says. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    near: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string' },
  },
});
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);

const found = (...patterns: string[]) => patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }).sort());

/** Cheap tests first: what they notice the dear ones need not try. */
const NEAR = found(
  'test/money/*.test.ts',
  'test/adjudication/!(*properties|scenarios).test.ts',
  'test/scheme/{fixtures,schemes,cases}.test.ts',
  'test/adjudication/{language-,}properties.test.ts',
);
const ALL = new Set([
  ...NEAR,
  ...found('test/{adjudication,scheme,settlement,review,clearing,simulation,roster}/**/*.test.ts'),
]);
// That worked cases hang on what a scheme says takes long and tells little of the code.
const FIRST: Suite = { tests: NEAR, tries: '0.05', names: '^(?!each construct)' };
const THEN: Suite = { tests: [...ALL], tries: '1', names: '' };

function chosen(mutants: readonly Mutant[]): readonly Mutant[] {
  const asked = mutants.filter(({ file }) => values.only?.some((only) => file.includes(only)) ?? true);
  if (values.limit === undefined) return asked;
  const random = new Random(Number(values.seed), 0);
  const drawn = asked.map((mutant) => ({ mutant, place: random.next() })).sort((a, b) => a.place - b.place);
  return drawn.slice(0, Number(values.limit)).map(({ mutant }) => mutant);
}

setPriority(constants.priority.PRIORITY_LOW);
const project = copyProject(ROOT, mutated(ROOT));
// Also where somebody stops it.
process.once('exit', () => project.remove());
withoutShrinking(project);
const sample = chosen(project.mutants);
say(`seed ${values.seed}: ${sample.length} of ${project.mutants.length} mutants`);
const explained = readExplained(new URL('README.md', import.meta.url));
// What is explained is tried with the near tests only: whether a row is out of date they mostly tell, in a fraction of the time.
const trial = new Trial(project, say, new Set(sample.filter((one) => explained.has(nameOf(one))).map(({ id }) => id)));
const verdicts = await trial.run(sample, values.near ? [FIRST] : [FIRST, THEN]);
const { text, unexplained } = report(verdicts, explained);
say(text);
process.exitCode = unexplained === 0 ? 0 : 1;
