import { basename } from 'node:path';
import { Command } from 'commander';
import { checkSchemeFolder } from '../adjudication/case-check.ts';
import type { CaseFinding } from '../adjudication/cases.ts';
import type { Finding } from '../scheme/finding.ts';
import { schemeFolders } from '../scheme/library.ts';
import { findingLine } from './finding-line.ts';
import { print } from './output.ts';
import { namedFolders } from './scheme-folder.ts';

/** `yizhan schemes check` */
export function schemesCheckCommand(): Command {
  return new Command('check')
    .summary('check rules and worked cases / 检查规则与算例')
    .description(
      'Checks all schemes, or one, and works its cases; exit code 1 if anything is wrong; a notice is only worth a look.\n检查全部方案或指定方案，并验算其算例；有任何问题时退出码为 1，提示仅供核对。',
    )
    .argument(
      '[scheme]',
      'id of a scheme, its folder or a file in it, or a folder of schemes / 方案代码、文件夹或文件，或含多个方案的文件夹',
    )
    .action((scheme: string | undefined) => {
      const folders = scheme === undefined ? schemeFolders() : namedFolders(scheme);
      const clean = folders.map(check).every((one) => one);
      if (!clean) process.exitCode = 1;
    });
}

/** @returns whether nothing is wrong */
function check(folder: string): boolean {
  const { scheme, cases, findings, notices, missing } = checkSchemeFolder(folder);
  for (const finding of findings) printFinding(finding);
  for (const notice of notices) print(`提示 notice: ${findingLine(notice)}`);
  const failed = new Set(findings.flatMap((finding) => ('case' in finding ? [finding.case] : [])));
  const verdict = findings.length === 0 ? '无误 clean' : `有误 ${findings.length} 处 findings`;
  print(`${scheme?.rules.scheme ?? basename(folder)}: ${verdict}；算例 worked cases ${cases - failed.size}/${cases}`);
  if (missing.length > 0) {
    print(
      `  算例未触及：${missing.map(({ zh }) => zh).join('、')} / no case comes to: ${missing.map(({ en }) => en).join(', ')}`,
    );
  }
  return findings.length === 0;
}

function printFinding(finding: Finding | CaseFinding): void {
  print(findingLine(finding));
  for (const { zh, en, clause, amount } of 'steps' in finding ? finding.steps : []) {
    const source = clause === null ? '' : `（${clause}）`;
    print(`    ${zh} / ${en}${source}${amount === null ? '' : ` ${amount.toFixed2()}`}`);
  }
}
