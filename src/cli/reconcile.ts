import { createReadStream, statSync } from 'node:fs';
import { Command } from 'commander';
import { DailyFiles } from '../clearing/days/daily-files.ts';
import type { DifferenceDocument, ReconciliationDocument } from '../clearing/reconciliation/documents.ts';
import { Reconciliations } from '../clearing/reconciliation/reconciliations.ts';
import type { DateText } from '../time/calendar.ts';
import { databaseOption, dataOption, type Place, readDate } from './options.ts';
import { note, print } from './output.ts';
import { showProgress } from './progress.ts';
import { withStore } from './with-store.ts';

/** `yizhan reconcile` */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .summary("an insurer's view of a day against ours / 与保险机构对账")
    .description(
      "Holds an insurer's own view of a sealed day (CSV in UTF-8 or GB18030: recordType, hospitalId, settlementId, insurerPaid, optionally decisionId and memberBenefit) against the daily file, and keeps the result as an upload of the insurer would be. A difference stays open until a later upload of the day no longer shows it.\n将保险机构自己的当日数据（UTF-8 或 GB18030 的 CSV）与已封账的日文件对账，结果与保险机构自行上传时一样留存；差异保持未结，直至同日后一次对账不再出现。",
    )
    .argument('<scheme>', 'id of the scheme / 方案代码')
    .argument('<date>', 'business day / 业务日', readDate)
    .argument('<file>', 'CSV file / CSV 文件')
    .addOption(dataOption())
    .addOption(databaseOption())
    .addHelpText(
      'after',
      '\nExit code: 0 if both views agree; 1 if any difference is open.\n退出码：双方一致为 0；有未结差异为 1。',
    )
    .action(run);
}

async function run(scheme: string, date: DateText, file: string, place: Place): Promise<void> {
  // Before a store is made, and not after: where the file is missing, the folder may be misspelt too.
  statSync(file);
  await withStore(place, async ({ database, library, clock }) => {
    const schemes = library.list().map(({ rules }) => rules.scheme);
    const service = new Reconciliations(database, new DailyFiles(database, schemes), clock);
    const side = { side: 'insurer', subject: scheme, date } as const;
    const report = await service.reconcile({ ...side, by: null, source: bytesOf(file), onProgress: showProgress() });
    printReport(report);
    if (report.open > 0) {
      note(`有 ${report.open} 项差异未结 / ${report.open} difference(s) are open`);
      process.exitCode = 1;
    }
  });
}

/** Opens the file when it is read: a stream that nobody reads yet has nobody to tell that it failed. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, void> {
  yield* createReadStream(file);
}

function printReport(report: ReconciliationDocument): void {
  const { here, there } = report.totals;
  print(`${report.scheme} ${report.date}  ${report.id}`);
  for (const type of ['', ...new Set([...Object.keys(here.recordTypes), ...Object.keys(there.recordTypes)])]) {
    const sums = (side: typeof here) => {
      const found = type === '' ? side : side.recordTypes[type];
      return `${found?.count ?? 0} 笔 rows, ${found?.insurerPaid ?? '0.00'} + ${found?.memberBenefit ?? '0.00'}`;
    };
    print(`${type || '合计 total'}: 本方 here ${sums(here)}; 对方 there ${sums(there)}`);
  }
  print(`一致 matched: ${report.matched.count} 笔 rows, ${report.matched.insurerPaid}`);
  const lists = [
    ['金额不同 amount', report.counts.AMOUNT, report.amountDifferences],
    ['对方缺少 missing there', report.counts.MISSING_THERE, report.missingThere],
    ['本方缺少 missing here', report.counts.MISSING_HERE, report.missingHere],
    ['对方重复 duplicate', report.counts.DUPLICATE, report.duplicates],
    ['格式错误 malformed', report.counts.MALFORMED, report.malformed],
    ['此次结清 closed now', report.closed.length, report.closed],
  ] as const;
  for (const [name, count, list] of lists) {
    if (count === 0) continue;
    print(`${name}: ${count}`);
    for (const difference of list) print(`  ${lineOf(difference)}`);
    if (count > list.length) print(`  另有 ${count - list.length} 项未列出 / ${count - list.length} more not listed`);
  }
}

function lineOf({ recordType, hospitalId, settlementId, here, there, row, code, message }: DifferenceDocument): string {
  if (row !== null) return `第 ${row} 行 row ${row}: ${code} ${message}`;
  const figures = (side: DifferenceDocument['here']) => {
    if (side === null) return '—';
    const benefit = side.memberBenefit === null ? '' : ` + ${side.memberBenefit}`;
    return `${side.rows} × ${side.insurerPaid}${benefit}`.replace(/^1 × /, '');
  };
  return `${recordType} ${hospitalId} ${settlementId}: 本方 here ${figures(here)}, 对方 there ${figures(there)}`;
}
