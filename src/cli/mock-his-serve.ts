import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { readRules } from '../../adapters/mock-his/gateway/rules.ts';
import { type MockGatewayOptions, startMockGateway } from '../../adapters/mock-his/gateway/server.ts';
import { parseJson, parseWith } from '../claim/parse.ts';
import { stopSignal } from '../http/listen.ts';
import { openKeyStore } from '../message/keystore.ts';
import { ReplayGuard } from '../message/replay.ts';
import { partyOf, registryFile } from '../roster/party.ts';
import { systemClock } from '../time/clock.ts';
import { Failure } from './failure.ts';
import { reachGateway } from './mock-his-client.ts';
import { readId, readPort } from './options.ts';
import { print } from './output.ts';
import { VERSION } from './version.ts';

interface MockServeOptions {
  readonly port: number;
  readonly host: string;
  readonly rules: string;
  readonly data: string;
  readonly parties?: string;
  readonly upstream?: string;
  readonly id?: string;
}

const OWN_RULES = fileURLToPath(new URL('../../adapters/mock-his/samples/rules.yaml', import.meta.url));

/** `yizhan mock-his serve` */
export function mockHisServeCommand(): Command {
  return new Command('serve')
    .summary('play the gateway, by rule / 按规则扮演网关')
    .description(
      'Plays a gateway for a HIS under development: fixed answers, delays, errors and lost answers by rule, signed like a real one; what no rule answers goes to the gateway behind it, if there is one.\n为开发中的 HIS 扮演网关：按规则给出固定应答、延迟、错误与丢失的应答，签名与真网关一样；没有规则的请求转给其后的网关（如有）。',
    )
    .addOption(
      new Option('--port <port>', 'port, 0 for a free one / 端口，0 为任选空闲端口').default(8088).argParser(readPort),
    )
    .addOption(new Option('--host <host>', 'address to listen on / 监听地址').default('127.0.0.1'))
    .addOption(
      new Option('--rules <file>', 'the rules (YAML or JSON) / 规则文件').default(OWN_RULES, 'samples/rules.yaml'),
    )
    .addOption(
      new Option('--data <folder>', 'where its signing key is kept / 签名密钥存放处').default('./mock-gateway'),
    )
    .option('--parties <file>', 'registry whose signatures are asked for; without it none is / 登记文件：核验其签名')
    .option('--upstream <url>', 'the gateway behind, such as a sandbox / 其后的网关，如沙箱')
    .addOption(
      new Option('--id <id>', 'id of the gateway (default: mock-gateway, or as upstream) / 网关标识').argParser(readId),
    )
    .action(serve);
}

async function serve({ port, host, rules, data, parties, upstream, id }: MockServeOptions): Promise<void> {
  const behind = upstream === undefined ? undefined : { url: upstream, identity: await reachGateway(upstream) };
  const options: MockGatewayOptions = {
    id: id ?? behind?.identity.id ?? 'mock-gateway',
    version: VERSION,
    key: openKeyStore(data, systemClock).current,
    rules: readRules(rules),
    ...(behind === undefined ? {} : { upstream: behind }),
    ...(parties === undefined ? {} : { signers: signersIn(parties) }),
  };
  const server = await startMockGateway(options, { port, host });
  print(`模拟网关 ${options.id} 已启动：${server.url} / the mock gateway listens on ${server.url}`);
  await stopSignal();
  await server.close();
}

function signersIn(file: string): NonNullable<MockGatewayOptions['signers']> {
  const { parties } = parseWith(registryFile, parseJson(readFileSync(file)));
  if (parties.length === 0) throw new Failure(`${file} 中没有参与方`, `there is no party in ${file}`);
  const byId = new Map(parties.map((one) => [one.id, partyOf(one, false)]));
  // What the guard remembers is enough: nothing here outlives the process.
  const window = new ReplayGuard({ claim: async () => true }, systemClock);
  return { find: (party) => byId.get(party), window };
}
