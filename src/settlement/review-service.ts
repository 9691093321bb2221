import { setImmediate } from 'node:timers/promises';
import type { Entry } from '../ledger/journal.ts';
import { externalReference, type Verdict } from '../ledger/ledger.ts';
import type { Vault } from '../ledger/vault.ts';
import { Refusal } from '../problem/refusal.ts';
import type { DateText } from '../time/calendar.ts';
import { decisionDetail, decisionNotFound } from './detail.ts';
import { moment } from './entries.ts';
import { type Booked, decideExternal } from './external.ts';
import { decideCancellation } from './external-cancellation.ts';
import { decideResolution, type ResolveCommand, type Resolved, reviewNotFound } from './resolution.ts';
import { type ResolveBody, resolutionOf } from './resolution-entry.ts';
import { decidePermission, type Permitted } from './reversal-permission.ts';
import { type ReviewCase, reviewCase } from './review-case.ts';
import type { DecisionDetailDocument, PendedDocument, PendedReview } from './review-documents.ts';
import { cursorAfter, pendedReview, readCursor } from './review-queue.ts';
import type {
  ExternalCancellationRequest,
  ExternalClaimRequest,
  ResolutionRequest,
  ReversalPermissionRequest,
} from './review-requests.ts';
import type { SettlementDependencies } from './service.ts';

/** What reviews need from the rest of the gateway. */
export interface ReviewDependencies extends SettlementDependencies {
  /** The member who holds a policy, whatever its status; `undefined` where the scheme's roster does not have it. */
  readonly policyHolder: (
    scheme: string,
    policyNo: string,
  ) => Promise<{ readonly memberId: string; readonly effectiveFrom: DateText } | undefined>;
}

/**
 * What an insurer sees of decisions and states about them (contract section 4, rulebook A18). That the caller may act for
 * the scheme is the door's to check.
 */
export class ReviewService {
  readonly #given: ReviewDependencies;

  constructor(given: ReviewDependencies) {
    this.#given = given;
  }

  /**
   * What waits for the insurer of a scheme, oldest first.
   *
   * @param after `next` of the page before
   * @throws Refusal `INVALID_PARAMETER` where `after` is not that
   */
  async pended(scheme: string, after: string | undefined, limit: number): Promise<PendedDocument> {
    const { ledger, rulebook } = this.#given;
    const cursor = readCursor(after);
    const found = await ledger.read((view) => view.openReviews(scheme, cursor, limit + 1));
    const page = found.slice(0, limit);
    const pended: PendedReview[] = [];
    for (const review of page) {
      pended.push(await ledger.read((view) => pendedReview(view, review, rulebook)));
      // Claims are large: a page of them must not keep a desk waiting.
      await setImmediate();
    }
    const last = page.at(-1);
    return { scheme, pended, next: last === undefined || found.length <= limit ? null : cursorAfter(last) };
  }

  /**
   * What of one decision waits for the insurer of a scheme, and how that may be ended; or what it was ended with.
   *
   * @throws Refusal `REVIEW_NOT_FOUND` where nothing of it waits or was resolved
   */
  async of(scheme: string, decisionId: string): Promise<ReviewCase> {
    const { ledger, rulebook } = this.#given;
    const found = await ledger.read((view) => reviewCase(view, scheme, decisionId, rulebook));
    if (found.open.length === 0 && found.resolved.length === 0) throw reviewNotFound();
    return found;
  }

  /**
   * Ends a review. Durable when it resolves.
   *
   * @throws Refusal, see {@link decideResolution}
   */
  resolve(insurerId: string, scheme: string, decisionId: string, request: ResolutionRequest): Promise<Resolved> {
    return this.#decide({ insurerId, scheme, decisionId, request }, (verdict) => verdict);
  }

  /**
   * What {@link ReviewService.resolve} would answer now; nothing is booked.
   *
   * @throws Refusal, see {@link decideResolution}
   */
  preview(insurerId: string, scheme: string, decisionId: string, request: ResolutionRequest): Promise<Resolved> {
    return this.#decide({ insurerId, scheme, decisionId, request }, ({ answer }) => ({ answer }));
  }

  async #decide(
    asked: Omit<ResolveCommand, 'now'>,
    taken: (verdict: Verdict<Resolved>) => Verdict<Resolved>,
  ): Promise<Resolved> {
    const { ledger, rulebook, clock } = this.#given;
    const reviews = await ledger.read((view) => view.reviews(asked.decisionId));
    const review = reviews.find((one) => one.scheme === asked.scheme);
    if (review === undefined) throw reviewNotFound();
    const command = { ...asked, now: clock.business() };
    return ledger.write({ memberId: review.memberId, hospitalId: '' }, (view) =>
      taken(decideResolution(view, command, rulebook)),
    );
  }

  /**
   * Counts a claim settled elsewhere. Durable when it resolves.
   *
   * @throws Refusal `SCHEME_NOT_FOUND`, `POLICY_NOT_FOUND`; see {@link decideExternal} for the others
   */
  async external(insurerId: string, schemeId: string, request: ExternalClaimRequest): Promise<Booked> {
    const { ledger, rulebook, clock, policyHolder } = this.#given;
    const scheme = rulebook.scheme(schemeId);
    if (scheme === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: '没有这个保障方案', detailEn: 'There is no such scheme' });
    }
    const holder = await policyHolder(schemeId, request.policyNo);
    if (holder === undefined) {
      throw new Refusal('POLICY_NOT_FOUND', {
        detail: '本方案的名册中没有这张保单，请先导入名册',
        detailEn: "The scheme's roster has no such policy: import the roster first",
      });
    }
    const command = { insurerId, scheme, request, policyFrom: holder.effectiveFrom, now: clock.business() };
    return ledger.write({ memberId: holder.memberId, hospitalId: '' }, (view) => decideExternal(view, command));
  }

  /**
   * Takes back a claim settled elsewhere. Durable when it resolves.
   *
   * @throws Refusal `EXTERNAL_CLAIM_NOT_FOUND`
   */
  async cancelExternal(
    insurerId: string,
    scheme: string,
    claimNo: string,
    request: ExternalCancellationRequest,
  ): Promise<Booked> {
    const { ledger, rulebook, clock } = this.#given;
    const [booked] = await ledger.read((view) => view.booked(scheme, externalReference(claimNo)));
    if (booked === undefined) {
      throw new Refusal('EXTERNAL_CLAIM_NOT_FOUND', {
        detail: '本方案没有登记过这个赔案号',
        detailEn: 'No claim of this number was booked in the scheme',
      });
    }
    const command = { insurerId, booked, request, now: clock.business() };
    return ledger.write({ memberId: booked.memberId, hospitalId: '' }, (view) =>
      decideCancellation(view, command, rulebook),
    );
  }

  /**
   * Allows a hospital to take a settlement back after the scheme's window. Durable when it resolves.
   *
   * @throws Refusal, see {@link decidePermission}
   */
  async permitReversal(
    insurerId: string,
    scheme: string,
    decisionId: string,
    request: ReversalPermissionRequest,
  ): Promise<Permitted> {
    const { ledger, clock } = this.#given;
    const record = await ledger.read((view) => view.find(decisionId));
    if (record === undefined) throw decisionNotFound();
    const command = { insurerId, scheme, record, request, now: clock.business() };
    return ledger.write({ memberId: record.memberId, hospitalId: '' }, (view) => decidePermission(view, command));
  }

  /**
   * A scheme's part of a decision, for a dispute. That it was looked at is journalled before it is shown.
   *
   * @throws Refusal `DECISION_NOT_FOUND`, also where the scheme has no part in the decision
   */
  async detail(insurerId: string, scheme: string, decisionId: string): Promise<DecisionDetailDocument> {
    const { ledger, rulebook, vault, clock } = this.#given;
    const record = await ledger.read((view) => view.find(decisionId));
    if (record === undefined) throw decisionNotFound();
    return ledger.write({ memberId: record.memberId, hospitalId: '' }, (view) => {
      const resolutions = view.booked(scheme, decisionId).map((entry) => {
        return { ...resolutionOf(JSON.parse(entry.body) as ResolveBody, entry), note: noteOf(entry, vault) };
      });
      const rulesText = (digest: string) => rulebook.schemeByDigest(digest).text;
      const answer = decisionDetail(scheme, view.recorded(decisionId), resolutions, rulesText);
      if (answer.schemes.length === 0) throw decisionNotFound();
      return {
        answer,
        append: {
          entries: [{ type: 'INQUIRE', ...moment(clock.business(), view), body: { insurerId, scheme, decisionId } }],
          settlements: [],
          accumulators: new Map(),
          replaceAll: false,
        },
      };
    });
  }
}

function noteOf({ personal, memberId, memberSeq }: Entry, vault: Vault): string | null {
  if (personal === null) return null;
  const { note } = JSON.parse(vault.unseal(personal, `${memberId} ${memberSeq}`)) as { note: string };
  return note;
}
