import { Argument, Command } from 'commander';
import type { Message, Received } from '../../adapters/mock-his/transmission.ts';
import { TROUBLES, type Trouble } from '../../adapters/mock-his/trouble.ts';
import { AnswerProblem } from '../message/answer.ts';
import { type ClientOptions, openSettings, withClientOptions } from './mock-his-client.ts';
import { readable, readMessage } from './mock-his-files.ts';
import { print } from './output.ts';

interface TroubleOptions extends ClientOptions {
  readonly adapter?: string;
  readonly contentType?: string;
}

/** `yizhan mock-his trouble` */
export function mockHisTroubleCommand(): Command {
  const kinds = [...TROUBLES].map(([name, { zh, en }]) => `  ${name.padEnd(14)} ${zh} / ${en}`);
  const command = new Command('trouble')
    .summary('send a message as it goes wrong in the field / 演练现场差错')
    .description(
      'Settles with the one message of a file as it goes wrong in the field, and prints every answer as it came.\n以现场会出的差错方式发送文件中的一份结算报文，并原样打印每个应答。',
    )
    .addArgument(new Argument('<kind>', 'what goes wrong / 差错种类').choices([...TROUBLES.keys()]))
    .argument('<file>', 'one message; its bytes are sent as they are / 一份报文')
    .addHelpText('after', `\nKinds / 差错种类:\n${kinds.join('\n')}`);
  return withClientOptions(command)
    .option('--adapter <name>', "the message is in a HIS's own format, for /his/NAME / 报文采用 HIS 自有格式")
    .option('--content-type <type>', 'of the message (default: by its first character) / 内容类型')
    .action(trouble);
}

async function trouble(kind: string, file: string, options: TroubleOptions): Promise<void> {
  const message = messageIn(file, options);
  const answers = await (TROUBLES.get(kind) as Trouble).play(await openSettings(options), message);
  for (const answer of answers) print(answerLines(answer));
}

function messageIn(file: string, { adapter, contentType }: TroubleOptions): Message {
  const target = adapter === undefined ? '/v1/settlements' : `/his/${encodeURIComponent(adapter)}`;
  return { method: 'POST', target, accept: '*/*', ...readMessage(file, contentType) };
}

function answerLines({ status, verified, bytes }: Received): string {
  const signature =
    verified instanceof AnswerProblem
      ? `不可采信 not to be believed: ${verified.code} ${verified.zh} / ${verified.en}`
      : '签名已核验 signature verified';
  return `HTTP ${status}  ${signature}\n${readable(bytes)}\n`;
}
