import { setPriority } from 'node:os';
import { Command } from 'commander';
import { backup } from '../backup/backup.ts';
import type { Header } from '../backup/header.ts';
import { findOuterKey } from '../ledger/outer-key.ts';
import { systemClock } from '../time/clock.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { VERSION } from './version.ts';

/** Settlements come first: a number between 0 (as all others) and 19. */
const NICE = 10;

/** `yizhan backup` */
export function backupCommand(): Command {
  return new Command('backup')
    .summary('copy a running store to a file / 备份运行中的存储')
    .description(
      "Writes everything in a store, of one moment, and the gateway's signing keys, encrypted, to one new file (mode 600); gateways go on meanwhile. The data key is not in it: keep it elsewhere, a restore needs it.\n把存储中某一时刻的全部内容与网关签名密钥（加密）写入一个新文件（权限 600），网关照常运行。数据密钥不在其中：请另行保管，恢复时必须提供。",
    )
    .argument('<file>', 'the file to make; one that exists is never written over / 备份文件，不覆盖已有文件')
    .addOption(dataOption())
    .addOption(databaseOption())
    .action(run);
}

async function run(file: string, place: Place): Promise<void> {
  setPriority(NICE);
  const outerKey = findOuterKey(place.data, process.env);
  const header = await backup({ ...place, outerKey }, file, VERSION, systemClock);
  print(`已备份到 ${file}：${contents(header).zh} / backed up to ${file}: ${contents(header).en}`);
  if (header.signingKey === null) {
    print('网关尚无签名密钥，备份中没有 / the gateway has no signing keys yet, so there are none in it');
  }
  print('数据密钥不在备份中，请另行保管 / the data key is not in it: keep it elsewhere, for a restore needs it');
}

/** What a backup holds, in a phrase. */
export function contents({ madeAt, tables }: Header): { readonly zh: string; readonly en: string } {
  const all = Object.values(tables);
  const rows = all.reduce((sum, table) => sum + table.rows, 0);
  const entries = tables['entries']?.rows ?? 0;
  return {
    zh: `${madeAt} 的 ${all.length} 张表、${rows} 行，其中账本 ${entries} 条`,
    en: `${all.length} tables, ${rows} rows, ${entries} entries of the journal, as of ${madeAt}`,
  };
}
