import { Command } from 'commander';
import { left } from '../../adapters/mock-his/columns.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { print } from './output.ts';

/** `yizhan schemes list` */
export function schemesListCommand(): Command {
  return new Command('list')
    .summary('list the schemes / 列出方案')
    .description('Lists the schemes in the order in which they are adjudicated.\n按理算次序列出各方案。')
    .action(() => {
      const rows = SchemeLibrary.load().list().map(cells);
      const widths = [26, 24, 26];
      for (const row of [['方案 scheme', '保障期 coverage', '区域 region · 次序 order', '名称 name'], ...rows]) {
        print(
          row
            .map((cell, index) => left(cell, widths[index] ?? 0))
            .join(' ')
            .trimEnd(),
        );
      }
    });
}

function cells({ rules }: Scheme): string[] {
  const { scheme, coverage, region, precedence, name } = rules;
  const period = 'from' in coverage ? `${coverage.from} … ${coverage.to}` : `${coverage.months} 个月 months`;
  return [scheme, period, `${region} · ${precedence}`, `${name.zh} / ${name.en}`];
}
