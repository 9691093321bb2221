import { admissionKey } from '../adjudication/accumulators.ts';
import { policyKey } from '../adjudication/input.ts';
import { applyStatement } from '../adjudication/statement.ts';
import type { Entry, EntryBody } from '../ledger/journal.ts';
import { externalReference, type MemberView, type Verdict } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { type DateText, formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { type BookingBody, readStatement } from './booking.ts';
import { type At, moment } from './entries.ts';
import { checkExternal } from './external-checks.ts';
import { checkStated } from './review-checks.ts';
import type { ExternalClaimDocument } from './review-documents.ts';
import type { ExternalClaimRequest } from './review-requests.ts';
import { bookingOf, type StatedRecord, statedDigest, statedRecord } from './review-statement.ts';

/** A claim that an insurer settled elsewhere, to be counted. */
export interface ExternalCommand {
  readonly insurerId: string;
  readonly scheme: Scheme;
  readonly request: ExternalClaimRequest;
  /** The policy's first day. */
  readonly policyFrom: DateText;
  /** The business clock. */
  readonly now: Instant;
}

export interface Booked {
  readonly created: boolean;
  readonly claim: ExternalClaimDocument;
}

/** The body of an EXTERNAL entry. The insurer's note is personal. */
export interface ExternalBody extends EntryBody {
  readonly scheme: string;
  readonly policyNo: string;
  readonly reference: string;
  readonly claimNo: string;
  readonly settledOn: DateText;
  readonly hospitalId: string | null;
  readonly insurerId: string;
  readonly digest: string;
  readonly stated: StatedRecord;
  readonly booking: BookingBody;
  readonly postings: readonly [Posting];
}

/** The body of a CANCEL entry. The insurer's reason is personal. */
export interface CancelBody extends EntryBody {
  readonly scheme: string;
  readonly policyNo: string;
  /** What is taken back. */
  readonly reference: string;
  readonly insurerId: string;
}

/**
 * Counts a claim that the insurer settled elsewhere (paper, centre, before go-live): settlements from here on see what it
 * used; earlier ones are not changed. Nothing is paid by it here.
 *
 * @param view of the member who holds the policy
 * @throws Refusal `EXTERNAL_CLAIM_CONFLICT` or `EXTERNAL_CLAIM_CANCELLED` with what was booked, `INVALID_BODY` or
 *   `AMOUNTS_INCONSISTENT`
 */
export function decideExternal(view: MemberView, command: ExternalCommand): Verdict<Booked> {
  const { request, now } = command;
  const { rules, digest: schemeDigest } = command.scheme;
  const { claimNo, policyNo, settledOn } = request;
  const hospitalId = request.hospitalId ?? null;
  const encounterId = request.encounterId ?? null;
  const stated = statedRecord(request, encounterId);
  const digest = statedDigest(stated, { policyNo, settledOn, hospitalId });
  const reference = externalReference(claimNo);
  const [known] = view.booked(rules.scheme, reference);
  if (known !== undefined) return { answer: repeated(known, view.cancelled(rules.scheme, reference), digest) };

  checkStated(request, rules);
  checkExternal(request, rules, command.policyFrom, now);
  const key = policyKey({ scheme: rules.scheme, policyNo });
  const admission = hospitalId === null || encounterId === null ? null : admissionKey(hospitalId, encounterId);
  const booking = bookingOf(stated, { policyKey: key, schemeDigest }, admission, null);
  const at = moment(now, view);
  const body: ExternalBody = {
    scheme: rules.scheme,
    policyNo,
    reference,
    claimNo,
    settledOn,
    hospitalId,
    insurerId: command.insurerId,
    digest,
    stated,
    booking,
    postings: [externalPosting(request, rules.scheme, schemeDigest, at)],
  };
  const { note } = request;
  const used = applyStatement(view.accumulators.get(key), readStatement(booking.statement), rules);
  return {
    append: {
      entries: [{ type: 'EXTERNAL', ...at, body, ...(typeof note === 'string' ? { personal: { note } } : {}) }],
      settlements: [],
      accumulators: new Map([[key, used]]),
      replaceAll: false,
    },
    answer: { created: true, claim: { ...claimOf(body, at, null), already: false } },
  };
}

function repeated(booked: Entry, cancelled: Entry | undefined, digest: string): Booked {
  const body = externalBody(booked);
  const claim = { ...claimOf(body, booked, cancelled === undefined ? null : cancellationOf(cancelled)), already: true };
  // Also for the same content: a retry that comes late must not bring back what was taken back.
  if (cancelled !== undefined) {
    throw new Refusal('EXTERNAL_CLAIM_CANCELLED', {
      detail: `赔案 ${body.claimNo} 已撤销；更正后的赔案请用新的赔案号登记`,
      detailEn: `Claim ${body.claimNo} was taken back: book the corrected one under a number of its own`,
      extensions: { claim },
    });
  }
  if (body.digest === digest) return { created: false, claim };
  throw new Refusal('EXTERNAL_CLAIM_CONFLICT', {
    detail: `赔案 ${body.claimNo} 此前已以不同内容记录；原记录附后`,
    detailEn: `Claim ${body.claimNo} was booked with other content; what was booked is attached`,
    extensions: { claim },
  });
}

/** No payment of ours: a row without amounts. */
function externalPosting(
  { claimNo, policyNo, hospitalId }: ExternalClaimRequest,
  scheme: string,
  schemeDigest: string,
  at: At,
): Posting {
  return {
    recordType: 'EXTERNAL',
    scheme,
    decisionId: '',
    hospitalId: hospitalId ?? '',
    settlementId: claimNo,
    policyNo,
    admittedAt: '',
    dischargedAt: '',
    total: '0.00',
    personal: '0.00',
    insurerPaid: '0.00',
    memberBenefit: '0.00',
    benefits: [],
    insurers: [],
    schemeDigest,
    decidedAt: formatInstant(at.at),
  };
}

export function externalBody(booked: Entry): ExternalBody {
  return JSON.parse(booked.body) as ExternalBody;
}

/** The taking back of a claim as it is answered. */
export function cancellationOf({ body, at, businessDate }: Pick<Entry, 'body' | 'at' | 'businessDate'>) {
  const { insurerId } = JSON.parse(body) as CancelBody;
  return { businessDate, cancelledAt: formatInstant(at), cancelledBy: insurerId };
}

/** A claim settled elsewhere as it is answered. */
export function claimOf(
  body: ExternalBody,
  { at, businessDate }: At,
  cancellation: ExternalClaimDocument['cancellation'],
): Omit<ExternalClaimDocument, 'already'> {
  const { claimNo, scheme, policyNo, settledOn, insurerId, hospitalId, stated } = body;
  return {
    claimNo,
    scheme,
    policyNo,
    settledOn,
    businessDate,
    bookedAt: formatInstant(at),
    bookedBy: insurerId,
    hospitalId,
    ...stated,
    cancellation,
  };
}
