import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { rotateOwnKeys } from '../ledger/gateway-keys.ts';
import { rotateData } from '../ledger/rotate-data.ts';
import { generateKeyPair } from '../message/generate.ts';
import { type KeyState, stateOf } from '../message/key-rotation.ts';
import { createSecret } from '../message/keyfile.ts';
import { SUITES } from '../message/suites.ts';
import { formatInstant } from '../time/calendar.ts';
import { cliCaller } from './caller.ts';
import { Failure } from './failure.ts';
import { databaseOption, dataOption, type Place, readDuration, readId } from './options.ts';
import { print } from './output.ts';
import { withStore } from './with-store.ts';

interface GenerateOptions {
  readonly party: string;
  readonly out: string;
  readonly alg: string;
}

/** `yizhan keys` */
export function keysCommand(): Command {
  return new Command('keys')
    .summary('keys of parties and of the gateway / 参与方与网关的密钥')
    .description("Makes the keys of a party, and changes the gateway's own.\n生成参与方的密钥；更换网关自身的密钥。")
    .addCommand(
      new Command('generate')
        .summary('make a key pair / 生成密钥对')
        .description(
          'Makes ID.private.jwk (mode 600, keep it) and ID.public.jwks (hand it over); never overwrites.\n生成私钥文件（权限 600，自行保管）与公钥文件（交给网关运营方）；绝不覆盖已有文件。',
        )
        .addOption(new Option('--party <id>', 'id of the party / 参与方标识').makeOptionMandatory().argParser(readId))
        .addOption(new Option('--out <folder>', 'where the files go / 存放文件夹').makeOptionMandatory())
        .addOption(
          new Option('--alg <alg>', 'signature algorithm / 签名算法').choices([...SUITES.keys()]).default('ES256'),
        )
        .action(generate),
    )
    .addCommand(
      new Command('list')
        .summary("the gateway's signing keys / 网关的签名密钥")
        .description("Lists the gateway's own signing keys and which of them signs.\n列出网关自身的签名密钥及其状态。")
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(list),
    )
    .addCommand(
      new Command('rotate')
        .summary("change the gateway's signing key / 更换网关的签名密钥")
        .description(
          'Makes a new signing key, publishes it in /.well-known/jwks.json at once and lets it sign after an overlap, in which clients learn it; the old one then signs nothing more and stays published, so that what it signed can be verified. Running gateways take it over. Clients that pin keys must be told the new one within the overlap.\n生成新的签名密钥，立即在 /.well-known/jwks.json 公布，重叠期后开始签名；旧密钥此后不再签名，但一直公布，其签名仍可验证。运行中的网关自动接管。固定公钥的客户端须在重叠期内换用新公钥。',
        )
        .addOption(
          new Option('--after <duration>', 'the overlap, such as 90s, 30m, 24h, 7d; 0: at once / 重叠期，0 为立即')
            .argParser(readDuration)
            .default(86_400_000, '24h'),
        )
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(rotate),
    )
    .addCommand(
      new Command('rotate-data')
        .summary('change the key of personal data / 更换个人信息的密钥')
        .description(
          'Changes the data key and begins a new generation of the key that encrypts what is written from now on; what was written before stays as it is and is still read. The data key comes from where it came: the file data-key is replaced (the old one stays beside it, for backups from before), or, where YIZHAN_DATA_KEY is set, the new one is given as YIZHAN_NEW_DATA_KEY. Running gateways go on; see docs/keys.md for several machines. The key of look-ups (who is on the roster) stays for the life of a store: with another one every row of the roster and the journal would have to be written anew.\n更换数据密钥，并为此后写入的个人信息启用新一代加密密钥；此前写入的内容不变，仍可读取。数据密钥在文件 data-key 中的，替换该文件（旧密钥留在旁边，供此前的备份使用）；来自 YIZHAN_DATA_KEY 的，新密钥以 YIZHAN_NEW_DATA_KEY 给出。运行中的网关不受影响；多机部署见 docs/keys.md。检索密钥（用于在名册中查找参保人）不更换：更换它须重写名册与账本的每一行。',
        )
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(rotateDataKey),
    );
}

async function list(place: Place): Promise<void> {
  await withStore(place, async (store) => {
    const keys = await store.keys();
    const now = store.clock.real();
    for (const key of keys.keys) {
      const { kind, since } = stateOf(key, keys, now);
      print(`${key.kid}  ${key.alg}  ${STATES[kind]} ${formatInstant(since)}`);
    }
  });
}

const STATES: Readonly<Record<KeyState['kind'], string>> = {
  signs: '签名中 signs since',
  waits: '待启用 will sign from',
  retired: '已停用 retired since',
};

async function rotate({ after, ...place }: Place & { readonly after: number }): Promise<void> {
  await withStore(place, async ({ database, vault, clock }) => {
    const given = { database, vault, dataFolder: place.data, clock };
    for (const { alg, kid, signsFrom } of await rotateOwnKeys(given, after, cliCaller())) {
      const from = formatInstant(signsFrom);
      print(`新密钥（${alg}）已公布，自 ${from} 起签名 / the new ${alg} key is published and signs from then on`);
      print(`kid ${kid}`);
    }
  });
}

async function rotateDataKey(place: Place): Promise<void> {
  await withStore(place, async ({ database, clock }) => {
    const { generation, kept } = await rotateData(database, place.data, process.env, {
      by: cliCaller(),
      at: clock.real(),
    });
    print(`个人信息加密密钥已为第 ${generation} 代 / the key of personal data is of generation ${generation}`);
    if (kept === undefined) {
      print('请将新密钥改设为 YIZHAN_DATA_KEY，并撤去 YIZHAN_NEW_DATA_KEY；旧密钥随此前的备份保管');
      print(
        'make the new key YIZHAN_DATA_KEY and unset YIZHAN_NEW_DATA_KEY; keep the old one with backups from before',
      );
    } else {
      print(`旧数据密钥 ${kept}：只用于打开此前的备份，请移到备份处保管`);
      print('the old data key lies there: only backups from before need it, keep it with them');
    }
  });
}

function generate({ party, out, alg }: GenerateOptions): void {
  const privateFile = join(out, `${party}.private.jwk`);
  const publicFile = join(out, `${party}.public.jwks`);
  const existing = [privateFile, publicFile].find((file) => existsSync(file));
  if (existing !== undefined)
    throw new Failure(`${existing} 已存在，未作改动`, `${existing} exists, nothing was changed`);
  const { privateJwk, publicJwk } = generateKeyPair(alg);
  createSecret(privateFile, `${JSON.stringify(privateJwk, undefined, 2)}\n`);
  writeFileSync(publicFile, `${JSON.stringify({ keys: [publicJwk] }, undefined, 2)}\n`, { flag: 'wx' });
  print(`私钥（勿外传） private key, keep it: ${privateFile}`);
  print(`公钥（交给网关运营方） public key, hand it over: ${publicFile}`);
  print(`kid ${publicJwk.kid}`);
}
