import type { Entry } from '../ledger/journal.ts';
import type { MemberView, Verdict } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { type At, moment } from './entries.ts';
import { type Booked, type CancelBody, cancellationOf, claimOf, type ExternalBody, externalBody } from './external.ts';
import { adjustments, historyOf, replay, standing } from './replay.ts';
import type { ExternalCancellationRequest } from './review-requests.ts';
import type { Rulebook } from './terms.ts';

/** A claim settled elsewhere that its insurer takes back. */
export interface CancellationCommand {
  readonly insurerId: string;
  /** The EXTERNAL entry. */
  readonly booked: Entry;
  readonly request: ExternalCancellationRequest;
  /** The business clock. */
  readonly now: Instant;
}

/**
 * Takes a claim settled elsewhere back, once: the member's accumulators become those of a fresh run in which it never
 * was, and what that changes for later settlements is booked as adjustments, as for a reversal (rulebook A12, A18).
 *
 * @param view of the member it was booked for
 */
export function decideCancellation(
  view: MemberView,
  { insurerId, booked, request, now }: CancellationCommand,
  rulebook: Rulebook,
): Verdict<Booked> {
  const external = externalBody(booked);
  const { scheme, policyNo, reference } = external;
  const known = view.cancelled(scheme, reference);
  if (known !== undefined) {
    const claim = { ...claimOf(external, booked, cancellationOf(known)), already: true };
    return { answer: { created: false, claim } };
  }
  const at = moment(now, view);
  const stands = standing(view, rulebook);
  // Another scheme's insurer may have given a claim of the same member the same number.
  const others = stands.bookings.filter((one) => one.scheme !== scheme || one.reference !== reference);
  const { results, accumulators } = replay(historyOf({ ...stands, bookings: others }, rulebook));
  const body: CancelBody = { scheme, policyNo, reference, insurerId, postings: [takenBack(external, at)] };
  const cancellation = { businessDate: at.businessDate, cancelledAt: formatInstant(at.at), cancelledBy: insurerId };
  return {
    append: {
      entries: [
        { type: 'CANCEL', ...at, body, personal: { reason: request.reason } },
        ...adjustments(view, stands, results, reference, at),
      ],
      settlements: [],
      accumulators,
      replaceAll: true,
    },
    answer: { created: true, claim: { ...claimOf(external, booked, cancellation), already: false } },
  };
}

/** A row without amounts, as its own was. It names no hospital: a hospital's reversals are of its own settlements. */
function takenBack({ postings: [posting] }: ExternalBody, at: At): Posting {
  return { ...posting, recordType: 'REVERSE', hospitalId: '', decidedAt: formatInstant(at.at) };
}
