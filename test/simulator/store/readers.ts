import type { Row } from '../../../src/store/tables.ts';
import type { Handler, SimulatedStore } from './store.ts';
import { isBlocked, type Transaction } from './transaction.ts';

const PAGE = 1_000;
const BATCH = 200;

/** By a number, then by another. */
function by<R>(first: (row: R) => number, second: (row: R) => number = () => 0) {
  return (a: R, b: R) => first(a) - first(b) || second(a) - second(b);
}

function byText<R>(of: (row: R) => string) {
  return (a: R, b: R) => (of(a) < of(b) ? -1 : Number(of(a) > of(b)));
}

function one<R>(row: R | undefined): R[] {
  return row === undefined ? [] : [row];
}

const inOrder = by<Row<'settlements'>>(
  ({ place }) => place,
  ({ entrySeq }) => entrySeq,
);
const bySeq = by<{ entrySeq: number }>(({ entrySeq }) => entrySeq);

interface Texts {
  readonly [name: string]: string;
}

type Read<P> = (store: SimulatedStore, params: P, as: Transaction | undefined) => unknown;

function read<P = Texts>(handler: Read<P>): Handler {
  return handler as Handler;
}

/** What only looks, and what looks and holds what it sees. */
export const readers: Readonly<Record<string, Handler>> = {
  ledger_member: read(({ tables }, { memberId = '' }, as) => one(tables.members.get(memberId, as))),
  ledger_accumulators: read(({ tables }, { memberId = '' }, as) => tables.accumulators.under('member', memberId, as)),
  ledger_entry: read<{ seq: number }>(({ tables }, { seq }, as) => one(tables.entries.get(String(seq), as))),
  ledger_attempts: read(({ tables, bug }, { hospitalId, settlementId }, as) => {
    const rows = tables.settlements.under('id', `${hospitalId} ${settlementId}`, as);
    // A row that is lost: it is not found by its id.
    const found = bug === 'lost-idempotency-row' ? rows.filter(({ entrySeq }) => entrySeq % 10 !== 0) : rows;
    return found.sort(by(({ attempt }) => attempt));
  }),
  ledger_byDecision: read(({ tables }, { decisionId = '' }, as) => one(tables.settlements.get(decisionId, as))),
  ledger_encounter: read(({ tables }, { memberId = '', hospitalId, encounterId }, as) =>
    tables.settlements
      .under('member', memberId, as)
      .filter((row) => row.hospitalId === hospitalId && row.encounterId === encounterId && row.status === 'live')
      .sort(inOrder),
  ),
  ledger_survivors: read(({ tables }, { memberId = '' }, as) =>
    tables.settlements
      .under('member', memberId, as)
      .filter(({ status }) => status === 'live')
      .sort(inOrder),
  ),
  ledger_membersSince: read(({ tables }, { from = '', after = '' }, as) => {
    const live = tables.settlements
      .all(as)
      .filter(({ status, businessDate }) => status === 'live' && businessDate >= from);
    const ids = [...new Set(live.map(({ memberId }) => memberId))].filter((id) => id > after).sort();
    return ids.slice(0, PAGE).map((memberId) => ({ memberId }));
  }),
  ledger_settledOn: read(({ tables }, { hospitalId = '', date }, as) =>
    tables.settlements
      .under('hospital', hospitalId, as)
      .filter(({ businessDate }) => businessDate === date)
      .sort(bySeq),
  ),
  ledger_reversedOn: read(({ tables }, { hospitalId = '', date }, as) =>
    tables.settlements
      .under('hospital', hospitalId, as)
      .filter(({ reversedOn }) => reversedOn === date)
      .sort(bySeq),
  ),
  ledger_permissions: read(({ tables }, { decisionId = '' }, as) =>
    tables.permissions.under('decision', decisionId, as),
  ),
  ledger_messages: read(({ tables }, { hospitalId, messageId }, as) =>
    tables.messages.under('id', `${hospitalId} ${messageId}`, as).sort(bySeq),
  ),
  ledger_messagesOf: read(({ tables }, { decisionId = '' }, as) =>
    tables.messages.under('decision', decisionId, as).sort(bySeq),
  ),
  ledger_postings: read<{ decisionId: string; entrySeq: number }>(({ tables }, { decisionId, entrySeq: own }, as) =>
    tables.postings
      .under('decision', decisionId, as)
      .filter(({ entrySeq, recordType }) => entrySeq === own || recordType !== 'SETTLE')
      .sort(
        by(
          ({ entrySeq }) => entrySeq,
          ({ line }) => line,
        ),
      ),
  ),
  ledger_bookings: read(({ tables }, { memberId = '' }, as) =>
    tables.bookings
      .under('member', memberId, as)
      .filter(({ active }) => active)
      .sort(by(({ place }) => place)),
  ),
  ledger_booked: read(({ tables }, { scheme, reference }, as) =>
    tables.bookings
      .under('reference', `${scheme} ${reference}`, as)
      .sort(bySeq)
      .flatMap(({ entrySeq }) => one(tables.entries.get(String(entrySeq), as))),
  ),
  ledger_cancelled: read(({ tables }, { scheme, reference }, as) =>
    tables.bookings
      .under('reference', `${scheme} ${reference}`, as)
      .filter(({ active }) => !active)
      .flatMap(({ memberId }) => tables.entries.under('member', memberId, as))
      .filter(({ type, body }) => {
        if (type !== 'CANCEL') return false;
        const cancelled = JSON.parse(body) as { scheme: string; reference: string };
        return cancelled.scheme === scheme && cancelled.reference === reference;
      }),
  ),
  ledger_reviews: read(({ tables }, { decisionId = '' }, as) =>
    tables.reviews.under('decision', decisionId, as).sort(byText(({ scheme, policyNo }) => `${scheme} ${policyNo}`)),
  ),
  ledger_openReviews: read<{ scheme: string; entrySeq: number; policyNo: string; limit: number }>(
    ({ tables }, { scheme, entrySeq, policyNo, limit }, as) =>
      tables.reviews
        .under('scheme', scheme, as)
        .filter((row) => row.status === 'open')
        .filter((row) => row.entrySeq > entrySeq || (row.entrySeq === entrySeq && row.policyNo > policyNo))
        .sort((a, b) => a.entrySeq - b.entrySeq || (a.policyNo < b.policyNo ? -1 : 1))
        .slice(0, limit),
  ),
  ledger_lastDay: read(({ tables }, _, as) => [{ date: bounds(tables.days.all(as)).last }]),
  ledger_rules: read(({ tables }, { digest = '' }, as) => one(tables.rules.get(digest, as))),
  chains_chain: read(({ tables }, { memberId = '' }, as) =>
    tables.entries.under('member', memberId, as).sort(by(({ memberSeq }) => memberSeq)),
  ),
  chains_postings: read<{ seq: number }>(({ tables }, { seq }, as) =>
    tables.postings.under('entry', String(seq), as).sort(by(({ line }) => line)),
  ),
  'days-journal_firstBooked': read(({ tables }, _, as) => {
    const days = tables.entries.values('day').filter((day) => tables.entries.under('day', day, as).length > 0);
    return [{ date: days.sort()[0] ?? null }];
  }),
  'days-journal_bookedOn': read(({ tables }, { date = '' }, as) => [
    { count: tables.entries.under('day', date, as).length },
  ]),
  'days-journal_bookedThrough': read(({ tables }, { date = '' }, as) => {
    const days = tables.entries.values('day').filter((day) => day <= date);
    return [{ count: days.reduce((sum, day) => sum + tables.entries.under('day', day, as).length, 0) }];
  }),
  'days-journal_entries': read<{ date: string; after: number }>(({ tables }, { date, after }, as) =>
    tables.entries
      .under('day', date, as)
      .filter(({ seq }) => seq > after)
      .sort(by(({ seq }) => seq))
      .slice(0, BATCH)
      .map(({ seq, hash }) => ({ seq, hash })),
  ),
  'days-journal_between': read<{ date: string; after: number; through: number }>(
    ({ tables }, { date, after, through }, as) =>
      tables.postings
        .under('day', date, as)
        .filter(({ entrySeq }) => entrySeq > after && entrySeq <= through)
        .sort(
          by(
            ({ entrySeq }) => entrySeq,
            ({ line }) => line,
          ),
        ),
  ),
  'days-journal_schemes': read(({ tables }, _, as) =>
    tables.postings
      .values('scheme')
      .filter((scheme) => tables.postings.under('scheme', scheme, as).length > 0)
      .sort()
      .map((scheme) => ({ scheme })),
  ),
  'days-sealed_bounds': read(({ tables }, _, as) => [bounds(tables.days.all(as))]),
  'days-sealed_day': read(({ tables }, { date = '' }, as) => one(tables.days.get(date, as))),
  'days-sealed_derived': read(({ tables }, _, as) => [{ count: tables.days.all(as).length }]),
  'days-sealed_seals': read<{ after: number }>(({ tables }, { after }, as) =>
    tables.entries
      .under('member', '~days', as)
      .filter(({ memberSeq }) => memberSeq > after)
      .sort(by(({ memberSeq }) => memberSeq))
      .slice(0, 1),
  ),
  policies_ofMember: read(({ tables }, { memberId = '' }, as) =>
    tables.enrollments
      .under('member', memberId, as)
      .filter(({ status }) => status === 'active')
      .sort(byText(({ scheme, policyNo }) => `${scheme} ${policyNo}`))
      .map(({ scheme, policyNo, nameKey, effectiveFrom, effectiveTo, body }) => ({
        ...{ scheme, policyNo, nameKey, effectiveFrom, effectiveTo, body },
      })),
  ),
  policies_relatives: read(({ tables, bug }, params, as) => {
    if (bug === 'family-not-looked-at') return [];
    const ids = new Set(relatives(tables, params, as).map(({ memberId }) => memberId));
    return [...ids]
      .sort()
      .map((memberId) => ({ memberId, version: tables.members.get(memberId, as)?.version ?? null }));
  }),
  policies_ofFamily: read(({ tables }, params, as) => {
    const { effectiveFrom = '', effectiveTo = '' } = params;
    return relatives(tables, params, as)
      .filter((row) => row.status === 'active' && row.effectiveFrom <= effectiveTo && row.effectiveTo >= effectiveFrom)
      .map(({ memberId, scheme, policyNo, effectiveFrom, effectiveTo }) => {
        const used = tables.accumulators.get(`${memberId} ${scheme}/${policyNo}`, as);
        return { memberId, effectiveFrom, effectiveTo, body: used?.body ?? null };
      });
  }),
  policies_holder: read(({ tables }, { scheme, policyNo }, as) =>
    one(tables.enrollments.get(`${scheme} ${policyNo}`, as)),
  ),
  unchanged_member: read(({ tables }, { memberId = '' }, as) => {
    const row = tables.members.lock(memberId, inTransaction(as));
    return isBlocked(row) ? row : one(row);
  }),
  unchanged_family: read(({ tables, bug }, { scheme, family }, as) => {
    if (bug === 'family-not-looked-at') return [];
    const by = inTransaction(as);
    const rows = tables.enrollments.under('family', `${scheme} ${family}`, as);
    for (const { policyNo } of rows.sort(byText((row) => row.policyNo))) {
      const row = tables.enrollments.lock(`${scheme} ${policyNo}`, by);
      if (isBlocked(row)) return row;
    }
    return rows.map(({ memberId }) => ({ memberId }));
  }),
  gate_pass: read<{ stripe: number }>(({ gates, bug }, { stripe }, as) =>
    bug === 'seals-while-appending' ? [] : (gates.share(`gate ${stripe}`, inTransaction(as)) ?? [{ stripe }]),
  ),
  gate_close: read(({ gates }, _, as) => {
    for (let stripe = 0; stripe < 16; stripe += 1) {
      const blocked = gates.take(`gate ${stripe}`, inTransaction(as));
      if (blocked !== undefined) return blocked;
    }
    return [];
  }),
  gate_hold: read<{ stripe: number }>(
    ({ gates, bug }, { stripe }, as) =>
      (bug === 'messages-not-held' ? undefined : gates.take(`stripe ${stripe}`, inTransaction(as))) ?? [{ stripe }],
  ),
};

function relatives(tables: SimulatedStore['tables'], { scheme, family, memberId }: Texts, as: Transaction | undefined) {
  return tables.enrollments.under('family', `${scheme} ${family}`, as).filter((row) => row.memberId !== memberId);
}

function bounds(days: readonly Row<'days'>[]): { first: string | null; last: string | null } {
  let first: string | null = null;
  let last: string | null = null;
  for (const { date } of days) {
    if (first === null || date < first) first = date;
    if (last === null || date > last) last = date;
  }
  return { first, last };
}

function inTransaction(as: Transaction | undefined): Transaction {
  if (as === undefined) throw new Error('what holds rows is asked in a transaction');
  return as;
}
