import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { type CaseFinding, runCases } from '../adjudication/cases.ts';
import { readCases } from '../scheme/cases.ts';
import { schemeFolders } from '../scheme/library.ts';
import { readScheme } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { findingLine } from './finding-line.ts';
import { print } from './output.ts';

/** `yizhan schemes check` */
export function schemesCheckCommand(): Command {
  return new Command('check')
    .summary('check rules and worked cases / 检查规则与算例')
    .description(
      'Checks all schemes, or one, and works its cases; exit code 1 if anything is wrong.\n检查全部方案或指定方案，并验算其算例；有任何问题时退出码为 1。',
    )
    .argument('[file]', 'a scheme folder, its scheme.yaml or its cases.yaml / 方案文件夹或文件')
    .action((file: string | undefined) => {
      const folders = file === undefined ? schemeFolders() : [folderOf(resolve(file))];
      const clean = folders.map(check).every((one) => one);
      if (!clean) process.exitCode = 1;
    });
}

function folderOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
}

/** @returns whether nothing is wrong */
function check(folder: string): boolean {
  const { scheme, findings } = readScheme(folder);
  const reading = readCases(folder);
  const wrong = [...findings, ...(findings.some(({ code }) => code === 'NO_CASES') ? [] : reading.findings)];
  for (const finding of wrong) print(findingLine(finding));
  const failed = scheme === undefined ? [] : runCases(scheme, reading, (id) => otherScheme(folder, id));
  for (const finding of failed) printCase(finding);
  const cases = scheme === undefined ? 0 : (reading.cases?.cases.length ?? 0);
  const held = cases - new Set(failed.map((finding) => finding.case)).size;
  const clean = wrong.length === 0 && failed.length === 0;
  const verdict = clean ? '无误 clean' : `有误 ${wrong.length + failed.length} 处 findings`;
  print(`${scheme?.rules.scheme ?? basename(folder)}: ${verdict}；算例 worked cases ${held}/${cases}`);
  return clean;
}

/** A scheme that cases name besides their own: it lies beside it, or comes with the gateway. */
function otherScheme(folder: string, id: string): Scheme | undefined {
  const beside = [...schemeFolders(dirname(folder)), ...schemeFolders()].find((one) => basename(one) === id);
  return beside === undefined ? undefined : readScheme(beside).scheme;
}

function printCase(finding: CaseFinding): void {
  print(findingLine(finding));
  for (const { zh, en, clause, amount } of finding.steps) {
    const source = clause === null ? '' : `（${clause}）`;
    print(`    ${zh} / ${en}${source}${amount === null ? '' : ` ${amount.toFixed2()}`}`);
  }
}
