import type { MemberView, SettlementRecord, Verdict } from '../ledger/ledger.ts';
import { Refusal } from '../problem/refusal.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { decisionNotFound } from './detail.ts';
import { moment } from './entries.ts';
import { settleBody } from './record.ts';
import type { ReversalPermissionDocument } from './review-documents.ts';
import type { ReversalPermissionRequest } from './review-requests.ts';

/** An insurer that allows a hospital to take a settlement back after the scheme's window. */
export interface PermissionCommand {
  readonly insurerId: string;
  readonly scheme: string;
  readonly record: SettlementRecord;
  readonly request: ReversalPermissionRequest;
  /** The business clock. */
  readonly now: Instant;
}

export interface Permitted {
  readonly created: boolean;
  readonly permission: ReversalPermissionDocument;
}

/**
 * Allows the reversal of a decision, once; the hospital then reverses it as ever.
 *
 * @param view of the member the decision is of
 * @throws Refusal `DECISION_NOT_FOUND` where the scheme has no part in it, `SETTLEMENT_REVERSED` where nothing stands
 */
export function decidePermission(view: MemberView, command: PermissionCommand): Verdict<Permitted> {
  const { insurerId, scheme, record, request, now } = command;
  const { decisionId } = record;
  const settlement = view.recorded(decisionId);
  const { decision } = settleBody(settlement.entry);
  if (decision.schemes.every((one) => one.scheme !== scheme)) throw decisionNotFound();
  const document = (at: Instant, already: boolean): ReversalPermissionDocument => ({
    decisionId,
    scheme,
    permittedAt: formatInstant(at),
    already,
  });
  const known = view.permissions(decisionId).get(scheme);
  if (known !== undefined) return { answer: { created: false, permission: document(known.at, true) } };
  if (settlement.record.status !== 'live') {
    throw new Refusal('SETTLEMENT_REVERSED', {
      detail: '该结算已不再有效，无须同意冲正',
      detailEn: 'The settlement no longer stands: there is nothing to allow',
    });
  }
  const at = moment(now, view);
  return {
    append: {
      entries: [
        { type: 'PERMIT', ...at, body: { decisionId, scheme, insurerId }, personal: { reason: request.reason } },
      ],
      settlements: [],
      accumulators: new Map(),
      replaceAll: false,
    },
    answer: { created: true, permission: document(at.at, false) },
  };
}
