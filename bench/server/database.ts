import { Client } from 'pg';

/** A PostgreSQL server on which every place of a run has a database of its own. */
export class DatabaseServer {
  readonly #url: string;
  readonly #names: string[] = [];

  /** @param url of a database on it, as a user who may create others */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param template the URL of a database to begin as a copy of; nobody may be connected to it
   * @returns the URL of a new database
   */
  async create(template?: string): Promise<string> {
    const name = `yizhan_bench_${process.pid}_${this.#names.length}`;
    const copied = template === undefined ? '' : ` TEMPLATE ${new URL(template).pathname.slice(1)}`;
    await this.#execute(`CREATE DATABASE ${name}${copied}`);
    this.#names.push(name);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Drops what was created. */
  async close(): Promise<void> {
    for (const name of this.#names.splice(0)) await this.#execute(`DROP DATABASE ${name}`);
  }

  async #execute(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.#url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
