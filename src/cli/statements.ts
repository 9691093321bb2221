import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { statementCsv } from '../clearing/files/statement.ts';
import { statement } from '../settlement/statement.ts';
import type { DateText } from '../time/calendar.ts';
import { Failure } from './failure.ts';
import { databaseOption, dataOption, type Place, readDate, readId } from './options.ts';
import { note } from './output.ts';
import { openLedger } from './store.ts';
import { withStore } from './with-store.ts';

interface ExportOptions extends Place {
  readonly hospital: string;
  readonly date: DateText;
  readonly out?: string;
}

/** `yizhan statements` */
export function statementsCommand(): Command {
  return new Command('statements')
    .summary("a hospital's day / 医院对账单")
    .description('Exports what hospitals check their day against.\n导出医院日对账单。')
    .addCommand(
      new Command('export')
        .summary('export a day as CSV / 导出某日对账单')
        .description(
          "Writes a hospital's records of a business day as CSV in UTF-8, to a file or to stdout: what GET /v1/statements/{date} answers the hospital itself.\n将某医院某业务日的记录写成 UTF-8 的 CSV，输出到文件或标准输出；内容与该医院经接口查得的相同。",
        )
        .addOption(
          new Option('--hospital <id>', 'id of the hospital / 医院标识').makeOptionMandatory().argParser(readId),
        )
        .addOption(new Option('--date <date>', 'business day / 业务日').makeOptionMandatory().argParser(readDate))
        .addOption(new Option('--out <file>', 'file to write (default: stdout) / 输出文件（默认标准输出）'))
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(exportStatement),
    );
}

async function exportStatement({ hospital, date, out, ...place }: ExportOptions): Promise<void> {
  await withStore(place, async (store) => {
    if (store.registry.hospital(hospital) === undefined) {
      throw new Failure(`没有登记医院 ${hospital}`, `no hospital ${hospital} is registered`);
    }
    const { ledger } = await openLedger(store);
    const found = statement(hospital, date, await ledger.read((all) => all.dayOf(hospital, date)));
    const csv = statementCsv(found);
    if (out === undefined) process.stdout.write(csv);
    else writeFileSync(out, csv);
    const { count, insurerPaid } = found.totals.net;
    note(`${hospital} ${date}: ${count} 笔 records, ${insurerPaid}`);
  });
}
