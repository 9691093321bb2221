import { setImmediate as breathe } from 'node:timers/promises';
import { canonicalJson } from '../../claim/digest.ts';
import { type Entry, entryHash, GENESIS } from '../../ledger/journal.ts';
import type { PublicKeyRecord } from '../../message/keys.ts';
import type { Database } from '../../store/database.ts';
import { together } from '../../store/steps.ts';
import { addDays, type DateText } from '../../time/calendar.ts';
import { manifestDigest, verifyManifest } from '../files/manifest.ts';
import { entriesThrough } from './journal.ts';
import { DayScan } from './scan.ts';
import { countSealedDays, DAYS_CHAIN, type SealBody, sealEntries, sealOf } from './sealed.ts';

/** What of a sealed day is not as it was sealed. */
export type Flaw =
  | 'SEAL_CHAIN'
  | 'DAY_ORDER'
  | 'DAY_TABLE'
  | 'JOURNAL_ROOT'
  | 'DAILY_FILE'
  | 'MANIFEST_CHAIN'
  | 'MANIFEST_SIGNATURE'
  | 'ENTRY_OUTSIDE';

/** The first place at which the store differs from what was sealed. */
export interface DayDifference {
  readonly date: DateText;
  /** Null where it is not about one scheme's file. */
  readonly scheme: string | null;
  readonly flaw: Flaw;
}

/** How many days were verified, and what was wrong with the first that did not hold, if any. */
export interface VerifiedDays {
  readonly days: number;
  readonly difference: DayDifference | null;
}

/**
 * Makes every sealed day again, from the journal's entry hashes and the postings, and holds it against its seal: the
 * chain of SEAL entries, the roots, the daily files byte for byte, the chains of manifests and their signatures. That an
 * entry is what its hash says is for the members' chains to tell.
 *
 * @param keys the gateway's public keys, retired ones too
 */
export async function verifyDays(
  database: Pick<Database, 'read'>,
  keys: readonly PublicKeyRecord[],
): Promise<VerifiedDays> {
  let previous: { readonly entry: Entry; readonly body: SealBody } | undefined;
  let days = 0;
  let entries = 0;
  for await (const entry of sealEntries(database)) {
    const body = JSON.parse(entry.body) as SealBody;
    const difference =
      (await linkFlaw(database, entry, body, previous)) ?? (await contentFlaw(database, body, previous?.body, keys));
    if (difference !== undefined) return { days, difference: { date: body.date, ...difference } };
    previous = { entry, body };
    days += 1;
    entries += body.entries.count;
  }
  if (previous === undefined) return { days, difference: null };
  // Each day holds what it held: what is booked on a sealed day beyond that lies before the first, or has no seal.
  const { date } = previous.body;
  const [table, booked] = await database.read(() => together(countSealedDays(), entriesThrough(date)));
  if (table !== days) return { days, difference: { date, scheme: null, flaw: 'DAY_TABLE' } };
  return { days, difference: booked !== entries ? { date, scheme: null, flaw: 'ENTRY_OUTSIDE' } : null };
}

type Found = Omit<DayDifference, 'date'>;

async function linkFlaw(
  database: Pick<Database, 'read'>,
  entry: Entry,
  body: SealBody,
  previous: { readonly entry: Entry; readonly body: SealBody } | undefined,
): Promise<Found | undefined> {
  const flaw = (of: Flaw): Found => ({ scheme: null, flaw: of });
  const follows = entry.previous === (previous?.entry.hash ?? GENESIS);
  const inPlace = entry.memberSeq === (previous?.entry.memberSeq ?? 0) + 1 && entry.memberId === DAYS_CHAIN;
  if (!follows || !inPlace || entryHash(entry) !== entry.hash) return flaw('SEAL_CHAIN');
  if (previous !== undefined && body.date !== addDays(previous.body.date, 1)) return flaw('DAY_ORDER');
  const derived = await database.read(() => sealOf(body.date));
  return canonicalJson(derived) === canonicalJson(body) ? undefined : flaw('DAY_TABLE');
}

async function contentFlaw(
  database: Pick<Database, 'read'>,
  body: SealBody,
  before: SealBody | undefined,
  keys: readonly PublicKeyRecord[],
): Promise<Found | undefined> {
  const scan = new DayScan(body.date);
  while (!(await scan.step(database))) await breathe();
  const { root, entries } = scan.found();
  if (root !== body.root || canonicalJson(entries) !== canonicalJson(body.entries)) {
    return { scheme: null, flaw: 'JOURNAL_ROOT' };
  }
  const schemes = new Set([...scan.schemes(), ...Object.keys(before?.files ?? {}), ...Object.keys(body.files)]);
  for (const scheme of [...schemes].sort()) {
    const file = body.files[scheme];
    if (file === undefined) return { scheme, flaw: 'DAILY_FILE' };
    const { manifest, digest, signature } = file;
    const { journalRoot, previousManifest, gateway: _, ...rest } = manifest;
    const again = { scheme, date: body.date, ...scan.summary(scheme) };
    if (canonicalJson(rest) !== canonicalJson(again)) return { scheme, flaw: 'DAILY_FILE' };
    const chained = previousManifest === (before?.files[scheme]?.digest ?? null) && journalRoot === root;
    if (!chained || digest !== manifestDigest(manifest)) return { scheme, flaw: 'MANIFEST_CHAIN' };
    if (!verifyManifest({ ...manifest, signature }, keys)) return { scheme, flaw: 'MANIFEST_SIGNATURE' };
  }
  return undefined;
}
