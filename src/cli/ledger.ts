import { Command } from 'commander';
import { memberIds } from '../ledger/chains.ts';
import { copyStore } from '../ledger/copy.ts';
import { MAX_GATEWAY_KEYS, parseJwks } from '../message/keys.ts';
import { rebuildMember } from '../settlement/verify.ts';
import { openPostgres } from '../store/postgres/database.ts';
import { openDatabase } from '../store/sqlite/database.ts';
import { FLAWS } from '../verification/flaws.ts';
import { verifyStore } from '../verification/verify.ts';
import { Failure } from './failure.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { openLedger } from './store.ts';
import { withStore } from './with-store.ts';

/** `yizhan ledger` */
export function ledgerCommand(): Command {
  return new Command('ledger')
    .summary('the journal / 账本')
    .description('Looks after the journal.\n管理账本。')
    .addCommand(
      new Command('verify')
        .summary('replay the journal / 核验账本')
        .description(
          'Finds any altered byte in the store: recomputes every chain of the journal, makes again what follows from it in every table, holds set-up, rosters and reconciliations against their entries, opens what is encrypted, replays every member, and makes every sealed day again, files and manifests byte for byte. Exit code 1 at the first difference. A gateway may run meanwhile: the store is verified as of one moment. Not covered: ids of requests seen in the last minutes, and whether an exchanged file is still there.\n查找库中任何被改动的字节：重算账本的每条哈希链，由账本重建各表并逐列比对，核对配置、名册、对账与其账本记录，解开密文，逐人重算累计，并逐字节重做每个已封账日的文件与清单；遇第一处差异即退出（退出码 1）。网关可同时运行：按同一时刻的快照核验。不含：近几分钟的请求编号，及交换文件是否仍在。',
        )
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(verify),
    )
    .addCommand(
      new Command('rebuild')
        .summary('make accumulators again from the journal / 按账本重建累计')
        .description(
          'Makes the accumulators of members again from the journal where they are not what follows from it, as after an upgrade to a version that counts more; then verifies the ledger. Nothing that was decided changes. A gateway may run meanwhile.\n累计与账本推算不符时（如升级到统计项更多的版本之后）按账本重建，然后核验账本。已作出的决定不变，网关可同时运行。',
        )
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(rebuild),
    )
    .addCommand(
      new Command('copy')
        .summary('move the store to PostgreSQL / 将存储迁移到 PostgreSQL')
        .description(
          'Copies everything in the store of a data folder to an empty PostgreSQL database, counts every table on both sides and verifies the ledger there. Stop the gateway first; the store of the folder stays as it is. Gateways on the new database need the same data key.\n把数据文件夹中的存储完整复制到空的 PostgreSQL 数据库，逐表核对行数，并在新库中核验账本。请先停止网关；原存储保持不变。新库上的网关须使用同一数据密钥。',
        )
        .addOption(dataOption())
        .addOption(databaseOption().makeOptionMandatory())
        .action(copy),
    );
}

async function copy(place: { readonly data: string; readonly database: string }): Promise<void> {
  const from = openDatabase(place.data);
  try {
    const to = await openPostgres(place.database);
    try {
      const counts = await copyStore(from, to);
      const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
      print(`已复制 ${counts.size} 张表、${rows} 行 / copied ${counts.size} tables, ${rows} rows`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  await verify(place);
}

async function rebuild(place: Place): Promise<void> {
  await withStore(place, async (store) => {
    const { ledger, rulebook } = await openLedger(store);
    let rebuilt = 0;
    for await (const memberId of memberIds(store.database)) {
      if (await rebuildMember(ledger, rulebook, memberId)) rebuilt += 1;
    }
    print(`重建了 ${rebuilt} 名参保人的累计 / made the accumulators of ${rebuilt} member(s) again`);
  });
  await verify(place);
}

/** Replays the journal of a store and says what came of it. @throws Failure at the first difference */
export async function verify(place: Place): Promise<void> {
  await withStore(place, async (store) => {
    const { database, vault } = store;
    const { rulebook } = await openLedger(store);
    const keys = parseJwks((await store.keys()).jwks(), 'gateway-keys', MAX_GATEWAY_KEYS);
    const { chains, entries, days, difference } = await verifyStore({ database, vault, rulebook, keys });
    if (difference !== null) {
      const { zh, en } = FLAWS[difference.flaw];
      const where = `${difference.flaw}: ${difference.where}`;
      throw new Failure(`账本有差异 ${where}（${zh}）`, `the ledger differs, ${where} (${en})`);
    }
    print(`账本无误：${chains} 条链，${entries} 条记录，${days} 个已封账日`);
    print(`the ledger is clean: ${chains} chain(s), ${entries} entries, ${days} sealed day(s)`);
  });
}
