import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What starts processes takes longest, whatever the size of its file. */
const LONG = /\/test\/(bench|cli|console\/browser|docs|faults|mock-his|postgres|simulation)\//;

/** Long files first, so that in the end no core waits for one of them; of one project after the other, as ever. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = new Set(sorted.map(({ project }) => project));
    return [...projects].flatMap((project) => {
      const own = sorted.filter((one) => one.project === project);
      const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
      return [...own.filter(isLong), ...own.filter((one) => !isLong(one))];
    });
  }
}

/** What all tests have in common. */
const common = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  pool: 'forks',
  setupFiles: 'test/support/equality.ts',
  // Modules hold no state that tests change; loading all of them anew for each file took a third of the time.
  isolate: false,
} as const;

export default defineConfig({
  test: {
    reporters: ['default'],
    // Half of the time is waiting: for disks, sockets, other processes. A core is not left out for that.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { ...common, name: 'sqlite', include: ['test/**/*.test.ts'], exclude: ['test/postgres/**'] } },
      {
        test: {
          ...common,
          name: 'postgres',
          include: [
            'test/{ledger,settlement,review,roster,clearing,postgres,faults}/**/*.test.ts',
            'test/console/accounts.test.ts',
          ],
          globalSetup: ['test/support/postgres-server.ts'],
          // A round trip for every step: properties are tried less often than on the embedded store.
          env: { YIZHAN_TEST_STORE: 'postgres', YIZHAN_TEST_RUNS: '0.2' },
        },
      },
    ],
  },
});
