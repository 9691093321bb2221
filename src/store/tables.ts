import { clearingTables } from './tables/clearing.ts';
import { consoleTables } from './tables/console.ts';
import { gatewayTables } from './tables/gateway.ts';
import { journalTables } from './tables/journal.ts';
import { POSTGRES_KIT, SQLITE_KIT, type TableKit } from './tables/kit.ts';
import { registryTables } from './tables/registry.ts';

function make(kit: TableKit) {
  return {
    ...journalTables(kit),
    ...clearingTables(kit),
    ...registryTables(kit),
    ...gatewayTables(kit),
    ...consoleTables(kit),
  };
}

/** All tables, as the embedded store has them. */
export const tables = make(SQLITE_KIT);

export type Tables = typeof tables;

/** All tables, as PostgreSQL has them. */
export const postgresTables: Tables = make(POSTGRES_KIT);

/** A row of a table as it is read. */
export type Row<K extends keyof Tables> = Tables[K]['$inferSelect'];
