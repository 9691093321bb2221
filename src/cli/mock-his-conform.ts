import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Role } from '../../adapters/mock-his/conform/bench.ts';
import type { Check } from '../../adapters/mock-his/conform/check.ts';
import { CHECKS } from '../../adapters/mock-his/conform/checks.ts';
import { type Kit, readKit, SANDBOX_KIT } from '../../adapters/mock-his/conform/kit.ts';
import { type Examined, findingLines, jsonReport, summaryLine } from '../../adapters/mock-his/conform/report.ts';
import { runChecks } from '../../adapters/mock-his/conform/run.ts';
import { at, TIMEOUT } from '../../adapters/mock-his/transmission.ts';
import { KEYS_FOLDER } from '../sandbox/keys.ts';
import { formatInstant, parseInstant } from '../time/calendar.ts';
import { Failure } from './failure.ts';
import { privateKeyIn, reachGateway } from './mock-his-client.ts';
import { print } from './output.ts';

interface ConformOptions {
  readonly kit: string;
  readonly keys: string;
  readonly json?: string;
  readonly only?: readonly string[];
}

const ROLES: readonly Role[] = ['hospital', 'otherHospital', 'insurer'];

/** `yizhan mock-his conform` */
export function mockHisConformCommand(): Command {
  return new Command('conform')
    .summary('try whether a gateway keeps the contract / 符合性检查')
    .description(
      'Tries against a gateway what goes wrong in the field and prints, check by check, pass or fail, why, and what the contract says; exit code 1 on any failure. It settles and reverses: never run it against a production gateway.\n对网关逐项尝试现场会出的差错，打印通过或失败、原因与约定；有失败时退出码为 1。检查中会结算并冲正：切勿对生产网关运行。',
    )
    .argument('<url>', "the gateway's address / 网关地址")
    .addOption(
      new Option('--kit <file>', 'parties and claim to play with / 套件文件').default(SANDBOX_KIT, "the sandbox's"),
    )
    .addOption(
      new Option('--keys <folder>', 'holds ID.private.jwk of each party of the kit / 各方私钥所在文件夹')
        .env('YIZHAN_KEYS')
        .default(join('data', KEYS_FOLDER)),
    )
    .option('--json <file>', 'writes the report as JSON too / 另存 JSON 报告')
    .option('--only <check...>', 'only these checks, by their ids / 仅做这些检查')
    .action(conform);
}

async function conform(url: string, options: ConformOptions): Promise<void> {
  const checks = chosen(options.only);
  const kit = readKit(options.kit);
  const keys = new Map(ROLES.flatMap((role) => keyOf(kit, role, options.keys)));
  const gateway = await reachGateway(url);
  const { examined, offset } = await examine(url, gateway.id);
  print('一站接口符合性检查 / conformance with the contract of the gateway');
  print(`网关 gateway ${examined.id} ${examined.version} ${examined.url}\n`);
  const startedAt = formatInstant(Date.now());
  const findings = await runChecks({ baseUrl: url, gateway, kit, keys, offset }, checks, (finding) =>
    print(findingLines(finding).join('\n')),
  );
  print(`\n${summaryLine(findings)}`);
  if (options.json !== undefined) {
    const report = jsonReport(examined, startedAt, findings);
    writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  if (findings.some(({ result }) => result === 'fail')) process.exitCode = 1;
}

function chosen(only: readonly string[] | undefined): readonly Check[] {
  if (only === undefined) return CHECKS;
  const unknown = only.find((id) => !CHECKS.some((one) => one.id === id));
  if (unknown !== undefined) throw new Failure(`没有检查 ${unknown}`, `there is no check ${unknown}`);
  return CHECKS.filter(({ id }) => only.includes(id));
}

function keyOf(kit: Kit, role: Role, folder: string) {
  const party = kit[role];
  return party === undefined ? [] : ([[role, privateKeyIn(join(folder, `${party}.private.jwk`))]] as const);
}

/** What the gateway says of itself, and how far its clock is ahead of this machine's, in seconds. */
async function examine(url: string, id: string): Promise<{ examined: Examined; offset: number }> {
  const response = await fetch(at(url, '/.well-known/gateway'), { signal: AbortSignal.timeout(TIMEOUT) });
  const { time, version } = (await response.json()) as { readonly time?: unknown; readonly version?: unknown };
  const now = typeof time === 'string' ? parseInstant(time) : undefined;
  if (now === undefined || typeof version !== 'string') {
    throw new Failure(`${url} 未告知其时间与版本`, `${url} does not tell its time and version`);
  }
  return { examined: { url, id, version }, offset: Math.round((now - Date.now()) / 1000) };
}
