import { Command, Option } from 'commander';
import { sealDays } from '../clearing/days/seal.ts';
import { isSandbox } from '../sandbox/keys.ts';
import type { DateText } from '../time/calendar.ts';
import { gatewayId } from './gateway-id.ts';
import { databaseOption, dataOption, type Place, readDate, readId } from './options.ts';
import { print } from './output.ts';
import { openLedger } from './store.ts';
import { withStore } from './with-store.ts';

interface SealOptions extends Place {
  readonly date?: DateText;
  readonly id?: string;
}

/** `yizhan daily-files` */
export function dailyFilesCommand(): Command {
  return new Command('daily-files')
    .summary("the insurer's day / 保险机构日文件")
    .description('Keeps the daily files.\n管理日文件。')
    .addCommand(
      new Command('seal')
        .summary('seal business days / 业务日封账')
        .description(
          'Seals every business day that is over and not sealed yet, through a day, and signs its manifests; sealing again changes nothing. A running gateway does this by itself after midnight; it may run meanwhile. The day is judged by the clock of this machine, also for the data of a sandbox.\n将截至某日、已结束而未封账的业务日逐日封账并签署清单；重复执行不改变任何内容。运行中的网关每日零点后自动封账，此命令可同时执行。业务日是否结束按本机时钟判断，沙箱数据亦然。',
        )
        .addOption(
          new Option('--date <date>', 'the last day to seal (default: yesterday) / 封至哪一天（默认昨天）').argParser(
            readDate,
          ),
        )
        .addOption(
          new Option(
            '--id <id>',
            'id of the gateway, as it is served (default: yizhan, sandbox: yizhan-sandbox) / 网关标识',
          )
            .env('YIZHAN_ID')
            .argParser(readId),
        )
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(seal),
    );
}

async function seal({ date, id, ...place }: SealOptions): Promise<void> {
  await withStore(place, async (store) => {
    const { database, library, clock } = store;
    const { ledger } = await openLedger(store);
    const gateway = gatewayId(id, isSandbox(place.data));
    const schemes = library.list().map(({ rules }) => rules.scheme);
    const keys = await store.keys();
    const sealed = await sealDays({ database, ledger, gateway, keys, schemes, clock }, date);
    for (const day of sealed) print(`${day} 已封账 sealed`);
    if (sealed.length === 0) print('没有待封账的业务日 / no business day waits to be sealed');
  });
}
