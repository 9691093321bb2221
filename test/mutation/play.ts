import { appendFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import type { Plan } from './plan.ts';

/** A process of its own that runs the tests of one plan in one worker: it can be stopped where a mutant hangs. */
const file = String(process.argv[2]);
const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => plan.tests.findIndex((test) => moduleId.endsWith(test));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

const vitest = await startVitest('test', [...plan.tests], {
  root: plan.root,
  config: false,
  watch: false,
  reporters: [{}],
  runner: fileURLToPath(new URL('runner.ts', import.meta.url)),
  sequence: { sequencer: InOrder },
  include: [...plan.tests],
  exclude: [],
  testNamePattern: new RegExp(plan.names),
  pool: 'forks',
  maxWorkers: 1,
  isolate: false,
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  teardownTimeout: 2_000,
  bail: plan.on === 0 ? 0 : 1,
  env: { MUTATION_PLAN: file, YIZHAN_TEST_RUNS: plan.tries },
});
const files = vitest.state.getTestModules();
const failed = files.filter((one) => !one.ok());
if (plan.on === 0)
  for (const one of failed) {
    const errors = [
      ...one.errors(),
      ...[...one.children.allTests('failed')].flatMap((test) => test.result().errors ?? []),
    ];
    process.stderr.write(`${one.relativeModuleId}: ${errors[0]?.stack ?? errors[0]?.message}\n`);
  }
appendFileSync(
  plan.words,
  `${JSON.stringify({ failed: failed.length + (files.length < plan.tests.length ? 1 : 0) })}\n`,
);
await vitest.close();
process.exit(0);
