import { defineConfig } from 'vitest/config';

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
