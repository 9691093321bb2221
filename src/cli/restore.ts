import { Command } from 'commander';
import type { Header } from '../backup/header.ts';
import { restore } from '../backup/restore.ts';
import { findOuterKey } from '../ledger/outer-key.ts';
import { contents } from './backup.ts';
import { verify } from './ledger.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';

/** `yizhan restore` */
export function restoreCommand(): Command {
  return new Command('restore')
    .summary('make a store from a backup / 从备份恢复')
    .description(
      "Puts a backup of either store into an empty place, the data folder or a PostgreSQL database, with the gateway's signing keys, and verifies the ledger there. Needs the data key of the time of the backup: YIZHAN_DATA_KEY, or the file data-key in the data folder. Nothing is written where anything is wrong.\n把备份（来自任一种存储）恢复到空的数据文件夹或空的 PostgreSQL 数据库，放回网关签名密钥，并核验账本。需要备份当时的数据密钥：YIZHAN_DATA_KEY，或数据文件夹中的 data-key。有任何不符则不写入。",
    )
    .argument('<file>', 'what yizhan backup made / 备份文件')
    .addOption(dataOption())
    .addOption(databaseOption())
    .action(run);
}

async function run(file: string, place: Place): Promise<void> {
  const header = await restore({ ...place, outerKey: findOuterKey(place.data, process.env) }, file);
  print(`已恢复 ${contents(header).zh} / restored ${contents(header).en}`);
  await verify(place);
  print(['接下来 / next:', ...next(header).map(([zh, en], index) => `${index + 1}. ${zh}\n   ${en}`)].join('\n'));
}

/** What an operator has to do before and after the gateway serves again, in this order. */
function next({ madeAt, sealedThrough, signingKey }: Header): (readonly [zh: string, en: string])[] {
  const days = sealedThrough ?? '（无）none';
  return [
    [
      '确认原网关已停止且不再启动：两个网关用同一备份会各自作出决定。',
      'Make sure that the old gateway is stopped for good: two gateways of one backup would decide apart.',
    ],
    [
      `补做 ${madeAt} 之后的设置：机构（尤其停用的密钥）、参保名册、目录、事实，先于医院重发。`,
      `Repeat what was set after ${madeAt}: parties (withdrawn keys above all), rosters, lists, facts; before hospitals send again.`,
    ],
    [
      '等五分钟再启动服务：此后崩溃前签名的报文都已过期，无法重放。',
      'Wait five minutes before you serve: messages that were signed before the crash are then too old to be replayed.',
    ],
    [
      `请各医院按原次序重发 ${madeAt} 之后的结算、冲正与确认：同一 settlementId 得同一 decisionId；已知的原样返回。`,
      `Ask hospitals to send again, in their order, what they settled, reversed and acknowledged after ${madeAt}: one settlementId has one decisionId; what is known is answered as it was.`,
    ],
    [
      `告知保险公司：本存储封账至 ${days}；更晚日期的已签日文件作废，其内容将在重发后的营业日重新出现，请以新清单对账。`,
      `Tell insurers that this store is sealed through ${days}: signed files of later days are withdrawn, what they held comes again on the day it is sent again; reconcile against the new manifests.`,
    ],
    ...(signingKey === null
      ? [
          [
            '备份中没有签名密钥，首次启动时新建。',
            'There were no signing keys in it; the first start makes one.',
          ] as const,
        ]
      : []),
  ];
}
