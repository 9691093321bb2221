import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { type ClientOptions, openClient, outcomeLines, withClientOptions } from './mock-his-client.ts';
import { note, print } from './output.ts';

/** `yizhan mock-his reverse` */
export function mockHisReverseCommand(): Command {
  const command = new Command('reverse')
    .summary('reverse a settlement / 冲正结算')
    .description(
      'Reverses the latest attempt of a settlement; doing it again changes nothing.\n冲正一笔结算的最近一次；重复冲正不改变任何内容。',
    )
    .argument('<id>', "the hospital's settlement id / 结算号");
  return withClientOptions(command)
    .option('--reason <text>', 'why / 原因', '退费 refund')
    .action(async (id: string, { reason, ...options }: ClientOptions & { readonly reason: string }) => {
      const client = await openClient(options);
      const outcome = await client.reverse(id, { reversalId: randomUUID(), reason });
      if (outcome.kind === 'answered') {
        const { attempt, insurerPaid, memberBenefit, already, businessDate } = outcome.body;
        const before = already ? '（此前已冲正 already reversed）' : '';
        print(`${id} 第 ${attempt} 次 attempt ${attempt} 已冲正 reversed ${businessDate}${before}`);
        print(`保险支付 insurer paid ${insurerPaid}，付参保人 to the member ${memberBenefit}`);
      } else {
        note(outcomeLines(id, outcome).join('\n'));
        process.exitCode = 1;
      }
    });
}
