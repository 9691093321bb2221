import { Command, InvalidArgumentError } from 'commander';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import { readjudicate } from '../settlement/readjudicate.ts';
import { isDate } from '../time/calendar.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { openLedger } from './store.ts';
import { withStore } from './with-store.ts';

interface Options extends Place {
  readonly from: string;
  readonly reason: string;
  readonly commit: boolean;
}

/** `yizhan readjudicate` */
export function readjudicateCommand(): Command {
  return new Command('readjudicate')
    .summary('adjudicate again after a corrected rule, fact or list / 更正规则后重新核算')
    .description(
      'After a corrected rule, fact or list: adjudicates the settlements since a day again and books the differences as adjustments between insurer and member; receipts do not change. Without --commit it only prints them. May be run again after an interruption.\n规则、参数或目录更正后，自某日起重新核算，差额记为保险机构与参保人之间的调整，医院收据不变；不加 --commit 只列出差额；中断后可再次运行。',
    )
    .argument('<scheme>', 'id of the scheme / 方案代码')
    .requiredOption('--from <date>', 'business day of the first settlement / 起始业务日', readDate)
    .requiredOption('--reason <text>', 'what was corrected, for the record / 更正原因')
    .option('--commit', 'book the differences / 记账', false)
    .addOption(dataOption())
    .addOption(databaseOption())
    .action(run);
}

function readDate(text: string): string {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('须为日期 YYYY-MM-DD / must be a day YYYY-MM-DD.');
}

async function run(scheme: string, { from, reason, commit, ...place }: Options): Promise<void> {
  await withStore(place, async (store) => {
    if (store.library.get(scheme) === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: `没有方案 ${scheme}`, detailEn: `There is no scheme ${scheme}` });
    }
    const { ledger, rulebook, clock } = await openLedger(store);
    let settlements = 0;
    let differences = 0;
    let reviews = 0;
    let total = Money.ZERO;
    for await (const found of readjudicate(ledger, rulebook, clock, { scheme, from, reason }, commit)) {
      settlements += found.settlements;
      reviews += found.reviews;
      for (const { hospitalId, settlementId, policyNo, scheme: paying, amount } of found.differences) {
        print(`${hospitalId} ${settlementId}  ${paying} ${policyNo}  ${amount.toFixed2()}`);
        differences += 1;
        total = total.plus(amount);
      }
    }
    print(
      `${settlements} 笔结算适用新条款，${differences} 笔差额，合计 ${total.toFixed2()} 元${commit ? '，已记账' : '；未记账，加 --commit 记账'}`,
    );
    print(
      `${settlements} settlement(s) under new terms, ${differences} difference(s), ${total.toFixed2()} yuan in all${commit ? ', booked' : '; not booked, add --commit'}`,
    );
    if (reviews > 0) print(`${reviews} 项须人工审核 / ${reviews} part(s) are a person's to review`);
  });
}
