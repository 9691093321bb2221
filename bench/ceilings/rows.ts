import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

type Row = Readonly<Record<string, unknown>>;

/** What each settlement writes into a table: so many of these rows, in turn. */
export interface TableRows {
  readonly table: string;
  readonly each: number;
  readonly rows: readonly Row[];
}

/** What settlements have written, as the store has it. */
export interface WrittenRows {
  /** The statements that make an empty store. */
  readonly schema: readonly string[];
  readonly tables: readonly TableRows[];
  readonly settlements: number;
}

/** A store at one moment: for each table, how many rows and a digest of all of them. */
export type Snapshot = ReadonlyMap<string, { readonly rows: number; readonly digest: string }>;

/** The file of the embedded store in a data folder. */
function open(data: string): Sqlite.Database {
  return new Sqlite(join(data, 'yizhan.db'), { readonly: true });
}

function tablesOf(db: Sqlite.Database): string[] {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
  return db.prepare<[], string>(sql).pluck().all();
}

/** Looks at the store of a gateway that is idle. */
export function snapshot(data: string): Snapshot {
  const db = open(data);
  const found = tablesOf(db).map((table) => {
    const rows = db.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().all();
    return [
      table,
      { rows: rows.length, digest: createHash('sha256').update(JSON.stringify(rows)).digest('hex') },
    ] as const;
  });
  db.close();
  return new Map(found);
}

/**
 * The rows that settlements have written since a snapshot: new ones where a table has grown, one row each where rows of
 * a table were only changed. It knows nothing of what the tables mean.
 *
 * @param settlements how many, and nothing else was written
 */
export function writtenSince(data: string, before: Snapshot, settlements: number): WrittenRows {
  const db = open(data);
  const now = snapshot(data);
  const tables = tablesOf(db).flatMap((table): TableRows[] => {
    const [was, is] = [before.get(table), now.get(table)];
    if (was === undefined || is === undefined || was.digest === is.digest) return [];
    const grown = is.rows - was.rows;
    const each = Math.max(1, Math.round(grown / settlements));
    const limit = grown > 0 ? grown : is.rows;
    const rows = db.prepare<[number], Row>(`SELECT * FROM "${table}" LIMIT ?`).all(limit);
    return [{ table, each, rows }];
  });
  const schema = db.prepare<[], string>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL').pluck().all();
  db.close();
  return { schema: schema.filter((sql) => !sql.includes('sqlite_')), tables, settlements };
}
