import type { RecordedSettlement } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { formatInstant } from '../time/calendar.ts';
import type { StatementDocument } from './documents.ts';
import { claimOf, settleBody } from './record.ts';

type StatementRecord = StatementDocument['records'][number];

/** A hospital's own records of one business day, with totals, for its daily check. */
export function statement(
  hospitalId: string,
  date: string,
  day: { settled: readonly RecordedSettlement[]; reversed: readonly RecordedSettlement[] },
): StatementDocument {
  const records = [
    ...day.settled.map((one) => record('SETTLE', one)),
    ...day.reversed.map((one) => record('REVERSE', one)),
  ];
  const of = (type?: StatementRecord['recordType']) =>
    total(records.filter((one) => type === undefined || one.recordType === type));
  return {
    hospitalId,
    date,
    records,
    totals: { settlements: of('SETTLE'), reversals: of('REVERSE'), net: of() },
  };
}

function record(recordType: StatementRecord['recordType'], { record, entry }: RecordedSettlement): StatementRecord {
  const { decision, claim: shown } = settleBody(entry);
  const claim = claimOf(shown);
  const signed = (amount: Money) => (recordType === 'REVERSE' ? amount.negated() : amount).toFixed2();
  return {
    recordType,
    settlementId: record.settlementId,
    attempt: record.attempt,
    decisionId: record.decisionId,
    decidedAt: recordType === 'REVERSE' ? formatInstant(record.reversal?.reversedAt ?? entry.at) : decision.decidedAt,
    outcome: decision.outcome,
    total: signed(claim.charges.total),
    personal: signed(claim.personal),
    insurerPaid: signed(Money.of(decision.insurerPaid)),
    memberBenefit: signed(Money.of(decision.memberBenefit)),
    acknowledged: record.acknowledgedAt !== null,
  };
}

function total(records: readonly StatementRecord[]): StatementDocument['totals']['net'] {
  const sum = (of: (record: StatementRecord) => string) =>
    Money.sum(records.map((one) => Money.of(of(one)))).toFixed2();
  return {
    count: records.length,
    insurerPaid: sum((one) => one.insurerPaid),
    memberBenefit: sum((one) => one.memberBenefit),
  };
}
