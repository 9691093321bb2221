import { left } from '../columns.ts';
import type { Both } from './check.ts';
import type { Finding } from './run.ts';

const RESULTS = { pass: '通过 PASS', fail: '失败 FAIL', skipped: '未做 SKIP' } as const;

/** The gateway that was looked at. */
export interface Examined {
  readonly url: string;
  readonly id: string;
  readonly version: string;
}

/** A finding as lines: what it is; where it failed, why, and what the contract says. */
export function findingLines({ check, result, why }: Finding): string[] {
  const { id, section, title, contract } = check;
  const head = `${RESULTS[result]}  ${left(`§${section}`, 5)} ${left(id, 24)} ${both(title)}`;
  if (result === 'pass' || why === undefined) return [head];
  const because = `      ${result === 'fail' ? '原因 why' : '因为 because'}: ${both(why)}`;
  return result === 'fail' ? [head, because, `      约定 contract §${section}: ${both(contract)}`] : [head, because];
}

/** The last line of a report. */
export function summaryLine(findings: readonly Finding[]): string {
  const { passed, failed, skipped } = counts(findings);
  const verdict = failed === 0 ? '符合约定 conforms' : '不符合约定 DOES NOT CONFORM';
  return `${verdict}：通过 passed ${passed}，失败 failed ${failed}，未做 skipped ${skipped}`;
}

function counts(findings: readonly Finding[]) {
  const of = (result: Finding['result']) => findings.filter((one) => one.result === result).length;
  return { passed: of('pass'), failed: of('fail'), skipped: of('skipped') };
}

/** The report for machines. */
export function jsonReport(gateway: Examined, startedAt: string, findings: readonly Finding[]): object {
  return {
    gateway,
    startedAt,
    ...counts(findings),
    checks: findings.map(({ check, result, why, milliseconds }) => {
      const { id, section, title, contract } = check;
      return { id, section, title, result, why: why ?? null, contract, milliseconds };
    }),
  };
}

function both({ zh, en }: Both): string {
  return `${zh} / ${en}`;
}
