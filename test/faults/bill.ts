import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';

/** The hospital that sends {@link bill}. */
export const PARTY = HOSPITALS.nanchang.id;

/** A bill of which something is paid. */
export function bill(settlementId: string): ClaimInput {
  return claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '20000',
    pooling: '9000',
  });
}

/** What came of one transmission: the status and the decision, or the code it was refused with. */
export type Came = { readonly status: number; readonly decision: string } | { readonly code: string };

/** Settles {@link bill} with one transmission. */
export async function settle(client: HospitalClient, settlementId: string): Promise<Came> {
  const outcome = await client.settle(bill(settlementId));
  if (outcome.kind === 'answered') return { status: outcome.status, decision: outcome.body.decisionId };
  return { code: outcome.kind === 'refused' ? outcome.problem.code : outcome.code };
}

/** The decision of what came. */
export function decisionOf(came: Came): string | undefined {
  return 'decision' in came ? came.decision : undefined;
}
