import { run, type Steps } from '../store/steps.ts';
import type { Entry, EntryBody } from './journal.ts';
import { LostRace } from './race.ts';
import { statements } from './statements.ts';

/** What a decision says of one scheme, as far as the review queue cares. */
interface DecidedScheme {
  readonly scheme: string;
  readonly policyNo: string;
  readonly status: string;
  readonly benefits: readonly { readonly status: string }[];
}

/** Bodies of entries, as far as tables are derived from them. */
interface Body extends EntryBody {
  readonly because?: string;
  readonly decisionId?: string;
  readonly scheme?: string;
  readonly policyNo?: string;
  readonly reference?: string;
  readonly supersedes?: string | null;
  readonly booking?: unknown;
  readonly terms?: Readonly<Record<string, unknown>>;
  readonly date?: string;
  readonly hospitalId?: string;
  readonly settlementId?: string;
  readonly message?: { readonly id: string; readonly person: string };
  readonly decision?: {
    readonly decisionId: string;
    readonly hospitalId: string;
    readonly settlementId: string;
    readonly schemes: readonly DecidedScheme[];
  };
}

/**
 * What has to be written into the derived tables because of an entry: all but settlements and accumulators, which the
 * write that appended the entry has worked out. Rebuilding these tables from the journal is doing this for each entry in
 * order. Each is one statement.
 */
export function derived(entry: Entry, given: EntryBody): Steps<unknown>[] {
  const body = given as Body;
  return [...postings(entry, body), ...consequences(entry, body)];
}

function postings({ seq: entrySeq, businessDate }: Entry, body: Body): Steps<unknown>[] {
  return (body.postings ?? []).map((posting, line) => {
    const { scheme, recordType, decisionId, hospitalId } = posting;
    const text = JSON.stringify({ ...posting, because: body.because ?? '' });
    return run(statements.post, {
      entrySeq,
      line,
      scheme,
      businessDate,
      recordType,
      decisionId,
      hospitalId,
      body: text,
    });
  });
}

function consequences(entry: Entry, body: Body): Steps<unknown>[] {
  const { seq: entrySeq } = entry;
  const { decisionId = '', scheme = '', reference = '' } = body;
  switch (entry.type) {
    case 'SETTLE':
      return [
        ...queueReviews(entry, body),
        ...noteMessage(entry, { ...body, ...body.decision }),
        ...(typeof body.supersedes === 'string' ? fallAway(entry, body.supersedes) : []),
      ];
    case 'PEND':
      return queueReviews(entry, body);
    case 'REVERSE':
      return body.decisionId === undefined ? [] : fallAway(entry, decisionId);
    case 'RESOLVE':
      return [book(entry, body), resolve(body)];
    case 'EXTERNAL':
      return [book(entry, body)];
    case 'CANCEL':
      // What an insurer takes back counts no more.
      return [run(statements.unbook, { scheme, reference })];
    case 'MESSAGE':
      return noteMessage(entry, body);
    case 'PERMIT':
      return [run(statements.permit, { decisionId, scheme, entrySeq })];
    case 'READJUDICATE':
      return Object.keys(body.terms ?? {}).map((id) => run(statements.amend, { decisionId: id, entrySeq }));
    case 'SEAL':
      return [run(statements.seal, { date: body.date ?? '', entrySeq, body: entry.body })];
    default:
      return [];
  }
}

function queueReviews({ memberId, seq: entrySeq }: Entry, { decision }: Body): Steps<unknown>[] {
  const decisionId = decision?.decisionId ?? '';
  return (decision?.schemes ?? [])
    .filter(({ status, benefits }) => status === 'pended' || benefits.some((benefit) => benefit.status === 'pended'))
    .map(({ scheme, policyNo }) => run(statements.queueReview, { scheme, decisionId, policyNo, memberId, entrySeq }));
}

function noteMessage(entry: Entry, { message, hospitalId = '', decisionId = '', settlementId = '' }: Body) {
  if (message === undefined) return [];
  const { id: messageId, person } = message;
  const { seq: entrySeq } = entry;
  return [run(statements.noteMessage, { hospitalId, messageId, person, decisionId, settlementId, entrySeq })];
}

/** A settlement that no longer stands waits for nobody, and what was resolved on it counts no more. */
function fallAway({ memberId }: Entry, decisionId: string): Steps<unknown>[] {
  return [
    run(statements.unbookDecision, { memberId, reference: decisionId }),
    run(statements.voidReviews, { decisionId }),
  ];
}

function book(entry: Entry, { scheme = '', policyNo = '', reference = '', booking }: Body): Steps<unknown> {
  const { seq: entrySeq, memberId, memberSeq: place } = entry;
  const body = JSON.stringify(booking);
  return run(statements.book, { entrySeq, memberId, place, scheme, policyNo, reference, body });
}

/** @throws LostRace where the review is no longer open: another member's settlement has taken the place of its own */
function* resolve({ scheme = '', policyNo = '', reference = '' }: Body): Steps<void> {
  if ((yield* run(statements.resolveReview, { reference, scheme, policyNo })) !== 1) throw new LostRace();
}
