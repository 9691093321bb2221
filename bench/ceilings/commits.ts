import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { TableRows, WrittenRows } from './rows.ts';

/**
 * Writes again what settlements have written, into an empty store that is as durable as the gateway's, and does nothing
 * else: what a gateway could settle a second if all but writing took no time.
 *
 * @param group so many settlements share a commit
 * @returns settlements a second
 */
export function commitCeiling({ schema, tables, settlements }: WrittenRows, group: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-bench-'));
  const db = new Sqlite(join(folder, 'ceiling.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -65536');
    // What a row refers to may not be there.
    db.pragma('foreign_keys = OFF');
    for (const sql of schema) db.exec(sql);
    const writers = tables.map((one) => writerOf(db, one));
    const commit = db.transaction((from: number) => {
      for (let at = from; at < Math.min(from + group, settlements); at += 1) for (const write of writers) write(at);
    });
    const start = performance.now();
    for (let from = 0; from < settlements; from += group) commit.immediate(from);
    return (settlements * 1000) / (performance.now() - start);
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/** Writes the rows of the settlement of that number. */
function writerOf(db: Sqlite.Database, { table, each, rows }: TableRows): (settlement: number) => void {
  const columns = Object.keys(rows[0] ?? {});
  const names = columns.map((column) => `"${column}"`).join(', ');
  const places = columns.map(() => '?').join(', ');
  const put = db.prepare(`INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${places})`);
  const values = rows.map((row) => columns.map((column) => row[column]));
  return (settlement) => {
    for (let line = 0; line < each; line += 1) put.run(...(values[(settlement * each + line) % values.length] ?? []));
  };
}
