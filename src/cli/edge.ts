import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { GatewayIdentity } from '../../adapters/mock-his/transmission.ts';
import { Forwarder } from '../edge/forward.ts';
import { Identity } from '../edge/identity.ts';
import { EDGE_LIMITS, startEdge } from '../edge/server.ts';
import { stopSignal } from '../http/listen.ts';
import { MAX_GATEWAY_KEYS, parseJwks } from '../message/keys.ts';
import { Failure } from './failure.ts';
import { openLogger } from './logger.ts';
import { isLoopback, json, privateKeyIn, readAddress, withClientOptions } from './mock-his-client.ts';
import { readId, readPort, readSmall } from './options.ts';
import { print } from './output.ts';

interface EdgeCommandOptions {
  readonly url: string;
  readonly party: string;
  readonly key: string;
  readonly port: number;
  readonly host: string;
  readonly client?: readonly string[];
  readonly name: readonly string[];
  readonly gatewayId?: string;
  readonly gatewayKeys?: string;
  readonly timeout: number;
  readonly tries: number;
}

const LOOPBACK = ['127.0.0.1', '::1'];

/** The first pause before a message is sent again, in milliseconds. */
const PAUSE = 500;

/** `yizhan edge` */
export function edgeCommand(): Command {
  const command = new Command('edge')
    .summary('signing proxy beside a HIS that cannot sign / 签名代理')
    .description(
      'Takes plain HTTP from a HIS on this machine, signs it, sends it to the gateway, verifies the answer and hands it on; where an outcome is unknown it sends the same bytes again, safely, and says so if it stays unknown.\n接收本机 HIS 的普通 HTTP 请求，签名后发往网关，核验应答后交还；结果未知时安全地原样重发，仍未知则如实告知。',
    );
  return withClientOptions(command)
    .addOption(
      new Option('--port <port>', 'port for the HIS, 0 for a free one / 供 HIS 使用的端口，0 为任选空闲端口')
        .env('YIZHAN_EDGE_PORT')
        .default(8090)
        .argParser(readPort),
    )
    .addOption(
      new Option('--host <host>', 'address to listen on; another than loopback needs --client / 监听地址')
        .env('YIZHAN_EDGE_HOST')
        .default('127.0.0.1'),
    )
    .addOption(
      new Option('--client <address...>', 'addresses the HIS comes from / 允许的 HIS 地址').argParser(collectAddress),
    )
    .addOption(
      new Option('--name <host...>', 'host names the HIS uses for this machine / HIS 使用的本机主机名').default([]),
    )
    .addOption(new Option('--gateway-id <id>', 'pins the gateway with --gateway-keys / 固定网关标识').argParser(readId))
    .addOption(new Option('--gateway-keys <file>', "pins the gateway's public JWKS / 固定网关公钥集"))
    .addOption(
      new Option('--timeout <seconds>', 'how long one answer is waited for / 等待一次应答的秒数')
        .default(20)
        .argParser(readSmall),
    )
    .addOption(new Option('--tries <n>', 'transmissions in all / 最多发送次数').default(4).argParser(readSmall))
    .action(edge);
}

function collectAddress(text: string, before: readonly string[] = []): readonly string[] {
  if (isIP(text) !== 0) return [...before, text];
  throw new InvalidArgumentError('须为 IP 地址 / must be an IP address.');
}

async function edge(options: EdgeCommandOptions): Promise<void> {
  const { url, party, timeout, tries, port, host, name } = options;
  const key = privateKeyIn(options.key);
  const address = readAddress(url);
  const pinned = pinnedIdentity(options);
  const clients = allowed(options);
  const isPrivate = address.protocol === 'https:' || isLoopback(address.hostname);
  if (pinned === undefined && !isPrivate) {
    throw new Failure(
      `${address.origin} 未加密，须以 --gateway-id 与 --gateway-keys 固定网关身份`,
      'without TLS the gateway must be pinned with --gateway-id and --gateway-keys',
    );
  }
  const identity = new Identity(url, pinned);
  const forwarder = new Forwarder({ baseUrl: url, party, key, identity, timeout: timeout * 1000, tries, pause: PAUSE });
  const names = name.map((one) => one.toLowerCase());
  const server = await startEdge(
    { forwarder, clients, names, limits: EDGE_LIMITS, logger: openLogger() },
    { port, host },
  );
  print(`签名代理已启动：${server.url} → ${address.origin} / the signing proxy listens on ${server.url}`);
  await stopSignal();
  await server.close();
}

function pinnedIdentity({ gatewayId, gatewayKeys }: EdgeCommandOptions): GatewayIdentity | undefined {
  if (gatewayId === undefined && gatewayKeys === undefined) return undefined;
  if (gatewayId === undefined || gatewayKeys === undefined) {
    throw new Failure('--gateway-id 与 --gateway-keys 须同时使用', '--gateway-id and --gateway-keys are used together');
  }
  const jwks = json(readFileSync(gatewayKeys, 'utf8'), gatewayKeys);
  return { id: gatewayId, keys: parseJwks(jwks, gatewayKeys, MAX_GATEWAY_KEYS) };
}

/** Whoever reaches the edge has the hospital's signature, so away from this machine somebody must say who may. */
function allowed({ client, host }: EdgeCommandOptions): BlockList {
  if (client === undefined && !isLoopback(host)) {
    throw new Failure(
      '监听本机以外的地址时须以 --client 列出 HIS 的地址：凡能连上者都能以医院名义签名',
      'to listen beyond this machine, list the addresses of the HIS with --client: whoever connects signs as the hospital',
    );
  }
  const clients = new BlockList();
  for (const one of [...LOOPBACK, ...(client ?? [])]) clients.addAddress(one, isIP(one) === 6 ? 'ipv6' : 'ipv4');
  return clients;
}
