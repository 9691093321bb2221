import { Command } from 'commander';
import { decisionSummary } from '../../adapters/mock-his/receipt.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import { type ClientOptions, openClient, outcomeLines, withClientOptions } from './mock-his-client.ts';
import { note, print } from './output.ts';

/** `yizhan mock-his query` */
export function mockHisQueryCommand(): Command {
  const command = new Command('query')
    .summary('ask what became of a settlement / 查询结算')
    .description(
      'Prints the decision of a settlement, its adjustments and its reversal.\n查询一笔结算的决定、调整与冲正。',
    )
    .argument('<id>', "the hospital's settlement id / 结算号");
  return withClientOptions(command).action(async (id: string, options: ClientOptions) => {
    const client = await openClient(options);
    const outcome = await client.query(id);
    if (outcome.kind === 'answered') {
      print(decisionSummary(outcome.body, SchemeLibrary.load()));
    } else {
      note(outcomeLines(id, outcome).join('\n'));
      process.exitCode = 1;
    }
  });
}
