import type { Accumulators } from '../adjudication/accumulators.ts';
import type { Policy } from '../adjudication/input.ts';
import type { Arrival } from '../message/replay.ts';
import type { Steps } from '../store/steps.ts';
import type { DateText } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { Entry, NewEntry } from './journal.ts';
import type { Posting } from './posting.ts';

/**
 * `live`: stands. `reversed`: taken back by the hospital, or by a settlement that replaces it. `superseded`: paid nothing,
 * and a later attempt of the same id took its place.
 */
export type SettlementStatus = 'live' | 'reversed' | 'superseded';

/** How a settlement ended. */
export interface ReversalNote {
  readonly reversalId: string | null;
  readonly reason: string;
  readonly reversedAt: Instant;
  readonly businessDate: DateText;
  /** `settlementId#attempt` of what took its place. */
  readonly replacedBy: string | null;
}

/** What is known of an accepted settlement without reading its entry. */
export interface SettlementRecord {
  readonly hospitalId: string;
  readonly settlementId: string;
  readonly attempt: number;
  readonly decisionId: string;
  readonly memberId: string;
  /** Position in the member's replay order (rulebook A12). */
  readonly place: number;
  readonly encounterId: string;
  readonly billedFrom: Instant;
  readonly billedThrough: Instant;
  /** Digest of the claim's content. */
  readonly digest: string;
  readonly status: SettlementStatus;
  /** Whether the decision paid anything. */
  readonly paid: boolean;
  readonly businessDate: DateText;
  /** The day it counts on in the hospital's own totals: that of the centre's settlement where it was told. */
  readonly settledOn: DateText;
  readonly reversal: ReversalNote | null;
  readonly acknowledgedAt: Instant | null;
}

/** A settlement with its journal entry, for replay and for showing the decision. */
export interface RecordedSettlement {
  readonly record: SettlementRecord;
  readonly entry: Entry;
  /** The READJUDICATE entry whose terms stand instead of those first frozen. */
  readonly amendment: Entry | null;
  /** All that was booked on this decision, in order, with the day and the entry it was booked in. */
  readonly postings: readonly BookedPosting[];
}

/** A posting as it stands in the journal. */
export interface BookedPosting extends Posting {
  readonly entrySeq: number;
  readonly businessDate: DateText;
  /** The decision whose reversal, replacement or correction caused it; empty for a posting that stands for itself. */
  readonly because: string;
}

/** `void`: the settlement fell away before anybody resolved it. */
export type ReviewStatus = 'open' | 'resolved' | 'void';

/** What of a decision waits, or waited, for an insurer: one scheme under one policy. */
export interface Review {
  readonly scheme: string;
  readonly decisionId: string;
  readonly policyNo: string;
  readonly memberId: string;
  /** The entry that opened it: the SETTLE entry of the decision, or a PEND entry since. */
  readonly entrySeq: number;
  readonly status: ReviewStatus;
}

/** Where a page of the review queue begins: behind this review. */
export type ReviewCursor = Pick<Review, 'entrySeq' | 'policyNo'>;

/** What a claim that an insurer settled elsewhere is booked under: never what a decision's resolution is booked under. */
export function externalReference(claimNo: string): string {
  return `EXTERNAL ${claimNo}`;
}

/** What an insurer stated by hand, as it counts in the accumulators. */
export interface Booking {
  readonly place: number;
  readonly scheme: string;
  /** The decision that it resolves, or {@link externalReference}. */
  readonly reference: string;
  /** JSON as written. */
  readonly body: string;
}

/**
 * A message of a HIS that asked for a settlement: what was settled under it, or that it was taken back.
 */
export interface MessageRecord {
  /** As the sender calls it. */
  readonly messageId: string;
  /** Whom it was about, as a key; empty where the sender did not say. */
  readonly person: string;
  /** The decision it was answered with; empty where it was taken back. */
  readonly decisionId: string;
  readonly settlementId: string;
}

/** What a write needs to see. */
export interface Ask {
  readonly memberId: string;
  readonly hospitalId: string;
  readonly settlementId?: string | undefined;
  readonly encounterId?: string | undefined;
  readonly replaces?: string | undefined;
  /** A message of the hospital, by its id. */
  readonly messageId?: string | undefined;
  /** Nobody else writes to any member meanwhile: what is read of others stays true until the end. */
  readonly alone?: true;
  /** The message that the write is done for, where it is still being claimed: nothing is written for a repeat. */
  readonly arrival?: Arrival | undefined;
}

/** A member as a write sees it, all of one moment. */
export interface MemberView {
  readonly memberId: string;
  /** How many entries the member has. */
  readonly version: number;
  /** Policies on the roster now, cancelled ones left out. */
  readonly policies: readonly Policy[];
  readonly accumulators: ReadonlyMap<string, Accumulators>;
  /** All attempts of the asked settlement id, lowest first, whoever the patient was. */
  readonly attempts: readonly SettlementRecord[];
  /** Live settlements of this member in the asked encounter. */
  readonly encounter: readonly SettlementRecord[];
  /** The last attempt of the settlement to replace. */
  readonly replaced: SettlementRecord | undefined;
  /** The first business day that is not sealed; empty where none is. */
  readonly openDay: DateText;
  /** All attempts of another settlement id of the asked hospital, lowest first. */
  readonly attemptsOf: (settlementId: string) => readonly SettlementRecord[];
  /** What is known of the asked message, whomever it was about. */
  readonly messages: readonly MessageRecord[];
  /** The messages that were answered with a decision. */
  readonly messagesOf: (decisionId: string) => readonly MessageRecord[];
  /** Reads a settlement's entry; costs a look-up. */
  readonly recorded: (decisionId: string) => RecordedSettlement;
  /** All live settlements of the member in replay order; costs in proportion to their number. */
  readonly survivors: () => readonly RecordedSettlement[];
  /** What insurers stated by hand for this member and what still counts, in replay order. */
  readonly bookings: () => readonly Booking[];
  /** What of a decision waits, or waited, for insurers. */
  readonly reviews: (decisionId: string) => readonly Review[];
  /** Reads an entry of the journal. */
  readonly entry: (seq: number) => Entry;
  /** The PERMIT entries by which insurers have allowed a late reversal of a decision, by scheme. */
  readonly permissions: (decisionId: string) => ReadonlyMap<string, Entry>;
  /** The entries booked under a reference in a scheme, of whatever member, in order. */
  readonly booked: (scheme: string, reference: string) => readonly Entry[];
  /** The entry that took back what was booked under a reference in a scheme. */
  readonly cancelled: (scheme: string, reference: string) => Entry | undefined;
  /** Reads anything else, as of the same moment. @param key what is asked, for the same is read once */
  readonly look: Lookup;
}

/** Reads from a store. @param key names what is read @throws NotYet where it has to be fetched first */
export type Lookup = <T>(key: string, steps: () => Steps<T>) => T;

/** What a write appends. Everything in it becomes durable together, or nothing of it. */
export interface Append {
  readonly entries: readonly NewEntry[];
  readonly settlements: readonly SettlementRecord[];
  /** The accumulators of the member that change; `replaceAll`: others are gone. */
  readonly accumulators: ReadonlyMap<string, Accumulators>;
  readonly replaceAll: boolean;
}

/** The outcome of a decision inside a write: what to append, if anything, and what to answer once it is durable. */
export interface Verdict<T> {
  readonly append?: Append;
  readonly answer: T;
}

/**
 * What a ledger knows, as of one moment. Where a store has to be waited for, a look-up throws {@link NotYet} the first
 * time it is asked; {@link Ledger.read} and {@link Ledger.write} fetch it and begin again, so who looks must be a pure
 * function of what it sees.
 */
export interface LedgerView {
  /** A member as a write would see it. */
  member(ask: Ask): MemberView;
  /** All attempts of a hospital's settlement id, lowest first. */
  attempts(hospitalId: string, settlementId: string): readonly SettlementRecord[];
  /** @throws where no settlement has the decision */
  recorded(decisionId: string): RecordedSettlement;
  /** What is known of a hospital's message, whomever it was about. */
  messages(hospitalId: string, messageId: string): readonly MessageRecord[];
  /** The messages that were answered with a decision. */
  messagesOf(decisionId: string): readonly MessageRecord[];
  /** A settlement by its decision. */
  find(decisionId: string): SettlementRecord | undefined;
  /** What of a decision waits, or waited, for insurers. */
  reviews(decisionId: string): readonly Review[];
  /** The entries booked under a reference in a scheme, of whatever member, in order. */
  booked(scheme: string, reference: string): readonly Entry[];
  /** An entry of the journal. @throws where there is none of that number */
  entry(seq: number): Entry;
  /** What waits for the insurer of a scheme, oldest first, from behind `after` on. */
  openReviews(scheme: string, after: ReviewCursor, limit: number): readonly Review[];
  /** A hospital's settlements accepted on a business day, and those reversed on it. */
  dayOf(hospitalId: string, date: DateText): DayRecords;
  /** A hospital's settlements that count on these days in its own totals, and those reversed on them. */
  countedOn(hospitalId: string, from: DateText, to: DateText): DayRecords;
}

/** Settlements of some days, and those taken back on them, in the order of the journal. */
export interface DayRecords {
  readonly settled: readonly RecordedSettlement[];
  readonly reversed: readonly RecordedSettlement[];
}

/**
 * The narrow interface between the gateway and a store: load what one member has, decide, append. The decision is
 * synchronous and pure; a store may run it again, when it needs to see more or has lost a race.
 */
export interface Ledger {
  /**
   * One write. Resolves when it is durable.
   *
   * @throws what `decide` throws (nothing was changed then), or Refusal `OVERLOADED` or `UNAVAILABLE`
   */
  write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T>;
  /** Looks, and changes nothing. @throws what `look` throws, or Refusal `UNAVAILABLE` */
  read<T>(look: (ledger: LedgerView) => T): Promise<T>;
  /** Members with a live settlement of a business day or later; stays right while settlements go on. */
  membersSince(from: DateText): AsyncIterable<string>;
  /** Keeps a rule text, so that decisions made under it can be replayed for ever. */
  keepRules(digest: string, scheme: string, text: string): Promise<void>;
  /** A rule text that was kept. @throws NotYet as the look-ups of a {@link LedgerView} do */
  rules(digest: string): string | undefined;
}
