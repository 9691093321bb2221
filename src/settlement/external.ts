import { admissionKey } from '../adjudication/accumulators.ts';
import { policyKey } from '../adjudication/input.ts';
import { applyStatement } from '../adjudication/statement.ts';
import type { EntryBody } from '../ledger/journal.ts';
import { externalReference, type MemberView, type Verdict } from '../ledger/ledger.ts';
import type { Posting } from '../ledger/posting.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { type DateText, dateOf, formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { type BookingBody, readStatement } from './booking.ts';
import { type At, moment } from './entries.ts';
import { checkStated, problem } from './review-checks.ts';
import type { ExternalClaimDocument } from './review-documents.ts';
import type { ExternalClaimRequest } from './review-requests.ts';
import { bookingOf, type StatedRecord, statedDigest, statedRecord } from './review-statement.ts';

/** A claim that an insurer settled elsewhere, to be counted. */
export interface ExternalCommand {
  readonly insurerId: string;
  readonly scheme: Scheme;
  readonly request: ExternalClaimRequest;
  /** The business clock. */
  readonly now: Instant;
}

export interface Booked {
  readonly created: boolean;
  readonly claim: ExternalClaimDocument;
}

/** The body of an EXTERNAL entry. The insurer's note is personal. */
interface ExternalBody extends EntryBody {
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
}

/**
 * Counts a claim that the insurer settled elsewhere (paper, centre, before go-live): settlements from here on see what it
 * used; earlier ones are not changed. Nothing is paid by it here.
 *
 * @param view of the member who holds the policy
 * @throws Refusal `EXTERNAL_CLAIM_CONFLICT` with what was booked, `INVALID_BODY` or `AMOUNTS_INCONSISTENT`
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
  if (known !== undefined) return { answer: repeated(JSON.parse(known.body) as ExternalBody, known, digest) };

  checkDay(request, now);
  checkAdmission(request);
  checkStated(request, rules);
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
    answer: { created: true, claim: { ...claimOf(body, at), already: false } },
  };
}

function checkDay({ settledOn }: ExternalClaimRequest, now: Instant): void {
  const today = dateOf(now);
  if (settledOn <= today) return;
  throw new Refusal('INVALID_BODY', {
    detail: `settledOn ${settledOn} 晚于今天 ${today}`,
    detailEn: `settledOn ${settledOn} is after today, ${today}`,
    errors: [problem('/settledOn', 'IN_FUTURE', '赔付日期不得晚于今天', 'the day must not lie in the future')],
  });
}

/** An encounter is one of a hospital's: without it no later settlement could share its deductible. */
function checkAdmission({ encounterId, hospitalId }: ExternalClaimRequest): void {
  if (typeof encounterId !== 'string' || typeof hospitalId === 'string') return;
  throw new Refusal('INVALID_BODY', {
    detail: '给出 encounterId 时须同时给出 hospitalId',
    detailEn: 'An encounterId needs its hospitalId',
    errors: [problem('/hospitalId', 'REQUIRED', '缺少必填字段', 'a required field is missing')],
  });
}

function repeated(body: ExternalBody, at: At, digest: string): Booked {
  const claim = { ...claimOf(body, at), already: true };
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

function claimOf(body: ExternalBody, { at, businessDate }: At): Omit<ExternalClaimDocument, 'already'> {
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
  };
}
