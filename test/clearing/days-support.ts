import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { DailyFiles } from '../../src/clearing/days/daily-files.ts';
import { type Sealing, sealDays } from '../../src/clearing/days/seal.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { PostgresLedger } from '../../src/ledger/postgres-ledger.ts';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { Enrolled } from '../../src/ledger/view.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import type { Steps } from '../../src/store/steps.ts';
import { addDays, dateOf } from '../../src/time/calendar.ts';
import { burden, NOW, type Story } from '../support/claims.ts';
import { localHospital, NANTONG, policy, SCHEMES } from '../support/terms.ts';
import { World } from '../support/world.ts';

export const DAY = 86_400_000;
/** The day the worlds of these tests begin with. */
export const FIRST = dateOf(NOW);
export const KEYS = parseKeyStore(newKeyStore(NOW), 'keys');
export const PUBLIC_KEYS = parseJwks(KEYS.jwks(), '');

/** A world in which people are insured in Nantong. */
export async function nantong(): Promise<World> {
  const world = await World.open(localHospital(NANTONG), localHospital(NANTONG, { id: 'H2' }));
  for (const person of [2, 3, 4]) world.enroll([policy(NANTONG, { policyNo: `P-${person}` })], person);
  return world;
}

/** A stay that is paid: (costs − 8,000) × 70%. */
export function stay(settlementId: string, yuan = 30_000): Story {
  return { settlementId, costs: burden(yuan * 100) };
}

export function sealingOf(world: World): Sealing {
  const { database, ledger } = world;
  const clock = { real: () => world.now, business: () => world.now };
  return { database, ledger, gateway: 'yizhan', keys: KEYS, schemes: SCHEMES, clock };
}

/** Another gateway on the same store. */
export function replicaOf({ database, folder, vault }: World): {
  readonly database: Database;
  readonly ledger: Ledger;
  close(): Promise<void>;
} {
  // biome-ignore lint/correctness/useYield: nobody is insured there.
  const nobody = function* (): Steps<Enrolled> {
    return { policies: [], families: [] };
  };
  if (!('raw' in database)) {
    return { database, ledger: new PostgresLedger(database, vault, nobody), close: async () => {} };
  }
  const other = openDatabase(folder);
  return { database: other, ledger: new SqliteLedger(other, vault, nobody), close: () => other.close() };
}

/** Lets a day pass and seals what is over. */
export async function endDay(world: World): Promise<string> {
  const date = dateOf(world.now);
  world.now += DAY;
  await sealDays(sealingOf(world));
  return date;
}

export function filesOf(world: World): DailyFiles {
  return new DailyFiles(world.database, SCHEMES);
}

/** The bytes of a daily file, as they are sent. */
export async function csvOf(world: World, date: string, scheme = NANTONG): Promise<string> {
  const chunks: Uint8Array[] = [];
  const { chunks: sent } = await filesOf(world).file(scheme, date);
  for await (const chunk of sent) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export type Row = Readonly<Record<string, string>>;

/** The rows of a daily file, read by another hand than the one that wrote them. */
export async function rowsOf(world: World, date: string, scheme = NANTONG): Promise<Row[]> {
  return parse(await csvOf(world, date, scheme), { columns: true });
}

export function hexSha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Whole fen of an amount. */
export function fen(amount: string | undefined): number {
  return Math.round(Number(amount) * 100);
}

/** `a=1.00;b=2.00` in fen. */
export function partsFen(cell: string | undefined): number {
  return (cell ?? '')
    .split(';')
    .filter((part) => part !== '')
    .reduce((sum, part) => sum + fen(part.slice(part.lastIndexOf('=') + 1)), 0);
}

export function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + fen(row[column]), 0);
}

export const daysAfter = (days: number) => addDays(FIRST, days);

/** Puts many entries into a day at once, questions that mean no money. */
export async function book(world: World, count: number, businessDate = dateOf(world.now)): Promise<void> {
  const entry = { type: 'INQUIRE', at: world.now, businessDate, body: {} } as const;
  const append = {
    entries: Array.from({ length: count }, () => entry),
    settlements: [],
    accumulators: new Map(),
    replaceAll: false,
  };
  await world.ledger.write({ memberId: world.member(9), hospitalId: 'H1' }, () => ({ append, answer: undefined }));
}
