import { Command } from 'commander';
import { schemesCheckCommand } from './schemes-check.ts';
import { schemesExplainCommand } from './schemes-explain.ts';
import { schemesListCommand } from './schemes-list.ts';
import { schemesNewCommand } from './schemes-new.ts';
import { schemesSimulateCommand } from './schemes-simulate.ts';

/** `yizhan schemes` */
export function schemesCommand(): Command {
  return new Command('schemes')
    .summary('the rules / 方案规则')
    .description('Looks at the rules of the schemes.\n查看与检查各方案的规则。')
    .addCommand(schemesListCommand())
    .addCommand(schemesNewCommand())
    .addCommand(schemesCheckCommand())
    .addCommand(schemesExplainCommand())
    .addCommand(schemesSimulateCommand());
}
