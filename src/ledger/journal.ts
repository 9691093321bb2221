import { createHash } from 'node:crypto';
import { utf8 } from '../text/utf8.ts';
import type { DateText } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { Posting } from './posting.ts';

/**
 * What can happen to a member, or in a chain of its own: SEAL to a business day, REGISTRY to the set-up, RECONCILE when
 * somebody else's view of a day was held against ours.
 */
export type EntryType =
  | 'SETTLE'
  | 'REVERSE'
  | 'ADJUST'
  | 'PEND'
  | 'RESOLVE'
  | 'EXTERNAL'
  | 'CANCEL'
  | 'READJUDICATE'
  | 'DISTRIBUTE'
  | 'ACKNOWLEDGE'
  | 'INQUIRE'
  | 'MESSAGE'
  | 'PERMIT'
  | 'SEAL'
  | 'REGISTRY'
  | 'RECONCILE';

/** The business day of an entry that belongs to none: it is in no daily file, and no seal counts it. */
export const NO_DAY = '';

/** What every entry may say: what it means in money, scheme by scheme. The rest is the business of who writes it. */
export interface EntryBody {
  readonly postings?: readonly Posting[];
  readonly [member: string]: unknown;
}

/** An entry to be appended. */
export interface NewEntry {
  readonly type: EntryType;
  /** Business time. */
  readonly at: Instant;
  readonly businessDate: DateText;
  /** JSON; no id number and no name. */
  readonly body: EntryBody;
  /** JSON of what is personal; encrypted before it is stored. */
  readonly personal?: unknown;
}

/** An entry as it stands in the journal. */
export interface Entry {
  readonly seq: number;
  readonly memberId: string;
  readonly memberSeq: number;
  readonly type: EntryType;
  readonly at: Instant;
  readonly businessDate: DateText;
  /** The text exactly as hashed. */
  readonly body: string;
  readonly personal: Uint8Array | null;
  readonly previous: string;
  readonly hash: string;
}

/** The hash a member's first entry follows. */
export const GENESIS = '0'.repeat(64);

/**
 * The hash of an entry: SHA-256 over the previous hash and every stored field, each with its length before it, so that
 * no two different entries have the same text to hash. Personal data counts as its ciphertext.
 *
 * @param body the entry's body in UTF-8, where somebody has it so
 */
export function entryHash(entry: Omit<Entry, 'seq' | 'hash'>, body: Uint8Array = utf8(entry.body)): string {
  const { previous, memberId, memberSeq, type, at, businessDate, personal } = entry;
  const fields = [previous, memberId, String(memberSeq), type, String(at), businessDate];
  const head = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
  const hash = createHash('sha256').update(`${head}${body.length}:`, 'utf8').update(body);
  if (personal !== null) hash.update(`${personal.length}:`).update(personal);
  return hash.digest('hex');
}
