import { verifyDays } from '../clearing/days/verify.ts';
import { memberIds } from '../ledger/chains.ts';
import { ledgerAt } from '../ledger/seen.ts';
import type { Vault } from '../ledger/vault.ts';
import type { PublicKeyRecord } from '../message/keys.ts';
import type { Rulebook } from '../settlement/terms.ts';
import { verifyMember } from '../settlement/verify.ts';
import type { Database, Snapshot } from '../store/database.ts';
import { type FlawCode, StoreDiffers } from './flaws.ts';
import { verifyJournal } from './journal.ts';
import { Scratch } from './scratch.ts';
import {
  verifyAccumulatorTexts,
  verifyDerived,
  verifyExpected,
  verifyFiles,
  verifyReconciled,
  verifyRules,
} from './tables.ts';

/** What a verification needs. */
export interface Verifying {
  readonly database: Pick<Database, 'snapshot'>;
  readonly vault: Vault;
  readonly rulebook: Rulebook;
  /** The gateway's public keys, retired ones too. */
  readonly keys: readonly PublicKeyRecord[];
  /** Told now and then how many entries have been gone through. */
  readonly onEntries?: (entries: number) => void;
}

/** What was verified; `difference`: the first that was found, where it stopped. */
export interface Verified {
  readonly chains: number;
  readonly entries: number;
  readonly days: number;
  readonly difference: { readonly flaw: FlawCode; readonly where: string } | null;
}

/**
 * Verifies everything in a store, as of one moment, while others may write: the journal's chains, what follows from it
 * in every table, what lies beside it against its entries or its keys, and every sealed day. Nothing of the size of the
 * store is held in memory.
 *
 * Not covered: `nonces`, `sessions` and `attempts`, which hold for minutes or hours and decide about no money, and that an
 * exchanged file, which is dropped after a week, is still there.
 */
export async function verifyStore(verifying: Verifying): Promise<Verified> {
  const scratch = new Scratch();
  const done = { chains: 0, entries: 0, days: 0 };
  try {
    await verifying.database.snapshot((seen) => verifyAll(seen, verifying, scratch, done));
    return { ...done, difference: null };
  } catch (error) {
    if (!(error instanceof StoreDiffers)) throw error;
    return { ...done, difference: { flaw: error.flaw, where: error.where } };
  } finally {
    scratch.close();
  }
}

/** In this order, so that each may rely on what was verified before it. */
async function verifyAll(
  seen: Snapshot,
  { vault, rulebook, keys, onEntries = () => {} }: Verifying,
  scratch: Scratch,
  done: { chains: number; entries: number; days: number },
): Promise<void> {
  done.entries = await reading('entries', () => verifyJournal(seen, vault, scratch, onEntries));
  await reading('derived tables', () => verifyDerived(seen, scratch));
  done.chains = scratch.rows('members');
  await reading('rules', () => verifyRules(seen, scratch));
  await reading('registry', () => verifyExpected(seen, scratch, vault));
  await reading('reconciliations', () => verifyReconciled(seen, scratch));
  await reading('files', () => verifyFiles(seen, vault));
  await verifyAccumulatorTexts(seen, scratch);
  const ledger = ledgerAt(seen);
  for await (const memberId of memberIds(seen)) {
    const member = await verifyMember(ledger, rulebook, memberId);
    if (member !== undefined) throw new StoreDiffers(member.flaw, member.decisionId ?? `member ${memberId}`);
  }
  const { days, difference } = await verifyDays(seen, keys);
  done.days = days;
  if (difference !== null)
    throw new StoreDiffers(difference.flaw, `${difference.date} ${difference.scheme ?? ''}`.trim());
}

/** What was altered may be so that it cannot even be read. */
async function reading<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const unreadable = error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError;
    throw unreadable ? new StoreDiffers('UNREADABLE', what, { cause: error }) : error;
  }
}
