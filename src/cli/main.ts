import { Command } from 'commander';
import { failureLines } from './failure.ts';
import { note } from './output.ts';
import { VERSION } from './version.ts';

/** Every command. Each is loaded only where it is asked for: making a key should not wait for a web server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  demo: async () => (await import('./demo.ts')).demoCommand(),
  keys: async () => (await import('./keys.ts')).keysCommand(),
  parties: async () => (await import('./parties.ts')).partiesCommand(),
  accounts: async () => (await import('./accounts.ts')).accountsCommand(),
  lists: async () => (await import('./lists.ts')).listsCommand(),
  facts: async () => (await import('./facts.ts')).factsCommand(),
  enrollments: async () => (await import('./enrollments.ts')).enrollmentsCommand(),
  'daily-files': async () => (await import('./daily-files.ts')).dailyFilesCommand(),
  reconcile: async () => (await import('./reconcile.ts')).reconcileCommand(),
  statements: async () => (await import('./statements.ts')).statementsCommand(),
  'year-end': async () => (await import('./year-end.ts')).yearEndCommand(),
  readjudicate: async () => (await import('./readjudicate.ts')).readjudicateCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  ledger: async () => (await import('./ledger.ts')).ledgerCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./restore.ts')).restoreCommand(),
  schemes: async () => (await import('./schemes.ts')).schemesCommand(),
  'mock-his': async () => (await import('./mock-his.ts')).mockHisCommand(),
  edge: async () => (await import('./edge.ts')).edgeCommand(),
};

/**
 * The command line (contract section 7). Sets the exit code: 0 where a command did what it says, else 1.
 *
 * @param argv as in `process.argv`
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', stopWhenNobodyReads);
  const program = await commandLine(argv[2]);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    note(failureLines(error).join('\n'));
    process.exitCode = 1;
  }
}

/** The command line with the command that is asked for, or, where that is none, with all of them. */
export async function commandLine(command = ''): Promise<Command> {
  const program = new Command('yizhan')
    .description('Hospital settlement gateway for city supplemental medical insurance.\n一站：惠民保一站式结算网关。')
    .version(VERSION)
    .addHelpText(
      'after',
      '\nFlags beat the environment (YIZHAN_…), the environment beats defaults.\n命令行选项优先于环境变量，环境变量优先于默认值。',
    );
  const asked = COMMANDS[command];
  for (const load of asked === undefined ? Object.values(COMMANDS) : [asked]) program.addCommand(await load());
  return program;
}

/** `yizhan … | head` closes the pipe: that is no failure. */
function stopWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
