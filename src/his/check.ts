import type { CheckDifference, CheckResult, CheckRow, CheckScope, CheckTotals } from '../../adapters/adapter.ts';
import { Money } from '../money/money.ts';
import type { CountedRecord } from '../settlement/message/check.ts';

/** Our records that a check is about. One whose clearing category nobody told is in all of them. */
export function inScope(records: readonly CountedRecord[], scope: CheckScope): CountedRecord[] {
  return records.filter(
    ({ insuranceType, clearing, reversal }) =>
      (scope.insuranceType === null || scope.insuranceType === insuranceType) &&
      (scope.clearing === null || clearing === null || scope.clearing === clearing) &&
      (scope.kind === null || (scope.kind === 'reversed') === reversal),
  );
}

/** Our totals: how many records, reversals among them, and their net amounts. */
export function totalsOf(records: readonly CountedRecord[]): CheckTotals {
  return {
    count: records.length,
    total: Money.sum(records.map(({ total }) => total)).toFixed2(),
    insurerPaid: Money.sum(records.map(({ insurerPaid }) => insurerPaid)).toFixed2(),
  };
}

/**
 * Holds the caller's totals against ours. Some HIS count a reversed settlement and its reversal as two records, others
 * as none; where the amounts agree either is right.
 */
export function compareTotals(there: CheckTotals, records: readonly CountedRecord[]): CheckResult {
  const here = totalsOf(records);
  const reversals = records.filter(({ reversal }) => reversal).length;
  const counts = [here.count, here.count - 2 * reversals];
  const sameMoney =
    Money.of(here.total).eq(Money.of(there.total)) && Money.of(here.insurerPaid).eq(Money.of(there.insurerPaid));
  if (counts.includes(there.count)) return sameMoney ? 'equal' : 'different';
  return there.count < here.count ? 'more-here' : 'more-there';
}

interface Sums {
  count: number;
  total: Money;
  insurerPaid: Money;
}

type Keyed = Pick<CheckRow, 'settlementId' | 'encounterId' | 'person' | 'reversal'>;

/** The records on which both sides differ: by settlement, its reversals apart. */
export function differences(rows: readonly CheckRow[], here: readonly CountedRecord[]): CheckDifference[] {
  const there = rows.map(withSettlement(here));
  const theirs = sums(
    there.map((row) => ({ ...row, total: Money.of(row.total), insurerPaid: Money.of(row.insurerPaid) })),
  );
  const ours = sums(here);
  const known = new Map<string, Keyed>([...there, ...here].map((one) => [keyOf(one), one]));
  const messages = new Map(here.map((one) => [keyOf(one), one.messageId]));
  return [...known].flatMap(([key, { settlementId, encounterId, person, reversal }]) => {
    const result = compare(ours.get(key), theirs.get(key));
    if (result === 'equal') return [];
    const messageId = messages.get(key) ?? '';
    const side = (one: Sums | undefined) =>
      one === undefined ? null : { total: one.total.toFixed2(), insurerPaid: one.insurerPaid.toFixed2() };
    return [
      {
        ...{ result, settlementId, encounterId, person, messageId, reversal },
        here: side(ours.get(key)),
        there: side(theirs.get(key)),
      },
    ];
  });
}

/** Finds the settlement of a row that names it by our decision or by a message; an unknown one stands for itself. */
function withSettlement(here: readonly CountedRecord[]): (row: CheckRow) => CheckRow {
  const known = new Map<string, CountedRecord>();
  for (const record of here) {
    if (record.messageId !== '') known.set(record.messageId, record);
    known.set(record.decisionId, record);
  }
  return (row) => {
    const { settlementId, references = [] } = row;
    if (settlementId !== '') return row;
    const record = references.map((reference) => known.get(reference)).find((one) => one !== undefined);
    if (record === undefined) return { ...row, settlementId: references[0] ?? '' };
    const { encounterId, person } = record;
    return { ...row, settlementId: record.settlementId, encounterId, person };
  };
}

function compare(here: Sums | undefined, there: Sums | undefined): CheckResult {
  if (there === undefined) return 'more-here';
  if (here === undefined) return 'more-there';
  const same = here.count === there.count && here.total.eq(there.total) && here.insurerPaid.eq(there.insurerPaid);
  return same ? 'equal' : 'different';
}

/** Several attempts of one settlement are one sum: a HIS knows them by one id. */
function sums(rows: readonly (Keyed & { readonly total: Money; readonly insurerPaid: Money })[]): Map<string, Sums> {
  const out = new Map<string, Sums>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = out.get(key) ?? { count: 0, total: Money.ZERO, insurerPaid: Money.ZERO };
    out.set(key, {
      count: sum.count + 1,
      total: sum.total.plus(row.total),
      insurerPaid: sum.insurerPaid.plus(row.insurerPaid),
    });
  }
  return out;
}

function keyOf({ settlementId, reversal }: Pick<Keyed, 'settlementId' | 'reversal'>): string {
  return `${settlementId} ${reversal}`;
}
