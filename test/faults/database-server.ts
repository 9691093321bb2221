import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { until } from './gateway.ts';

/** A PostgreSQL server that can be ended the hard way. It keeps what it has committed, as the defaults have it. */
export class DatabaseServer {
  readonly #server: PostgresServer;
  readonly #stored: string;

  private constructor(server: PostgresServer) {
    this.#server = server;
    this.#stored = join(server.folder, 'postmaster.pid');
  }

  static async start(): Promise<DatabaseServer> {
    return new DatabaseServer(await startPostgres(['-c', 'max_connections=100']));
  }

  /** The URL of its first database. */
  get url(): string {
    return `${this.#server.url}/postgres`;
  }

  /** Immediate shutdown: every process of the server ends at once, nothing is written, the next start recovers. */
  async crash(): Promise<void> {
    const pid = Number(readFileSync(this.#stored, 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    await until(() => !isRunning(pid));
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  remove(): Promise<void> {
    return this.#server.remove();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
