import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { importParties } from '../roster/parties.ts';
import { cliCaller } from './caller.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { withStore } from './with-store.ts';

/** `yizhan parties` */
export function partiesCommand(): Command {
  return new Command('parties')
    .summary('hospitals, insurers, operators / 医院、保险机构、运营方')
    .description('Registers who may call the gateway.\n登记可以调用网关的参与方。')
    .addCommand(
      new Command('import')
        .summary('import a registry file / 导入登记文件')
        .description(
          'Imports a registry file (JSON), all of it or nothing; the same file again changes nothing. A running gateway notices.\n导入登记文件（JSON），全部成功或全不导入；重复导入不改变任何内容；网关运行时也可导入。',
        )
        .argument('<file>', 'registry file / 登记文件')
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(importFile),
    );
}

async function importFile(file: string, place: Place): Promise<void> {
  const bytes = readFileSync(file);
  await withStore(place, async ({ database, clock }) => {
    const { added, changed, unchanged } = await importParties(database, bytes, clock, cliCaller());
    print(`参与方 parties: 新增 added ${added}，变更 changed ${changed}，未变 unchanged ${unchanged}`);
  });
}
