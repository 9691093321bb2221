import { readFileSync } from 'node:fs';
import { Argument, Command, Option } from 'commander';
import { parseJson, parseWith } from '../claim/parse.ts';
import { importParties } from '../roster/parties.ts';
import {
  addKeys,
  keysOf,
  type PartyKeys,
  resume,
  revocationRequest,
  revokeKey,
  suspend,
  suspensionRequest,
} from '../roster/party-keys.ts';
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
    )
    .addCommand(
      new Command('keys')
        .summary('list the keys of a party / 列出参与方的密钥')
        .description(
          'Lists the keys of a party: kid, algorithms, validity, and those that were revoked.\n列出参与方的密钥：kid、算法、有效期，以及已作废的密钥。',
        )
        .addArgument(partyArgument())
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(list),
    )
    .addCommand(
      new Command('add-key')
        .summary('add public keys to a party / 为参与方添加公钥')
        .description(
          'Adds the keys of a public JWKS to those of a party, which stay: during a rotation both are good. A key it has already takes the validity in the file (nbf, exp). A running gateway notices at once.\n将 JWKS 文件中的公钥加入参与方，原有密钥不变（轮换时新旧并用）；已有的同一密钥改用文件中的有效期（nbf、exp）；运行中的网关立即生效。',
        )
        .addArgument(partyArgument())
        .argument('<file>', 'public JWKS as the party handed it over / 参与方提交的公钥文件')
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(add),
    )
    .addCommand(
      new Command('revoke-key')
        .summary('revoke a key at once and for good / 立即永久作废密钥')
        .description(
          'Revokes a key of a party, for good: when the command has returned, every gateway on this store refuses what the key signs (401 SIGNATURE_UNKNOWN_KEY), and no registry file brings it back. The last key can be revoked too.\n永久作废参与方的密钥：命令返回后，此存储上的所有网关立即拒绝该密钥的签名（401 SIGNATURE_UNKNOWN_KEY），导入登记文件也不能恢复；最后一把密钥也可作废。',
        )
        .addArgument(partyArgument())
        .argument('<kid>', 'kid of the key / 密钥的 kid')
        .addOption(reasonOption().makeOptionMandatory())
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(revoke),
    )
    .addCommand(
      new Command('suspend')
        .summary('refuse all that a party signs / 停用参与方')
        .description(
          'Suspends a party at once: whatever it signs is refused (401 SIGNATURE_UNKNOWN_PARTY) until it is resumed. Its keys and data stay.\n立即停用参与方：在恢复之前，其签名的请求一律拒绝（401 SIGNATURE_UNKNOWN_PARTY）；密钥与数据保留。',
        )
        .addArgument(partyArgument())
        .addOption(reasonOption())
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(suspendParty),
    )
    .addCommand(
      new Command('resume')
        .summary('end a suspension / 恢复参与方')
        .description('Ends the suspension of a party.\n恢复已停用的参与方。')
        .addArgument(partyArgument())
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(resumeParty),
    );
}

const partyArgument = () => new Argument('<party>', 'id of the party / 参与方标识');
const reasonOption = () =>
  new Option('--reason <text>', 'why, for the record; no personal data / 原因（勿含个人信息）');

async function importFile(file: string, place: Place): Promise<void> {
  const bytes = readFileSync(file);
  await withStore(place, async ({ database, clock }) => {
    const { added, changed, unchanged } = await importParties(database, bytes, clock, cliCaller());
    print(`参与方 parties: 新增 added ${added}，变更 changed ${changed}，未变 unchanged ${unchanged}`);
  });
}

async function list(party: string, place: Place): Promise<void> {
  await withStore(place, async ({ database }) => show(await database.read(() => keysOf(party))));
}

async function add(party: string, file: string, place: Place): Promise<void> {
  const jwks = parseJson(readFileSync(file));
  await withStore(place, async ({ database, clock }) => {
    show(await addKeys(database, { party, jwks, by: cliCaller() }, clock));
  });
}

async function revoke(party: string, kid: string, { reason, ...place }: Place & { reason: string }): Promise<void> {
  const request = parseWith(revocationRequest, { kid, reason });
  await withStore(place, async ({ database, clock }) => {
    show(await revokeKey(database, { ...request, party, by: cliCaller() }, clock));
  });
}

async function suspendParty(party: string, { reason = null, ...place }: Place & { reason?: string | null }) {
  const request = parseWith(suspensionRequest, { reason });
  await withStore(place, async ({ database, clock }) => {
    show(await suspend(database, { ...request, party, by: cliCaller() }, clock));
  });
}

async function resumeParty(party: string, place: Place): Promise<void> {
  await withStore(place, async ({ database, clock }) =>
    show(await resume(database, { party, by: cliCaller() }, clock)),
  );
}

/** A party's keys, a line each, and what that means for its calls. */
function show({ party, suspendedAt, suspendedReason, keys }: PartyKeys): void {
  for (const { kid, algs, validFrom, validUntil, revokedAt, reason } of keys) {
    const validity = `${validFrom ?? '…'} – ${validUntil ?? '…'}`;
    const state = revokedAt === null ? '' : `  已作废 revoked ${revokedAt}: ${reason}`;
    print(`${kid}  ${algs.join(' ')}  有效期 valid ${validity}${state}`);
  }
  if (suspendedAt !== null) {
    const why = suspendedReason === null ? '' : `: ${suspendedReason}`;
    print(`${party} 自 ${suspendedAt} 起停用 / suspended since then${why}`);
  }
  if (keys.some(({ revokedAt }) => revokedAt === null)) return;
  print(`${party} 没有可用的密钥，无法调用网关 / has no key that is good, so it cannot call the gateway`);
}
