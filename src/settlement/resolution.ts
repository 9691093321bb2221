import { admissionKey } from '../adjudication/accumulators.ts';
import { type Held, policyKey } from '../adjudication/input.ts';
import type { MemberView, RecordedSettlement, Review, Verdict } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import type { SchemeRules } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import type { Instant } from '../time/clock.ts';
import { statedBy } from './booking.ts';
import { moment } from './entries.ts';
import { leftToPay } from './indemnity.ts';
import { type PendedScheme, pendedIn } from './pending.ts';
import { claimOf, settleBody, termsOf } from './record.ts';
import { adjustments, historyOf, replay, standing } from './replay.ts';
import { type ResolveBody, resolutionOf, resolvePosting } from './resolution-entry.ts';
import { checkStated, inconsistent, problem } from './review-checks.ts';
import type { ResolutionDocument } from './review-documents.ts';
import type { ResolutionRequest } from './review-requests.ts';
import { bookingOf, statedDigest, statedRecord } from './review-statement.ts';
import type { Rulebook } from './terms.ts';

/** A resolution as an insurer gives it. */
export interface ResolveCommand {
  readonly insurerId: string;
  readonly scheme: string;
  readonly decisionId: string;
  readonly request: ResolutionRequest;
  /** The business clock. */
  readonly now: Instant;
}

export interface Resolved {
  readonly created: boolean;
  readonly resolution: ResolutionDocument;
}

/**
 * Ends the review of one scheme of a decision, once (rulebook A18): what the insurer states is paid to the member and
 * counts from here on, whatever the run would pay by itself now; pended benefits that it does not name get nothing.
 *
 * @throws Refusal `REVIEW_NOT_FOUND`, `SETTLEMENT_REVERSED`, `RESOLUTION_CONFLICT` with what was resolved,
 *   `INVALID_BODY`, or `AMOUNTS_INCONSISTENT` naming both sides
 */
export function decideResolution(view: MemberView, command: ResolveCommand, rulebook: Rulebook): Verdict<Resolved> {
  const { scheme, decisionId, request, now } = command;
  const review = reviewOf(view, command);
  const settlement = view.recorded(decisionId);
  checkStanding(settlement);
  const encounterId = request.encounterId ?? settlement.record.encounterId;
  const stated = statedRecord(request, encounterId);
  const digest = statedDigest(stated, { policyNo: review.policyNo });
  if (review.status === 'resolved') return { answer: repeated(view, review, digest) };

  const key = policyKey(review);
  const terms = termsOf(settlement).find(({ policy }) => policyKey(policy) === key);
  if (terms === undefined) throw new Error('a review is of a scheme of its decision');
  const { rules } = rulebook.schemeByDigest(terms.schemeDigest);
  const held = heldOf(pendedIn(view, review));
  const claim = claimOf(settleBody(settlement.entry).claim);
  checkStated(request, rules, {
    open: held.scheme === null ? new Set(Object.keys(held.benefits)) : undefined,
    compensation: claim.otherCompensation,
  });

  const at = moment(now, view);
  const stands = standing(view, rulebook);
  const history = historyOf(stands, rulebook);
  const run = (paid: Money) => {
    const admission = admissionKey(settlement.record.hospitalId, encounterId);
    const policy = { policyKey: key, schemeDigest: terms.schemeDigest };
    const booking = bookingOf(stated, policy, admission, { ...held, decisionId, paid: paid.toFixed2() });
    return { booking, ...replay([...history, statedBy(view.version + 1, booking, rulebook)]) };
  };
  // What is left is what the run leaves without this payment: it must not make room for itself.
  const indemnity = indemnityIn(request, rules);
  const without = run(Money.ZERO).results.get(decisionId)?.schemes ?? [];
  checkIndemnity(indemnity, leftToPay(settlement, rulebook, without));
  const { booking, results, accumulators } = run(indemnity);

  const posting = resolvePosting(settlement, claim, request, terms, at);
  const body: ResolveBody = {
    scheme,
    policyNo: review.policyNo,
    reference: decisionId,
    insurerId: command.insurerId,
    digest,
    stated,
    booking,
    postings: [posting],
  };
  const { note } = request;
  const paid = settlement.record.paid || posting.memberBenefit !== '0.00';
  return {
    append: {
      entries: [
        { type: 'RESOLVE', ...at, body, ...(typeof note === 'string' ? { personal: { note } } : {}) },
        // Only where a run since the decision has paid by itself what is the insurer's word now.
        ...adjustments(view, stands, results, decisionId, at),
      ],
      settlements: [{ ...settlement.record, paid }],
      accumulators,
      replaceAll: true,
    },
    answer: { created: true, resolution: { ...resolutionOf(body, at), already: false } },
  };
}

/** The review that is meant: the scheme's only one of this decision, or the one under the named policy. */
function reviewOf(view: MemberView, { scheme, decisionId, request }: ResolveCommand): Review {
  const reviews = view.reviews(decisionId).filter((one) => one.scheme === scheme);
  const named = reviews.filter(({ policyNo }) => (request.policyNo ?? policyNo) === policyNo);
  const [review, second] = named;
  if (review === undefined) throw reviewNotFound();
  if (second === undefined) return review;
  throw new Refusal('INVALID_BODY', {
    detail: '该决定在本方案下有多张保单待审核，须给出 policyNo',
    detailEn: 'The decision is pended under several policies of this scheme: name the policyNo',
    errors: [problem('/policyNo', 'REQUIRED', '缺少必填字段', 'a required field is missing')],
  });
}

export function reviewNotFound(): Refusal {
  return new Refusal('REVIEW_NOT_FOUND', {
    detail: '本方案在该决定中没有待审核的部分',
    detailEn: 'This scheme has nothing in that decision that waits for a review',
  });
}

function checkStanding({ record }: RecordedSettlement): void {
  if (record.status === 'live') return;
  const [zh, en] =
    record.status === 'reversed'
      ? ['已冲正', 'was reversed']
      : ['已由后一次结算取代', 'was superseded by a later attempt'];
  throw new Refusal('SETTLEMENT_REVERSED', {
    detail: `该决定所属的结算${zh}，无需审定`,
    detailEn: `The settlement of this decision ${en}: there is nothing to resolve`,
  });
}

function repeated(view: MemberView, { scheme, decisionId, policyNo }: Review, digest: string): Resolved {
  const [resolution] = view
    .booked(scheme, decisionId)
    .map((entry) => ({ body: JSON.parse(entry.body) as ResolveBody, entry }))
    .filter(({ body }) => body.policyNo === policyNo);
  if (resolution === undefined) throw new Error('a resolved review has its resolution');
  const document = { ...resolutionOf(resolution.body, resolution.entry), already: true };
  if (resolution.body.digest === digest) return { created: false, resolution: document };
  throw new Refusal('RESOLUTION_CONFLICT', {
    detail: '该决定此前已以不同内容审定；原审定结果附后',
    detailEn: 'The decision was resolved with other content; what was resolved is attached',
    extensions: { resolution: document },
  });
}

/** What of a decision a person decides from here on. */
function heldOf({ status, reason, benefits }: PendedScheme): Pick<Held, 'scheme' | 'benefits'> {
  return {
    scheme: status === 'pended' && benefits.length === 0 ? (reason as Reason) : null,
    benefits: Object.fromEntries(benefits.map((benefit) => [benefit.benefit, benefit.reason as Reason])),
  };
}

/** What is paid, lump sums aside. */
function indemnityIn({ benefits }: ResolutionRequest, rules: SchemeRules): Money {
  const lumpSums = new Set(rules.benefits.filter(({ lumpSum }) => lumpSum !== undefined).map(({ id }) => id));
  return Money.sum(benefits.filter(({ benefit }) => !lumpSums.has(benefit)).map((one) => one.paid));
}

/** @throws Refusal `AMOUNTS_INCONSISTENT` where more is paid than the claim left to the patient */
function checkIndemnity(paid: Money, left: Money): void {
  if (paid.lte(left)) return;
  const sides = `${paid.toFixed2()} > ${left.toFixed2()}`;
  throw inconsistent([
    problem(
      '/benefits',
      'INDEMNITY',
      `Σ paid 超过个人负担扣除各方补偿后的余额：${sides}`,
      `Σ paid exceeds what is left of personal after all compensation: ${sides}`,
    ),
  ]);
}
