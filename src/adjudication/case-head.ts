import type { CasesReading } from '../scheme/cases.ts';
import type { Finding } from '../scheme/finding.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { CaseError, checkList } from './case-terms.ts';

/** What is wrong at the head of a file of cases: it would be wrong in each of them, and is told once. */
export function headFindings(scheme: Scheme, { cases, file, locate }: CasesReading): Finding[] {
  if (cases === undefined) return [];
  const { rules } = scheme;
  if (cases.scheme !== rules.scheme) {
    const zh = `这是 ${cases.scheme} 的算例，而方案是 ${rules.scheme}：请改正`;
    const en = `these are cases of ${cases.scheme}, and the scheme is ${rules.scheme}: correct it`;
    return [{ file, ...locate(['scheme']), code: 'CASE_INVALID', zh, en }];
  }
  return Object.keys(cases.defaults.lists ?? {}).flatMap((name) => {
    try {
      checkList(scheme, name);
      return [];
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      const { zh, en } = error;
      return [{ file, ...locate(['defaults', 'lists', name]), code: 'CASE_INVALID', zh, en }];
    }
  });
}
