import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { receipt } from '../../adapters/mock-his/receipt.ts';
import { settleSafely } from '../../adapters/mock-his/settle-safely.ts';
import { type ClaimInput, claimSchema } from '../claim/claim.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import { Failure } from './failure.ts';
import { type ClientOptions, openClient, outcomeLines, withClientOptions } from './mock-his-client.ts';
import { readAttempt } from './options.ts';
import { note, print } from './output.ts';

interface SendOptions extends ClientOptions {
  readonly attempt?: number;
}

/** `yizhan mock-his send` */
export function mockHisSendCommand(): Command {
  const command = new Command('send')
    .summary('settle claims from files / 发送结算')
    .description(
      'Settles the canonical claims of files, one after another, and prints a receipt for each; exit code 1 if any was not decided.\n逐笔发送文件中的规范结算单并打印结算单；有任何一笔未得到决定时退出码为 1。',
    )
    .argument('<file...>', 'JSON (a claim or a list of them) or JSONL / JSON 或 JSONL 文件');
  return withClientOptions(command)
    .addOption(new Option('--attempt <n>', 'send as this attempt / 以第几次结算发送').argParser(readAttempt))
    .action(send);
}

async function send(files: readonly string[], { attempt, ...options }: SendOptions): Promise<void> {
  const claims = files.flatMap(readClaims);
  const library = SchemeLibrary.load();
  const client = await openClient(options);
  for (const { claim, where } of claims) {
    const sent = attempt === undefined ? claim : { ...claim, attempt };
    const outcome = await settleSafely(client, sent);
    if (outcome.kind === 'answered') {
      // The gateway took it, so it is a claim.
      print(receipt(claimSchema.parse(sent), outcome.body, library));
    } else {
      note(outcomeLines(`${where} ${claim.settlementId ?? ''}`.trimEnd(), outcome).join('\n'));
      process.exitCode = 1;
    }
  }
}

interface FoundClaim {
  /** What the file says; whether it is a claim the gateway tells. */
  readonly claim: ClaimInput;
  readonly where: string;
}

/** One JSON value, or one to a line. */
function readClaims(file: string): FoundClaim[] {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole.map((one, index) => found(one, `${file}#${index + 1}`));
  if (whole !== undefined) return [found(whole, file)];
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, where }) => found(parsed(line), where));
}

function found(value: unknown, where: string): FoundClaim {
  if (typeof value === 'object' && value !== null) return { claim: value as ClaimInput, where };
  throw new Failure(`${where} 不是 JSON 对象，未发送任何内容`, `${where} is no JSON object, nothing was sent`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
