import { Command } from 'commander';
import { demoCommand } from './demo.ts';
import { enrollmentsCommand } from './enrollments.ts';
import { factsCommand } from './facts.ts';
import { failureLines } from './failure.ts';
import { keysCommand } from './keys.ts';
import { listsCommand } from './lists.ts';
import { mockHisCommand } from './mock-his.ts';
import { note } from './output.ts';
import { partiesCommand } from './parties.ts';
import { readjudicateCommand } from './readjudicate.ts';
import { schemesCommand } from './schemes.ts';
import { serveCommand } from './serve.ts';
import { VERSION } from './version.ts';

/**
 * The command line (contract section 7). Sets the exit code: 0 where a command did what it says, else 1.
 *
 * @param argv as in `process.argv`
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', stopWhenNobodyReads);
  const program = new Command('yizhan')
    .description('Hospital settlement gateway for city supplemental medical insurance.\n一站：惠民保一站式结算网关。')
    .version(VERSION)
    .addHelpText(
      'after',
      '\nFlags beat the environment (YIZHAN_…), the environment beats defaults.\n命令行选项优先于环境变量，环境变量优先于默认值。',
    )
    .addCommand(serveCommand())
    .addCommand(demoCommand())
    .addCommand(keysCommand())
    .addCommand(partiesCommand())
    .addCommand(listsCommand())
    .addCommand(factsCommand())
    .addCommand(enrollmentsCommand())
    .addCommand(schemesCommand())
    .addCommand(readjudicateCommand())
    .addCommand(mockHisCommand());
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    note(failureLines(error).join('\n'));
    process.exitCode = 1;
  }
}

/** `yizhan … | head` closes the pipe: that is no failure. */
function stopWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
