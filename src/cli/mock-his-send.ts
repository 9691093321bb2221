import { Command, Option } from 'commander';
import { receipt } from '../../adapters/mock-his/receipt.ts';
import { sendSafely, settleSafely } from '../../adapters/mock-his/settle-safely.ts';
import { claimSchema } from '../claim/claim.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import { type ClientOptions, openClient, outcomeLines, withClientOptions } from './mock-his-client.ts';
import { readable, readClaims, readMessage } from './mock-his-files.ts';
import { readAttempt } from './options.ts';
import { note, print } from './output.ts';

interface SendOptions extends ClientOptions {
  readonly attempt?: number;
  readonly adapter?: string;
  readonly contentType?: string;
}

/** `yizhan mock-his send` */
export function mockHisSendCommand(): Command {
  const command = new Command('send')
    .summary('settle claims from files / 发送结算')
    .description(
      'Settles the canonical claims of files, one after another, and prints a receipt for each; exit code 1 if any was not decided. With --adapter each file is one message in that format: its bytes go out as they are, and the answer is printed as it came.\n逐笔发送文件中的规范结算单并打印结算单；有任何一笔未得到决定时退出码为 1。加 --adapter 时每个文件为一份该格式的报文：字节原样发送，应答原样打印。',
    )
    .argument('<file...>', 'JSON (a claim or a list of them) or JSONL / JSON 或 JSONL 文件');
  return withClientOptions(command)
    .addOption(new Option('--attempt <n>', 'send as this attempt / 以第几次结算发送').argParser(readAttempt))
    .option('--adapter <name>', "the files are in a HIS's own format, for /his/NAME / 文件采用 HIS 自有格式")
    .option('--content-type <type>', 'of such a message (default: by its first character) / 内容类型')
    .action(async (files: readonly string[], options: SendOptions) => {
      await (options.adapter === undefined ? send(files, options) : sendRaw(files, options.adapter, options));
    });
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

async function sendRaw(files: readonly string[], adapter: string, options: SendOptions): Promise<void> {
  const messages = files.map((file) => ({ file, message: readMessage(file, options.contentType) }));
  const client = await openClient(options);
  for (const { file, message } of messages) {
    const outcome = await sendSafely(() => client.his(adapter, message));
    if (outcome.kind !== 'answered') note(outcomeLines(file, outcome).join('\n'));
    else print(readable(outcome.body));
    if (outcome.kind !== 'answered' || outcome.status >= 400) process.exitCode = 1;
  }
}
