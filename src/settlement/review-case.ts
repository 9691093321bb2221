import { policyKey } from '../adjudication/input.ts';
import type { LedgerView, Review } from '../ledger/ledger.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Bilingual } from '../scheme/words.ts';
import { pendedIn } from './pending.ts';
import { termsOf } from './record.ts';
import { type ResolveBody, resolutionOf } from './resolution-entry.ts';
import type { PendedReview, ResolutionDocument } from './review-documents.ts';
import { pendedReview } from './review-queue.ts';
import type { Rulebook } from './terms.ts';

/** A benefit that a resolution may name, under the rules that the decision was made under. */
export interface StateableBenefit {
  readonly benefit: string;
  readonly name: Bilingual;
  readonly lumpSum: boolean;
  /** What `table` may be; none: it must be null. */
  readonly tables: readonly string[];
  /** The pots that its base is all of; none where only a part of them counts. */
  readonly pots: readonly ('in-catalog' | 'out-of-catalog')[];
}

/** What waits under one policy, and what may be stated to end it. */
export interface OpenReview {
  readonly review: PendedReview;
  readonly benefits: readonly StateableBenefit[];
  /** Whether item groups count in the scheme. */
  readonly itemGroups: boolean;
  /** Whether the year's out-of-pocket does. */
  readonly outOfPocket: boolean;
}

/** A scheme's reviews of one decision: those that wait, and what the others were ended with. */
export interface ReviewCase {
  readonly decisionId: string;
  readonly open: readonly OpenReview[];
  readonly resolved: readonly Omit<ResolutionDocument, 'already'>[];
}

/** Everything that the insurer of a scheme has to decide, or has decided, on one decision. */
export function reviewCase(
  view: Pick<LedgerView, 'recorded' | 'entry' | 'booked' | 'reviews'>,
  scheme: string,
  decisionId: string,
  rulebook: Rulebook,
): ReviewCase {
  const reviews = view.reviews(decisionId).filter((one) => one.scheme === scheme);
  const entries = view.booked(scheme, decisionId);
  return {
    decisionId,
    open: reviews.filter(({ status }) => status === 'open').map((review) => openReview(view, review, rulebook)),
    resolved: entries.map((entry) => resolutionOf(JSON.parse(entry.body) as ResolveBody, entry)),
  };
}

/** What may be stated of a benefit. */
export function stateable({ id, name, base, rates, lumpSum }: BenefitRules): StateableBenefit {
  const whole = base !== undefined && 'pots' in base && isWhole(base) ? base.pots : [];
  return {
    benefit: id,
    name,
    lumpSum: lumpSum !== undefined,
    tables: (rates ?? []).flatMap((one) => (one.classes === undefined ? [one.table] : Object.keys(one.classes))),
    pots: whole,
  };
}

function isWhole(base: Extract<NonNullable<BenefitRules['base']>, { pots: unknown }>): boolean {
  return [base.lines, base.before, base.counts, base.less, base.between].every((part) => part === undefined);
}

function openReview(view: Pick<LedgerView, 'recorded' | 'entry'>, review: Review, rulebook: Rulebook): OpenReview {
  const frozen = termsOf(view.recorded(review.decisionId));
  const terms = frozen.find(({ policy }) => policyKey(policy) === policyKey(review));
  if (terms === undefined) throw new Error('a review is of a scheme of its decision');
  const { rules } = rulebook.schemeByDigest(terms.schemeDigest);
  const waiting = new Set(pendedIn(view, review).benefits.map(({ benefit }) => benefit));
  return {
    review: pendedReview(view, review, rulebook),
    // Where all of the scheme waits, any of its benefits may be stated.
    benefits: rules.benefits.filter(({ id }) => waiting.size === 0 || waiting.has(id)).map(stateable),
    itemGroups: rules.itemGroupCap !== undefined,
    outOfPocket: rules.benefits.some(({ outOfPocketCap }) => outOfPocketCap !== undefined),
  };
}
