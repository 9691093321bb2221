import { edges } from '../../../adapters/mock-his/columns.ts';
import { Money } from '../../money/money.ts';
import { HOSPITALS } from '../parties.ts';
import type { HospitalName, Stage } from './stage.ts';
import type { Step } from './step.ts';

/** The day's end at each hospital: its statement holds exactly the receipts it handed out. */
export const STATEMENTS: Step = {
  zh: '日终：医院对账单与收据逐笔核对',
  en: "The day's end: each hospital's statement against its receipts",
  run: async (stage) => {
    for (const hospital of Object.keys(HOSPITALS) as HospitalName[]) await compare(stage, hospital);
  },
};

async function compare(stage: Stage, hospital: HospitalName): Promise<void> {
  const { id } = HOSPITALS[hospital];
  const decisions = stage.receipts.filter((one) => one.hospitalId === id).map((one) => one.decision);
  const reversals = stage.reversals.filter((one) => one.hospitalId === id);
  const [first] = decisions;
  if (first === undefined) return;
  const { body } = stage.answered(await stage.client(hospital).statement(first.businessDate));

  const lines = (records: readonly { settlementId: string; attempt: number; insurerPaid: string }[]) =>
    records
      .map((one) => `${one.settlementId}#${one.attempt} ${one.insurerPaid}`)
      .sort()
      .join(', ');
  stage.expect(`${id} 对账单明细`, `${id} records`, lines([...decisions, ...reversals]), lines(body.records));

  const sum = (records: readonly { insurerPaid: string }[]) =>
    Money.sum(records.map((one) => Money.of(one.insurerPaid))).toFixed2();
  const { settlements, net } = body.totals;
  stage.expect(`${id} 结算合计`, `${id} total of settlements`, sum(decisions), settlements.insurerPaid);
  stage.expect(`${id} 净额`, `${id} net total`, sum([...decisions, ...reversals]), net.insurerPaid);
  const counted = `${settlements.count} 笔结算 settlements, ${body.totals.reversals.count} 笔冲正 reversals`;
  stage.print(edges(`  ${id} ${body.date}  ${counted}`, net.insurerPaid, 80));
}
