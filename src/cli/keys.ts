import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { generateKeyPair } from '../message/generate.ts';
import { createSecret } from '../message/keyfile.ts';
import { SUITES } from '../message/suites.ts';
import { Failure } from './failure.ts';
import { readId } from './options.ts';
import { print } from './output.ts';

interface GenerateOptions {
  readonly party: string;
  readonly out: string;
  readonly alg: string;
}

/** `yizhan keys` */
export function keysCommand(): Command {
  return new Command('keys')
    .summary('keys of a party / 参与方密钥')
    .description('Makes the keys of a party.\n生成参与方的密钥。')
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
    );
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
