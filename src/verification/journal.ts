import { derived } from '../ledger/derive.ts';
import { type Entry, type EntryBody, entryHash, GENESIS } from '../ledger/journal.ts';
import { LostRace } from '../ledger/race.ts';
import type { Vault } from '../ledger/vault.ts';
import { rebuildSettlements } from '../settlement/rebuild.ts';
import type { Snapshot } from '../store/database.ts';
import { rowsOf, type StoredRow } from '../store/rows.ts';
import type { Row } from '../store/tables.ts';
import { expectFrom } from './expected.ts';
import { StoreDiffers } from './flaws.ts';
import type { Scratch } from './scratch.ts';

/**
 * Goes through the journal once, in its order: every chain is recomputed, what is personal is opened, and what follows
 * from the entries is made again in the scratch store.
 *
 * @returns how many entries there are
 * @throws StoreDiffers
 */
export async function verifyJournal(
  seen: Snapshot,
  vault: Pick<Vault, 'unseal'>,
  scratch: Scratch,
  onEntries: (entries: number) => void,
): Promise<number> {
  let entries = 0;
  for await (const row of rowsOf(seen, 'entries')) {
    const entry = toEntry(row);
    verifyLink(entry, scratch);
    verifyPersonal(entry, vault);
    rebuild(entry, JSON.parse(entry.body) as EntryBody, scratch);
    entries += 1;
    if (entries % 10_000 === 0) onEntries(entries);
  }
  return entries;
}

function verifyLink(entry: Entry, scratch: Scratch): void {
  const { memberId, memberSeq, seq, hash, previous } = entry;
  if (entryHash(entry) !== hash) throw new StoreDiffers('ENTRY_ALTERED', `entry ${seq}`);
  const before = scratch.chain(memberId);
  const follows = previous === (before?.['head'] ?? GENESIS) && memberSeq === Number(before?.['version'] ?? 0) + 1;
  if (!follows) throw new StoreDiffers('CHAIN_BROKEN', `entry ${seq}`);
  scratch.putChain(memberId, memberSeq, hash, Number(before?.['seqs'] ?? 0) + seq);
}

function verifyPersonal({ personal, memberId, memberSeq, seq }: Entry, vault: Pick<Vault, 'unseal'>): void {
  if (personal === null) return;
  try {
    vault.unseal(personal, `${memberId} ${memberSeq}`);
  } catch (cause) {
    throw new StoreDiffers('PERSONAL_UNREADABLE', `entry ${seq}`, { cause });
  }
}

function rebuild(entry: Entry, body: EntryBody, scratch: Scratch): void {
  scratch.now(rebuildSettlements(entry, body));
  try {
    for (const steps of derived(entry, body)) scratch.now(steps);
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    throw new StoreDiffers('REVIEWS_DIFFER', `entry ${entry.seq}`, { cause: error });
  }
  expectFrom(entry, body, scratch);
}

function toEntry(row: StoredRow): Entry {
  const { seq, member_id, member_seq, type, at, business_date, body, personal, previous, hash } = row;
  const stored = {
    seq,
    memberId: member_id,
    memberSeq: member_seq,
    type,
    at,
    businessDate: business_date,
    body,
    personal,
    previous,
    hash,
  } as unknown as Row<'entries'>;
  return stored as Entry;
}
