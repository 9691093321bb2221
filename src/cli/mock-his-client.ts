import { type Command, Option } from 'commander';
import type { Outcome } from '../../adapters/mock-his/answer.ts';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import type { GatewayIdentity, ClientOptions as Settings } from '../../adapters/mock-his/transmission.ts';
import { readSecret } from '../message/keyfile.ts';
import { type PrivateKeyRecord, parsePrivateJwk } from '../message/keys.ts';
import { Failure, failureLines } from './failure.ts';
import { readId } from './options.ts';

/** Who the mock HIS plays, and which gateway it speaks to. */
export interface ClientOptions {
  readonly url: string;
  readonly party: string;
  readonly key: string;
}

/** Adds the options that every mock-his command has. */
export function withClientOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', "the gateway's address / 网关地址").env('YIZHAN_URL').default('http://127.0.0.1:8080'),
    )
    .addOption(
      new Option('--party <id>', 'id of the hospital / 医院标识')
        .env('YIZHAN_PARTY')
        .makeOptionMandatory()
        .argParser(readId),
    )
    .addOption(
      new Option('--key <file>', 'its private JWK, mode 600 / 私钥文件（权限 600）')
        .env('YIZHAN_KEY')
        .makeOptionMandatory(),
    );
}

/**
 * The private key in a file.
 *
 * @throws Failure where there is none; KeyProblem or KeyStoreProblem where it is no key, or others may read it
 */
export function privateKeyIn(file: string): PrivateKeyRecord {
  const text = readSecret(file);
  if (text === undefined) throw new Failure(`没有私钥文件 ${file}`, `there is no key file ${file}`);
  return parsePrivateJwk(json(text, file), file);
}

/** A gateway's address. @throws Failure */
export function readAddress(url: string): URL {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new Failure(`不是网址：${url}`, `this is no address: ${url}`);
}

/** Whether a host is this machine, by its name alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Asks a gateway for its id and keys.
 *
 * @throws Failure where it cannot be reached
 */
export async function reachGateway(url: string): Promise<GatewayIdentity> {
  readAddress(url);
  try {
    return await fetchIdentity(url);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Failure(`无法连接网关 ${url}`, `cannot reach the gateway ${url} (${failureLines(cause)[0]})`);
  }
}

/** What a client of that hospital needs, the gateway's id and keys included. @throws as the two above */
export async function openSettings({ url, party, key }: ClientOptions): Promise<Settings> {
  const record = privateKeyIn(key);
  return { baseUrl: url, party, key: record, gateway: await reachGateway(url) };
}

/** Makes the client. @throws as {@link openSettings} */
export async function openClient(options: ClientOptions): Promise<HospitalClient> {
  return new HospitalClient(await openSettings(options));
}

/** What a file's text says as JSON. @throws Failure naming the file */
export function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`${file} 不是 JSON`, `${file} is not JSON`);
  }
}

/** What was refused, or is unknown, as lines for whoever sent it. */
export function outcomeLines(about: string, outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>): string[] {
  if (outcome.kind === 'unknown') {
    const { code, zh, en } = outcome;
    return [`${about}: 结果未知 ${code}：请查询，切勿收费；${zh} / outcome unknown: query, never collect; ${en}`];
  }
  const { code, detail, detailEn, errors = [] } = outcome.problem;
  return [
    `${about}: 被拒 refused ${outcome.status} ${code}: ${detail} / ${detailEn}`,
    ...errors.map((one) => `  ${one.pointer} ${one.code} ${one.message}`),
  ];
}
