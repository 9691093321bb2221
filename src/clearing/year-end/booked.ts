import type { EntryBody } from '../../ledger/journal.ts';
import type { Posting } from '../../ledger/posting.ts';
import type { Database } from '../../ledger/sqlite/database.ts';
import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import { preparedFor } from '../../roster/prepared.ts';
import type { PolicyYear } from '../experience/payouts.ts';

/** The body of a DISTRIBUTE entry: a member's part of a year's surplus. */
export interface DistributeBody extends EntryBody {
  readonly scheme: string;
  /** First day of the year. */
  readonly year: string;
  readonly policyNo: string;
  readonly need: string;
  readonly pool: string;
  readonly serviceFee: string;
  readonly postings: readonly [Posting];
}

const statements = preparedFor(({ raw }) => ({
  ofYear: raw.prepare(
    `SELECT e.body FROM postings p JOIN entries e ON e.seq = p.entry_seq
     WHERE p.scheme = @scheme AND p.record_type = 'DISTRIBUTE' AND e.body ->> '$.year' = @from`,
  ),
  ofPolicy: raw.prepare(
    `SELECT 1 FROM entries WHERE member_id = @memberId AND type = 'DISTRIBUTE'
       AND body ->> '$.scheme' = @scheme AND body ->> '$.year' = @from AND body ->> '$.policyNo' = @policyNo`,
  ),
}));

/**
 * What is booked of a year's distribution, by policy.
 *
 * @throws Refusal `DISTRIBUTION_UNDER_WAY` where it was booked with another service fee: the amounts would not fit together
 */
export function bookedOf(
  database: Database,
  { scheme, from }: PolicyYear,
  serviceFee: Money,
): ReadonlyMap<string, Money> {
  const booked = new Map<string, Money>();
  for (const { body } of statements(database).ofYear.iterate({ scheme, from }) as Iterable<{ body: string }>) {
    const { policyNo, serviceFee: fee, postings } = JSON.parse(body) as DistributeBody;
    if (!Money.of(fee).eq(serviceFee)) {
      throw new Refusal('DISTRIBUTION_UNDER_WAY', {
        detail: `该年度已按服务费 ${fee} 元分配，不得改用其他服务费`,
        detailEn: `The year was distributed with a service fee of ${fee}: another one does not fit`,
      });
    }
    booked.set(policyNo, Money.of(postings[0].memberBenefit));
  }
  return booked;
}

/** Whether a policy has its part of a year already. For use inside a write. */
export function isBooked(
  database: Database,
  memberId: string,
  { scheme, from }: PolicyYear,
  policyNo: string,
): boolean {
  return statements(database).ofPolicy.get({ memberId, scheme, from, policyNo }) !== undefined;
}
