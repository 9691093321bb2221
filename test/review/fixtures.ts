import { accumulatorsToJson } from '../../src/adjudication/accumulators.ts';
import type { Policy } from '../../src/adjudication/input.ts';
import { parseWith } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import {
  externalCancellationRequest,
  externalClaimRequest,
  resolutionRequest,
} from '../../src/settlement/review-requests.ts';
import { ReviewService } from '../../src/settlement/review-service.ts';
import type { Story } from '../support/claims.ts';
import { localHospital, NANTONG, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';

export const INSURER = 'INS-JX';

/** What an insurer states, as a test says it; amounts in yuan. */
export function row(benefit: string, base: string, deductibleApplied: string, table: string | null, paid: string) {
  const eligible = Money.of(base).minus(Money.of(deductibleApplied)).toFixed2();
  return { benefit, base, deductibleApplied, eligible, table, paid };
}

export type Row = ReturnType<typeof row>;

/** A world with what insurers do in it. */
export class Desk {
  readonly world: World;
  readonly reviews: ReviewService;

  private constructor(world: World) {
    this.world = world;
    const { ledger, registers, vault } = world;
    this.reviews = new ReviewService({
      ledger,
      vault,
      rulebook: registers,
      clock: { real: () => world.now, business: () => world.now },
      policyHolder: async (scheme, policyNo) => {
        const rows = [...world.roster].flatMap(([memberId, policies]) => policies.map((one) => ({ ...one, memberId })));
        return rows.find((one) => one.scheme === scheme && one.policyNo === policyNo);
      },
    });
  }

  /** @param scheme whose hospital H1 is the one around the corner */
  static async open(scheme: string): Promise<Desk> {
    const far = { id: 'H2' };
    return new Desk(await World.open(localHospital(scheme), localHospital(scheme, far)));
  }

  close(): Promise<void> {
    return this.world.close();
  }

  /** Settles at H1 and tells the decision. */
  async settle(story: Story) {
    return (await this.world.settle('H1', story)).decision;
  }

  resolve(scheme: string, decisionId: string, benefits: readonly Row[], more: object = {}) {
    return this.reviews.resolve(INSURER, scheme, decisionId, parseWith(resolutionRequest, { benefits, ...more }));
  }

  external(scheme: string, request: object) {
    return this.reviews.external(INSURER, scheme, parseWith(externalClaimRequest, request));
  }

  cancel(scheme: string, claimNo: string, request: object = { reason: '测试撤销' }) {
    return this.reviews.cancelExternal(INSURER, scheme, claimNo, parseWith(externalCancellationRequest, request));
  }

  /** The queue of a scheme, by decision. */
  async queue(scheme: string): Promise<string[]> {
    return (await this.reviews.pended(scheme, undefined, 1000)).pended.map(({ decisionId }) => decisionId);
  }

  /** What the ledger says a person has used. */
  async used(person = 2): Promise<Record<string, unknown>> {
    const accumulators = await this.world.accumulators(person);
    return Object.fromEntries([...accumulators].map(([key, value]) => [key, accumulatorsToJson(value)]));
  }

  /** What was booked on a decision: type, policy, to the hospital, to the member. */
  async booked(decisionId: string): Promise<string[]> {
    const { postings } = await this.world.recorded(decisionId);
    return postings.map((one) => [one.recordType, one.policyNo, one.insurerPaid, one.memberBenefit].join(' '));
  }

  /** The rows of a scheme's daily files, as they were booked. */
  async rows(scheme: string): Promise<Record<string, unknown>[]> {
    const found = await this.world.execute(
      `SELECT body FROM postings WHERE scheme = '${scheme}' ORDER BY entry_seq, line`,
    );
    return found.map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>);
  }
}

/** The two policy years that a stay over the new year lies in. */
export function twoYears(): Policy[] {
  return [
    policy(NANTONG, { policyNo: 'P-2023', effectiveFrom: '2023-03-05', effectiveTo: '2024-03-04' }),
    policy(NANTONG, { policyNo: 'P-2024', effectiveFrom: '2024-03-05', effectiveTo: '2025-03-04' }),
  ];
}
