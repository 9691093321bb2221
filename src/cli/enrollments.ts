import { createReadStream, statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Refusal } from '../problem/refusal.ts';
import { importEnrollments } from '../roster/enrollment/import.ts';
import type { Instant } from '../time/clock.ts';
import { cliCaller } from './caller.ts';
import { databaseOption, dataOption, type Place, readInstant } from './options.ts';
import { note, print } from './output.ts';
import { showProgress } from './progress.ts';
import { withStore } from './with-store.ts';

interface ImportOptions extends Place {
  readonly asOf?: Instant;
}

/** `yizhan enrollments` */
export function enrollmentsCommand(): Command {
  return new Command('enrollments')
    .summary('who is insured / 参保名册')
    .description('Keeps the roster of a scheme.\n维护方案的参保名册。')
    .addCommand(
      new Command('import')
        .summary('import a roster / 导入名册')
        .description(
          'Imports a roster (CSV in UTF-8). Good rows are taken, bad rows are listed; the same file again changes nothing. A running gateway notices.\n导入参保名册（UTF-8 的 CSV）：合格行入册，其余逐行列出；重复导入不改变任何内容；网关运行时也可导入。',
        )
        .argument('<scheme>', 'id of the scheme / 方案代码')
        .argument('<file>', 'CSV file / CSV 文件')
        .addOption(dataOption())
        .addOption(databaseOption())
        .addOption(
          new Option('--as-of <instant>', 'instant the file speaks of (default: now) / 名册所述的时刻').argParser(
            readInstant,
          ),
        )
        .addHelpText(
          'after',
          '\nExit code: 0 if every row was taken or known already; 1 if any row was rejected, for somebody is then\nmissing from the roster - the good rows are taken all the same.\n退出码：全部入册或未变为 0；有任何一行被拒为 1（有人未能入册），其余合格行照常入册。',
        )
        .action(importFile),
    );
}

async function importFile(id: string, file: string, { asOf, ...place }: ImportOptions): Promise<void> {
  // Before a store is made, and not after: where the file is missing, the folder may be misspelt too.
  statSync(file);
  await withStore(place, async ({ database, vault, library, clock }) => {
    const scheme = library.get(id);
    if (scheme === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', {
        detail: `没有方案 ${id}，见 yizhan schemes list`,
        detailEn: `There is no scheme ${id}, see yizhan schemes list`,
      });
    }
    const { accepted, unchanged, rejected, rejectedTotal } = await importEnrollments({
      database,
      vault,
      scheme,
      vocabulary: library.vocabulary(),
      source: createReadStream(file),
      asOf: asOf ?? clock.real(),
      clock,
      by: cliCaller(),
      onProgress: showProgress(),
    });
    print(`${id}: 入册 accepted ${accepted}，未变 unchanged ${unchanged}，被拒 rejected ${rejectedTotal}`);
    for (const { row, code, message } of rejected) print(`  第 ${row} 行 row ${row}: ${code} ${message}`);
    const unlisted = rejectedTotal - rejected.length;
    if (unlisted > 0) print(`  另有 ${unlisted} 行被拒未列出 / ${unlisted} more rejected rows are not listed`);
    if (rejectedTotal > 0) {
      note(`有 ${rejectedTotal} 行未入册 / ${rejectedTotal} row(s) were not taken`);
      process.exitCode = 1;
    }
  });
}
