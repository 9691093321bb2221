import { eq } from '../store/drizzle.ts';
import type { StoredRow } from '../store/rows.ts';
import { define, param } from '../store/statement.ts';
import type { Instant } from '../time/clock.ts';
import type { PartyEntry } from './party.ts';

/** A party's row in the registry. */
export interface PartyRow {
  /** The registry entry, JSON. */
  readonly body: string;
  readonly changedAt: Instant;
  readonly suspendedAt: Instant | null;
  readonly suspendedReason: string | null;
}

/** The rows of parties. */
export const partyRows = define('party_rows', ({ query, tables: { parties } }) => ({
  find: query
    .select({
      body: parties.body,
      changedAt: parties.changedAt,
      suspendedAt: parties.suspendedAt,
      suspendedReason: parties.suspendedReason,
    })
    .from(parties)
    .where(eq(parties.id, param('id'))),
}));

/** A party as the audit trail shows it. */
export type PartyRecord = PartyEntry & Omit<PartyRow, 'body'>;

/** A key that was revoked by a change, as its row has it beside the party. */
export interface Revocation {
  readonly kid: string;
  readonly thumbprint: string;
  readonly jwk: string;
  readonly reason: string;
  readonly revokedAt: Instant;
}

/** What the audit trail says a party is after a change; `revoked`: the key that this change revoked. */
export type PartyAfter = PartyRecord & { readonly revoked?: Revocation };

/** A party as the audit trail shows it: its registry entry in full, with its public keys, and whether it is suspended. */
export function partyRecord({ body, changedAt, suspendedAt, suspendedReason }: PartyRow): PartyRecord {
  return { ...(JSON.parse(body) as PartyEntry), changedAt, suspendedAt, suspendedReason };
}

/** A party's row, of a row as the store has it. */
export function partyRow(row: StoredRow): PartyRow {
  const { body, changed_at: changedAt, suspended_at: suspendedAt, suspended_reason: suspendedReason } = row;
  return { body, changedAt, suspendedAt, suspendedReason } as PartyRow;
}
