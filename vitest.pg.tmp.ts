import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 60000, hookTimeout: 60000, pool: 'forks', isolate: false, globalSetup: ['test/support/postgres-server.ts'], env: { YIZHAN_TEST_RUNS: '0.2', YIZHAN_TEST_STORE: 'postgres' } } });
