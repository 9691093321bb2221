import type { Snapshot } from './database.ts';
import { define, type Text } from './statement.ts';
import { all, type Steps } from './steps.ts';
import type { Tables } from './tables.ts';

/** A row as the store has it: columns by their names there; a flag is 0 or 1. */
export type StoredRow = Readonly<Record<string, string | number | Buffer | null>>;

interface Shape {
  readonly name: string;
  readonly key: readonly string[];
}

/** Every table, and by what its rows are told apart. */
export const SHAPES = {
  entries: { name: 'entries', key: ['seq'] },
  members: { name: 'members', key: ['member_id'] },
  settlements: { name: 'settlements', key: ['hospital_id', 'settlement_id', 'attempt'] },
  permissions: { name: 'permissions', key: ['decision_id', 'scheme'] },
  messages: { name: 'messages', key: ['hospital_id', 'message_id', 'person', 'decision_id'] },
  accumulators: { name: 'accumulators', key: ['member_id', 'policy_key'] },
  postings: { name: 'postings', key: ['entry_seq', 'line'] },
  bookings: { name: 'bookings', key: ['entry_seq'] },
  reviews: { name: 'reviews', key: ['decision_id', 'scheme', 'policy_no'] },
  days: { name: 'days', key: ['date'] },
  reconciliations: { name: 'reconciliations', key: ['seq'] },
  differences: { name: 'differences', key: ['id'] },
  confirmations: { name: 'confirmations', key: ['decision_id'] },
  rules: { name: 'rules', key: ['digest'] },
  parties: { name: 'parties', key: ['id'] },
  lists: { name: 'lists', key: ['list', 'version'] },
  facts: { name: 'facts', key: ['scheme', 'name', 'version'] },
  enrollments: { name: 'enrollments', key: ['scheme', 'policy_no'] },
  revisions: { name: 'revisions', key: ['id'] },
  nonces: { name: 'nonces', key: ['party', 'jti'] },
  exchangedFiles: { name: 'exchanged_files', key: ['file_id'] },
  dataKeys: { name: 'data_keys', key: ['id'] },
  revokedKeys: { name: 'revoked_keys', key: ['party', 'kid'] },
  accounts: { name: 'accounts', key: ['name'] },
  sessions: { name: 'sessions', key: ['id'] },
  attempts: { name: 'attempts', key: ['name'] },
} as const satisfies Record<keyof Tables, Shape>;

export type TableName = keyof typeof SHAPES;

/** So many rows are in memory at a time; of what is large fewer. */
const PAGE = 500;
const SMALLER: Readonly<Record<string, number>> = { exchangedFiles: 1, lists: 10, rules: 10, days: 10 };

const statements = define('verification', ({ text }) => {
  const made: Record<string, Text<Record<string, unknown>>> = {};
  for (const [table, { name, key }] of Object.entries(SHAPES)) {
    const order = `ORDER BY ${key.join(', ')} LIMIT ${pageOf(table)}`;
    made[`${table}First`] = text(`SELECT * FROM ${name} ${order}`);
    const after = key.map((column) => `@${column}`).join(', ');
    made[`${table}Next`] = text(`SELECT * FROM ${name} WHERE (${key.join(', ')}) > (${after}) ${order}`);
  }
  return made;
});

function pageOf(table: string): number {
  return SMALLER[table] ?? PAGE;
}

/** A page of a table's rows in the order of their keys, behind a row. */
function* pageOfRows(table: TableName, after?: StoredRow): Steps<StoredRow[]> {
  const statement = statements[after === undefined ? `${table}First` : `${table}Next`];
  if (statement === undefined) throw new Error(`unreachable: no statement for ${table}`);
  const keys = SHAPES[table].key.map((column) => [column, after?.[column]] as const);
  return (yield* all(statement, after === undefined ? {} : Object.fromEntries(keys))).map(plain);
}

/** Does something with the rows of a table, page by page in the order of their keys, in one transaction. */
export function* pages(table: TableName, work: (page: readonly StoredRow[]) => Steps<void>): Steps<void> {
  for (let last: StoredRow | undefined; ; ) {
    const page = yield* pageOfRows(table, last);
    yield* work(page);
    if (page.length < pageOf(table)) return;
    last = page.at(-1);
  }
}

/** Does something with each row of a table, in the order of their keys, in one transaction. */
export function eachRow(table: TableName, work: (row: StoredRow) => Steps<void>): Steps<void> {
  return pages(table, function* (page) {
    for (const row of page) yield* work(row);
  });
}

/** All rows of a table in the order of their keys, page by page. */
export async function* rowsOf({ read }: Pick<Snapshot, 'read'>, table: TableName): AsyncGenerator<StoredRow> {
  for (let last: StoredRow | undefined; ; ) {
    const page = await read(() => pageOfRows(table, last));
    yield* page;
    if (page.length < pageOf(table)) return;
    last = page.at(-1);
  }
}

function plain(row: Record<string, unknown>): StoredRow {
  for (const [name, value] of Object.entries(row)) if (typeof value === 'boolean') row[name] = Number(value);
  return row as StoredRow;
}

/** A row's key, to be shown. */
export function keyText(table: TableName, row: StoredRow): string {
  return `${SHAPES[table].name} ${SHAPES[table].key.map((column) => row[column]).join(' ')}`;
}
