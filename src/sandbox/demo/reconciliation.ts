import { edges } from '../../../adapters/mock-his/columns.ts';
import { INSURERS } from '../parties.ts';
import type { Step } from './step.ts';

/** Each insurer sends its own view of the day, made from what the hospitals were handed: it must differ in nothing. */
export const RECONCILIATION: Step = {
  zh: '日终：保险机构上传自己的当日明细，两方对账',
  en: 'Each insurer uploads its own view of the day: both sides are reconciled',
  run: async (stage) => {
    const date = stage.receipts[0]?.decision.businessDate ?? '';
    for (const { id, schemes } of INSURERS) {
      for (const scheme of schemes) {
        const client = stage.insurer(id);
        const file = await client.dailyFile(scheme, date);
        if (file.kind !== 'answered') throw new Error(`${scheme} ${date}: 下载失败 / the download failed`);
        const report = stage.answered(await client.reconcile(scheme, date, file.body)).body;
        const where = `${id} ${scheme}`;
        stage.expect(`${where} 未了差异`, `${where} open differences`, '0', String(report.open));
        const { here, there } = report.totals;
        stage.expect(`${where} 两方合计`, `${where} both totals`, here.insurerPaid, there.insurerPaid);
        stage.print(edges(`  ${scheme} ${date}  ${id}  相符 matched ${report.matched.count}`, here.insurerPaid, 80));
      }
    }
    const [insurer] = INSURERS;
    const [scheme = ''] = insurer?.schemes ?? [];
    const wrong = 'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,H36010299901,DEMO-JX-2,75000.01\n';
    const client = stage.insurer(insurer?.id ?? '');
    const report = stage.answered(await client.reconcile(scheme, date, Buffer.from(wrong))).body;
    const found = report.amountDifferences.map((one) => `${one.here?.insurerPaid} ${one.there?.insurerPaid}`).join();
    stage.expect('一分之差', 'a difference of one fen is found', '75000.00 75000.01', found);
    stage.print('  故意错一分：已指出 one fen wrong on purpose: found');
  },
};
