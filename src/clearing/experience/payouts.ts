import { setImmediate as breathe } from 'node:timers/promises';
import type { Posting } from '../../ledger/posting.ts';
import { Money } from '../../money/money.ts';
import type { BookingBody } from '../../settlement/booking.ts';
import type { Database } from '../../store/database.ts';
import { define } from '../../store/statement.ts';
import { all, type Steps } from '../../store/steps.ts';
import type { DateText } from '../../time/calendar.ts';

/** The policies of a scheme whose first day lies in these days. */
export interface PolicyYear {
  readonly scheme: string;
  readonly from: DateText;
  readonly to: DateText;
}

/** What was paid under the policies of a year, by whom it was paid to and by benefit. */
export interface Payouts {
  readonly hospital: Money;
  readonly member: Money;
  readonly distributed: Money;
  /** Of claims that the insurer settled elsewhere, as stated. */
  readonly external: Money;
  readonly benefits: ReadonlyMap<string, Money>;
}

const PAGE = 500;

/** Where a posting stands among those of its scheme. */
interface Place {
  readonly date: DateText;
  readonly entrySeq: number;
  readonly line: number;
}

const statements = define('payouts', ({ text, member }) => ({
  enrolled: text<{ plan: string; cohorts: string; count: number }>(
    `SELECT ${member('body', 'plan')} AS plan, ${member('body', 'cohorts')} AS cohorts, count(*) AS count FROM enrollments
     WHERE scheme = @scheme AND effective_from BETWEEN @from AND @to AND status = 'active' GROUP BY 1, 2`,
  ),
  postings: text<Place & { body: string; counts: number }>(
    `SELECT p.business_date AS date, p.entry_seq AS "entrySeq", p.line, p.body,
       CASE WHEN e.effective_from BETWEEN @from AND @to THEN 1 ELSE 0 END AS counts
     FROM postings p LEFT JOIN enrollments e ON e.scheme = p.scheme AND e.policy_no = ${member('p.body', 'policyNo')}
     WHERE p.scheme = @scheme AND (p.business_date, p.entry_seq, p.line) > (@date, @entrySeq, @line)
     ORDER BY p.business_date, p.entry_seq, p.line LIMIT ${PAGE}`,
  ),
  external: text<{ entrySeq: number; body: string }>(
    `SELECT b.entry_seq AS "entrySeq", b.body FROM bookings b
     JOIN enrollments e ON e.scheme = b.scheme AND 'EXTERNAL' = substr(b.reference, 1, 8)
       AND e.policy_no = substr(${member('b.body', 'policyKey')}, length(b.scheme) + 2)
     WHERE b.scheme = @scheme AND b.active AND e.effective_from BETWEEN @from AND @to AND b.entry_seq > @entrySeq
     ORDER BY b.entry_seq LIMIT ${PAGE}`,
  ),
}));

/** Policies of the year on the roster for which the same premium is due, cancelled ones left out. */
export interface EnrolledGroup {
  readonly plan: string;
  readonly cohorts: readonly string[];
  readonly count: number;
}

/** The policies of the year on the roster, by what premiums may hang on. */
export function* enrolledPolicies(year: PolicyYear): Steps<EnrolledGroup[]> {
  const rows = yield* all(statements.enrolled, { ...year });
  return rows.map((row) => ({ ...row, cohorts: JSON.parse(row.cohorts) as string[] }));
}

/** What was paid under the policies of a year, whenever it was paid, also under those cancelled since. */
export async function payoutsOf(database: Database, year: PolicyYear): Promise<Payouts> {
  let [hospital, member, distributed] = [Money.ZERO, Money.ZERO, Money.ZERO];
  const benefits = new Map<string, Money>();
  const add = (name: string, amount: Money) => benefits.set(name, (benefits.get(name) ?? Money.ZERO).plus(amount));
  for await (const posting of postingsOf(database, year)) {
    hospital = hospital.plus(Money.of(posting.insurerPaid));
    if (posting.recordType === 'DISTRIBUTE') distributed = distributed.plus(Money.of(posting.memberBenefit));
    else member = member.plus(Money.of(posting.memberBenefit));
    for (const [name, amount] of posting.benefits) add(name, Money.of(amount));
  }
  let external = Money.ZERO;
  for (const { benefit, paid } of await externalOf(database, year)) {
    external = external.plus(Money.of(paid));
    add(benefit, Money.of(paid));
  }
  return { hospital, member, distributed, external, benefits };
}

async function* postingsOf(database: Database, year: PolicyYear): AsyncGenerator<Posting, void, void> {
  let last: Place = { date: '', entrySeq: 0, line: 0 };
  for (;;) {
    const rows = await database.read(() => all(statements.postings, { ...year, ...last }));
    const end = rows.at(-1);
    if (end === undefined) return;
    for (const { body, counts } of rows) if (counts === 1) yield JSON.parse(body) as Posting;
    last = { date: end.date, entrySeq: end.entrySeq, line: end.line };
    await breathe();
  }
}

async function externalOf(database: Database, year: PolicyYear) {
  const stated: BookingBody['statement']['benefits'][number][] = [];
  for (let entrySeq = 0; ; ) {
    const after = entrySeq;
    const rows = await database.read(() => all(statements.external, { ...year, entrySeq: after }));
    const end = rows.at(-1);
    if (end === undefined) return stated;
    for (const { body } of rows) stated.push(...(JSON.parse(body) as BookingBody).statement.benefits);
    entrySeq = end.entrySeq;
    await breathe();
  }
}
