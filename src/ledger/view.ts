import type { Policy } from '../adjudication/input.ts';
import { all, one, type Steps, together } from '../store/steps.ts';
import type { Ask, LedgerView, Lookup, MemberView } from './ledger.ts';
import {
  attemptsOf,
  cancellationOf,
  chainHead,
  countedOn,
  dayOf,
  entryAt,
  memberRecords,
  permissionsOf,
  recordedUnder,
  survivorsOf,
} from './reading.ts';
import { toEntry, toRecord, toReview } from './rows.ts';
import { statements } from './statements.ts';

/** Policies that share a deductible in a scheme, by what the roster calls them. */
export interface Family {
  readonly scheme: string;
  readonly family: string;
}

/** What the roster knows of a member. */
export interface Enrolled {
  /** Cancelled ones left out. */
  readonly policies: readonly Policy[];
  /** The families whose other members' accumulators were looked at, each with the versions these members had. */
  readonly families: readonly (Family & { readonly versions: ReadonlyMap<string, number> })[];
}

/** Reads what the roster knows of a member now. */
export type Roster = (memberId: string) => Steps<Enrolled>;

/** A member as loaded, with what a write checks before it appends. */
export interface LoadedMember {
  readonly view: MemberView;
  /** Hash of the member's last entry; `undefined` where there is none. */
  readonly head: string | undefined;
  readonly families: Enrolled['families'];
  /** The versions of other members who have an attempt of the settlement asked for. */
  readonly others: ReadonlyMap<string, number>;
  /** The settlement id that the one asked for replaces. */
  readonly replaces: { readonly hospitalId: string; readonly settlementId: string } | undefined;
  /** The message asked for. */
  readonly message: { readonly hospitalId: string; readonly messageId: string } | undefined;
}

/** Loads a member as of now. The version is read first: who has written since is noticed by it. */
export function loadMember(look: Lookup, roster: Roster, ask: Ask): LoadedMember {
  const { arrival: _, ...asked } = ask;
  const { memberId, hospitalId, messageId } = asked;
  const key = JSON.stringify(asked);
  const [chain, enrolled, { others, ...records }] = look(`member ${key}`, () =>
    together(chainHead(memberId), roster(memberId), memberRecords(asked)),
  );
  const ledger = ledgerView(look, roster);
  const view: MemberView = {
    ...records,
    memberId,
    version: chain?.version ?? 0,
    policies: enrolled.policies,
    attemptsOf: (settlementId) => ledger.attempts(hospitalId, settlementId),
    messagesOf: ledger.messagesOf,
    recorded: ledger.recorded,
    bookings: () => look('bookings', () => all(statements.bookings, { memberId })),
    reviews: ledger.reviews,
    permissions: (decisionId) => look(`permissions ${decisionId}`, () => permissionsOf(decisionId)),
    entry: ledger.entry,
    booked: ledger.booked,
    cancelled: (scheme, reference) => look(`cancelled ${scheme} ${reference}`, () => cancellationOf(scheme, reference)),
    survivors: () => look('survivors', () => survivorsOf(memberId)),
    look,
  };
  return {
    view,
    head: chain?.head,
    families: enrolled.families,
    others,
    replaces: ask.replaces === undefined ? undefined : { hospitalId, settlementId: ask.replaces },
    message: messageId === undefined ? undefined : { hospitalId, messageId },
  };
}

/** A ledger as it can be looked at through a look-up. */
export function ledgerView(look: Lookup, roster: Roster): LedgerView {
  return {
    member: (ask) => loadMember(look, roster, ask).view,
    attempts: (hospitalId, settlementId) =>
      look(`attempts ${hospitalId} ${settlementId}`, () => attemptsOf(hospitalId, settlementId)),
    recorded: (decisionId) => look(`recorded ${decisionId}`, () => recordedUnder(decisionId)),
    messages: (hospitalId, messageId) =>
      look(`messages ${hospitalId} ${messageId}`, () => all(statements.messages, { hospitalId, messageId })),
    messagesOf: (decisionId) => look(`messages of ${decisionId}`, () => all(statements.messagesOf, { decisionId })),
    find: (decisionId) => {
      const row = look(`find ${decisionId}`, () => one(statements.byDecision, { decisionId }));
      return row === undefined ? undefined : toRecord(row);
    },
    reviews: (decisionId) => look(`reviews ${decisionId}`, () => all(statements.reviews, { decisionId })).map(toReview),
    booked: (scheme, reference) =>
      look(`booked ${scheme} ${reference}`, () => all(statements.booked, { scheme, reference })).map(toEntry),
    entry: (seq) => look(`entry ${seq}`, () => entryAt(seq)),
    openReviews: (scheme, { entrySeq, policyNo }, limit) =>
      look(`open ${scheme} ${entrySeq} ${policyNo}`, () =>
        all(statements.openReviews, { scheme, entrySeq, policyNo, limit }),
      ).map(toReview),
    dayOf: (hospitalId, date) => look(`day ${hospitalId} ${date}`, () => dayOf(hospitalId, date)),
    countedOn: (hospitalId, from, to) =>
      look(`counted ${hospitalId} ${from} ${to}`, () => countedOn(hospitalId, from, to)),
  };
}
