import { splitOver } from '../adjudication/scheme.ts';
import { dischargedAt } from '../claim/checks.ts';
import type { Claim } from '../claim/claim.ts';
import type { EntryBody } from '../ledger/journal.ts';
import type { RecordedSettlement } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import { Money } from '../money/money.ts';
import { formatInstant } from '../time/calendar.ts';
import type { BookingBody } from './booking.ts';
import type { At } from './entries.ts';
import type { ResolutionDocument } from './review-documents.ts';
import type { ResolutionRequest } from './review-requests.ts';
import type { StatedRecord } from './review-statement.ts';
import { type FrozenTerms, sharesOf } from './terms.ts';

/** The body of a RESOLVE entry. The insurer's note is personal. */
export interface ResolveBody extends EntryBody {
  readonly scheme: string;
  readonly policyNo: string;
  /** The decision. */
  readonly reference: string;
  readonly insurerId: string;
  readonly digest: string;
  readonly stated: StatedRecord;
  readonly booking: BookingBody;
  readonly postings: readonly [Posting];
}

/** What a resolution means in money: all of it goes to the member. */
export function resolvePosting(
  { record }: RecordedSettlement,
  claim: Claim,
  request: ResolutionRequest,
  terms: FrozenTerms,
  at: At,
): Posting {
  const byBenefit = Map.groupBy(
    request.benefits.filter(({ paid }) => paid.isPositive()),
    ({ benefit }) => benefit,
  );
  const memberBenefit = Money.sum(request.benefits.map(({ paid }) => paid));
  return {
    recordType: 'RESOLVE',
    scheme: terms.policy.scheme,
    decisionId: record.decisionId,
    hospitalId: record.hospitalId,
    settlementId: record.settlementId,
    policyNo: terms.policy.policyNo,
    admittedAt: claim.encounter.admittedAt,
    dischargedAt: formatInstant(dischargedAt(claim)),
    total: claim.charges.total.toFixed2(),
    personal: claim.personal.toFixed2(),
    insurerPaid: '0.00',
    memberBenefit: memberBenefit.toFixed2(),
    benefits: [...byBenefit].map(([name, rows]) => [name, Money.sum(rows.map(({ paid }) => paid)).toFixed2()] as const),
    insurers: splitOver({ shares: sharesOf(terms) }, memberBenefit).map(
      ({ insurer, amount }) => [insurer, amount.toFixed2()] as const,
    ),
    schemeDigest: terms.schemeDigest,
    decidedAt: formatInstant(at.at),
  };
}

/** A resolution as it is answered. */
export function resolutionOf(
  { scheme, policyNo, reference, insurerId, stated, postings: [posting] }: ResolveBody,
  { at, businessDate }: At,
): Omit<ResolutionDocument, 'already'> {
  return {
    decisionId: reference,
    scheme,
    policyNo,
    memberBenefit: posting.memberBenefit,
    businessDate,
    resolvedAt: formatInstant(at),
    resolvedBy: insurerId,
    insurers: posting.insurers.map(([insurer, amount]) => ({ insurer, amount })),
    ...stated,
  };
}
