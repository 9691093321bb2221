import { policyKey } from '../adjudication/input.ts';
import { personalBurden } from '../adjudication/pots.ts';
import type { LedgerView, Review, ReviewCursor } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import { leftToPay } from './indemnity.ts';
import { pendedIn } from './pending.ts';
import { claimOf, settleBody } from './record.ts';
import type { PendedReview } from './review-documents.ts';
import type { Rulebook } from './terms.ts';

const START: ReviewCursor = { entrySeq: 0, policyNo: '' };

/** Where the page behind a review begins, as clients hand it back. */
export function cursorAfter({ entrySeq, policyNo }: ReviewCursor): string {
  return Buffer.from(`${entrySeq} ${policyNo}`, 'utf8').toString('base64url');
}

/**
 * Reads {@link cursorAfter}; `undefined` is the beginning.
 *
 * @throws Refusal `INVALID_PARAMETER`
 */
export function readCursor(after: string | undefined): ReviewCursor {
  if (after === undefined) return START;
  const [, entrySeq, policyNo] = /^(\d{1,15}) (.+)$/u.exec(Buffer.from(after, 'base64url').toString('utf8')) ?? [];
  if (entrySeq === undefined || policyNo === undefined) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: 'after 须为上一页的 next',
      detailEn: 'after must be the next of the page before',
    });
  }
  return { entrySeq: Number(entrySeq), policyNo };
}

/** What an insurer must see of a review to decide it; the whole claim is a question of its own, and journalled. */
export function pendedReview(
  ledger: Pick<LedgerView, 'recorded' | 'entry'>,
  review: Review,
  rulebook: Rulebook,
): PendedReview {
  const settlement = ledger.recorded(review.decisionId);
  const { record, entry, postings } = settlement;
  const { decision, claim: shown } = settleBody(entry);
  const pended = pendedIn(ledger, review);
  const claim = claimOf(shown);
  const pots = personalBurden(claim);
  return {
    decisionId: record.decisionId,
    hospitalId: record.hospitalId,
    settlementId: record.settlementId,
    attempt: record.attempt,
    policyNo: review.policyNo,
    decidedAt: decision.decidedAt,
    businessDate: decision.businessDate,
    status: pended.status === 'paid' ? 'paid' : 'pended',
    reason: pended.reason,
    benefits: pended.benefits.map(({ benefit, reason }) => ({ benefit, reason })),
    total: claim.charges.total.toFixed2(),
    personal: claim.personal.toFixed2(),
    paid: paidSoFar(postings, review).toFixed2(),
    left: leftToPay(settlement, rulebook).toFixed2(),
    pots:
      postings.length > 0
        ? null
        : { inCatalog: pots['in-catalog'].toFixed2(), outOfCatalog: pots['out-of-catalog'].toFixed2() },
  };
}

function paidSoFar(postings: readonly Posting[], review: Review): Money {
  const own = postings.filter((posting) => policyKey(posting) === policyKey(review));
  return Money.sum(own.flatMap(({ insurerPaid, memberBenefit }) => [Money.of(insurerPaid), Money.of(memberBenefit)]));
}
