import { billedFrom, dischargedAt } from '../claim/checks.ts';
import type { Claim } from '../claim/claim.ts';
import { claimDigest } from '../claim/digest.ts';
import type { MemberView, RecordedSettlement, SettlementRecord } from '../ledger/ledger.ts';
import { Refusal } from '../problem/refusal.ts';
import { currentDocument } from './decision-document.ts';
import type { DecisionDocument } from './documents.ts';
import { claimOf, settleBody } from './record.ts';

/**
 * What was already decided for this very attempt.
 *
 * @returns the recorded decision for a retry, or `undefined` where the attempt is new
 * @throws Refusal `SETTLEMENT_REVERSED`, or `SETTLEMENT_CONFLICT` with the recorded decision in the problem
 */
export function recordedAnswer(
  view: MemberView,
  { claim, digest }: { claim: Claim; digest: string },
): DecisionDocument | undefined {
  const same = view.attempts.find((record) => record.attempt === claim.attempt);
  if (same === undefined) return undefined;
  if (same.status === 'reversed') {
    const successor = same.reversal?.replacedBy ?? null;
    throw new Refusal('SETTLEMENT_REVERSED', {
      detail:
        successor === null
          ? `第 ${same.attempt} 次结算已冲正；如需重新结算，请用 attempt ${same.attempt + 1}`
          : `第 ${same.attempt} 次结算已由 ${successor} 替换，请查询后者`,
      detailEn:
        successor === null
          ? `Attempt ${same.attempt} was reversed; to settle again use attempt ${same.attempt + 1}`
          : `Attempt ${same.attempt} was replaced by ${successor}: query that`,
    });
  }
  const recorded = view.recorded(same.decisionId);
  const decision = currentDocument(recorded);
  if (same.digest === digest) return decision;
  // An earlier version may have made its digest otherwise: what it recorded is digested as it is now.
  if (same.memberId === view.memberId && digestOf(recorded, claim) === digest) return decision;
  throw new Refusal('SETTLEMENT_CONFLICT', {
    detail: '该结算号此前以不同内容结算过；原结算结果附后。更正请先冲正，或用新结算号并填 replaces',
    detailEn:
      'This settlement id was settled with other content; the recorded decision is attached. To correct it, reverse it first, or settle under a new id with replaces',
    extensions: { decision },
  });
}

/** The digest of a recorded claim; the id number, which is encrypted there, is that of the same member's new claim. */
function digestOf({ entry }: RecordedSettlement, { patient: { idNumber } }: Claim): string {
  const recorded = claimOf(settleBody(entry).claim);
  return claimDigest({ ...recorded, patient: { ...recorded.patient, idNumber } });
}

/** @throws Refusal `ATTEMPT_LIVE` or `ATTEMPT_OUT_OF_ORDER` */
export function checkAttempt(view: MemberView, claim: Claim): void {
  const last = view.attempts.at(-1);
  if (last?.status === 'live' && (last.paid || last.memberId !== view.memberId) && claim.attempt > last.attempt) {
    throw new Refusal('ATTEMPT_LIVE', {
      detail: `第 ${last.attempt} 次结算仍有效，须先冲正`,
      detailEn: `Attempt ${last.attempt} is live, reverse it first`,
    });
  }
  if (last !== undefined) checkNotReplaced(view, last);
  const next = (last?.attempt ?? 0) + 1;
  if (claim.attempt !== next) {
    throw new Refusal('ATTEMPT_OUT_OF_ORDER', {
      detail: `该结算号的下一次应为 attempt ${next}，收到 ${claim.attempt}`,
      detailEn: `The next attempt of this settlement is ${next}, not ${claim.attempt}`,
    });
  }
}

/** @throws Refusal `REPLACES_NOT_FOUND`, `REPLACES_OTHER_PATIENT` or, where a settlement replaces itself, `INVALID_BODY` */
export function checkReplaced(view: MemberView, claim: Claim): void {
  if (claim.replaces === null) return;
  if (claim.replaces === claim.settlementId) {
    throw new Refusal('INVALID_BODY', {
      detail: '结算不能替换自身；同一结算号重新结算请用 attempt',
      detailEn: 'A settlement cannot replace itself; to settle the same id again use attempt',
      errors: [
        { pointer: '/replaces', code: 'INVALID_VALUE', message: '须为另一结算号 / must be another settlement id' },
      ],
    });
  }
  if (view.replaced === undefined) {
    throw new Refusal('REPLACES_NOT_FOUND', {
      detail: `本院没有结算 ${claim.replaces}`,
      detailEn: `This hospital has no settlement ${claim.replaces}`,
    });
  }
  if (view.replaced.status === 'live' && view.replaced.memberId !== view.memberId) {
    throw new Refusal('REPLACES_OTHER_PATIENT', {
      detail: '被替换的结算属于另一证件号的参保人；请先冲正原结算，再结算本笔',
      detailEn: 'The settlement to replace was for another id document; reverse it first, then settle this one',
    });
  }
  checkNotReplaced(view, view.replaced);
}

/**
 * Only one settlement can stand in a place: where an answer was lost and the correction is corrected again, the second
 * must replace the first correction, or the visit would be paid twice.
 *
 * @throws Refusal `ALREADY_REPLACED` naming the settlement that stands there
 */
function checkNotReplaced(view: MemberView, record: SettlementRecord): void {
  const seen = new Set<string>();
  let one: SettlementRecord | undefined = record;
  while (one !== undefined && one.reversal !== null && one.reversal.replacedBy !== null) {
    const successor: string = one.reversal.replacedBy.split('#')[0] ?? '';
    // Two ids may have replaced each other in turn.
    if (seen.has(successor)) return;
    seen.add(successor);
    one = view.attemptsOf(successor).at(-1);
    if (one?.status !== 'live') continue;
    throw new Refusal('ALREADY_REPLACED', {
      detail: `该结算已由 ${successor} 替换且仍有效；如需更正，请替换 ${successor}，或先将其冲正`,
      detailEn: `Settlement ${successor} has taken its place and is live; to correct it, replace ${successor}, or reverse that first`,
    });
  }
}

/**
 * Two live settlements of one stay must not bill the same time twice. An outpatient visit may be settled several times,
 * but not the same bill under two ids.
 *
 * @throws Refusal `PERIOD_OVERLAP`
 */
export function checkOverlap(view: MemberView, claim: Claim, falling: readonly RecordedSettlement[]): void {
  const fallen = new Set(falling.map(({ record }) => record.decisionId));
  const other = view.encounter.find(
    (record) =>
      !fallen.has(record.decisionId) &&
      (claim.encounter.setting === 'inpatient' ? overlaps(record, claim) : isSameBill(view, record, claim)),
  );
  if (other === undefined) return;
  throw new Refusal('PERIOD_OVERLAP', {
    detail: `与同一次就诊的结算 ${other.settlementId} 计费期间重叠；更正请用 replaces`,
    detailEn: `The billed period overlaps with settlement ${other.settlementId} of the same encounter; to correct it use replaces`,
  });
}

function overlaps(record: SettlementRecord, claim: Claim): boolean {
  return (
    (record.billedFrom < dischargedAt(claim) && billedFrom(claim) < record.billedThrough) ||
    // A day case may be billed from midnight to the same midnight: no time, but twice the same all the same.
    isSamePeriod(record, claim)
  );
}

function isSamePeriod(record: SettlementRecord, claim: Claim): boolean {
  return record.billedFrom === billedFrom(claim) && record.billedThrough === dischargedAt(claim);
}

function isSameBill(view: MemberView, record: SettlementRecord, claim: Claim): boolean {
  if (!isSamePeriod(record, claim)) return false;
  const other = claimOf(settleBody(view.recorded(record.decisionId).entry).claim);
  return other.charges.total.eq(claim.charges.total) && other.personal.eq(claim.personal);
}
