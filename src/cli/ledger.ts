import { Command } from 'commander';
import { verifyDays } from '../clearing/days/verify.ts';
import { countEntries, memberIds, verifyChain } from '../ledger/chains.ts';
import { copyStore } from '../ledger/copy.ts';
import { MAX_GATEWAY_KEYS, parseJwks } from '../message/keys.ts';
import { rebuildMember, verifyMember } from '../settlement/verify.ts';
import { openPostgres } from '../store/postgres/database.ts';
import { openDatabase } from '../store/sqlite/database.ts';
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
          'Replays the journal against its chains, the accumulators, the postings and every sealed day, files and manifests made again byte for byte; exit code 1 at the first difference. A gateway may run meanwhile; what it writes in that moment may show as a difference, so verify a quiet store or a copy.\n按账本逐条重算：哈希链、累计、记账、每个已封账日（文件与清单逐字节重做）；遇第一处差异即退出（退出码 1）。',
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
    const { database } = store;
    const { ledger, rulebook } = await openLedger(store);
    let members = 0;
    let entries = 0;
    for await (const memberId of memberIds(database)) {
      const chain = await database.read(() => verifyChain(memberId));
      if (chain.difference !== undefined) differs(chain.difference.flaw, `entry ${chain.difference.seq}`);
      const member = await verifyMember(ledger, rulebook, memberId);
      if (member !== undefined) differs(member.flaw, member.decisionId ?? `member ${memberId}`);
      members += 1;
      entries += chain.entries;
    }
    if (entries !== (await countEntries(database))) differs('ENTRIES_UNCHAINED', 'entries of no member');
    const keys = await store.keys();
    const { days, difference } = await verifyDays(database, parseJwks(keys.jwks(), 'gateway-keys', MAX_GATEWAY_KEYS));
    if (difference !== null) differs(difference.flaw, `${difference.date} ${difference.scheme ?? ''}`.trim());
    print(`账本无误：${members} 条链，${entries} 条记录，${days} 个已封账日`);
    print(`the ledger is clean: ${members} chain(s), ${entries} entries, ${days} sealed day(s)`);
  });
}

function differs(flaw: string, where: string): never {
  throw new Failure(`账本有差异 ${flaw}：${where}`, `the ledger differs, ${flaw}: ${where}`);
}
