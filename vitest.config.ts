import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Modules hold no state that tests change; loading all of them anew for each file took a third of the time.
    isolate: false,
    reporters: ['default'],
  },
});
