import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { importList } from '../roster/lists.ts';
import { cliCaller } from './caller.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { note, print } from './output.ts';
import { withStore } from './with-store.ts';

/** `yizhan lists` */
export function listsCommand(): Command {
  return new Command('lists')
    .summary('drug and disease lists / 药品与疾病目录')
    .description('Keeps the lists that schemes name.\n维护各方案引用的目录。')
    .addCommand(
      new Command('import')
        .summary('import a list / 导入目录')
        .description(
          'Imports a list (CSV in UTF-8: code,name,class), all of it or nothing; every version is kept. A running gateway notices.\n导入目录（UTF-8 的 CSV：code,name,class），全部成功或全不导入；保留每个版本；网关运行时也可导入。',
        )
        .argument('<list>', 'name of the list as schemes have it / 方案中的目录名')
        .argument('<file>', 'CSV file / CSV 文件')
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(importFile),
    );
}

async function importFile(list: string, file: string, place: Place): Promise<void> {
  const bytes = readFileSync(file);
  await withStore(place, async ({ database, library, clock }) => {
    const { changed, version, entries } = await importList(database, list, bytes, clock, cliCaller());
    const what = changed ? '已导入 imported' : '未变 unchanged';
    print(`${list}: ${what}，版本 version ${version}，条目 entries ${entries}`);
    const named = library.list().some(({ rules }) => Object.hasOwn(rules.lists, list));
    if (!named) note(`注意：没有方案使用目录 ${list} / note: no scheme uses a list ${list}`);
  });
}
