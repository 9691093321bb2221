import type { EntryBody } from '../../ledger/journal.ts';
import type { Posting } from '../../ledger/posting.ts';
import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Database } from '../../store/database.ts';
import { define } from '../../store/statement.ts';
import { all, one, type Steps } from '../../store/steps.ts';
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

const PAGE = 500;

const statements = define('year-end', ({ text, member }) => ({
  ofYear: text<{ date: string; entrySeq: number; body: string }>(
    `SELECT p.business_date AS date, p.entry_seq AS "entrySeq", e.body
     FROM postings p JOIN entries e ON e.seq = p.entry_seq
     WHERE p.scheme = @scheme AND p.record_type = 'DISTRIBUTE' AND ${member('e.body', 'year')} = @from
       AND (p.business_date, p.entry_seq) > (@date, @entrySeq)
     ORDER BY p.business_date, p.entry_seq LIMIT ${PAGE}`,
  ),
  ofPolicy: text<{ seq: number }>(
    `SELECT seq FROM entries WHERE member_id = @memberId AND type = 'DISTRIBUTE'
       AND ${member('body', 'scheme')} = @scheme AND ${member('body', 'year')} = @from
       AND ${member('body', 'policyNo')} = @policyNo`,
  ),
}));

/**
 * What is booked of a year's distribution, by policy.
 *
 * @throws Refusal `DISTRIBUTION_UNDER_WAY` where it was booked with another service fee: the amounts would not fit together
 */
export async function bookedOf(
  database: Database,
  year: PolicyYear,
  serviceFee: Money,
): Promise<ReadonlyMap<string, Money>> {
  const booked = new Map<string, Money>();
  for await (const body of bookedIn(database, year)) {
    const { policyNo, serviceFee: fee, postings } = body;
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

/** The DISTRIBUTE entries of a year, page by page. Each has one posting. */
async function* bookedIn(database: Database, { scheme, from }: PolicyYear): AsyncGenerator<DistributeBody, void, void> {
  let last = { date: '', entrySeq: 0 };
  for (;;) {
    const rows = await database.read(() => all(statements.ofYear, { scheme, from, ...last }));
    const end = rows.at(-1);
    if (end === undefined) return;
    for (const { body } of rows) yield JSON.parse(body) as DistributeBody;
    last = { date: end.date, entrySeq: end.entrySeq };
  }
}

/** Whether a policy has its part of a year already. For use inside a write. */
export function* isBooked(memberId: string, { scheme, from }: PolicyYear, policyNo: string): Steps<boolean> {
  return (yield* one(statements.ofPolicy, { memberId, scheme, from, policyNo })) !== undefined;
}
