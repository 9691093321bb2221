import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readCases } from '../scheme/cases.ts';
import type { Finding } from '../scheme/finding.ts';
import { CASES_FILE, readScheme } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Bilingual } from '../scheme/words.ts';
import { CaseCoverage } from './case-coverage.ts';
import { headFindings } from './case-head.ts';
import { type CaseFinding, runCases } from './cases.ts';

/** A scheme folder held against all checks and its own worked cases. */
export interface SchemeCheck {
  /** Absent where its file is wrong; its cases are then not run, as where the head of theirs is. */
  readonly scheme: Scheme | undefined;
  /** How many worked cases, and how many claims in them, were run. */
  readonly cases: number;
  readonly claims: number;
  /** Everything that is wrong; a failed case is a {@link CaseFinding}. */
  readonly findings: readonly (Finding | CaseFinding)[];
  /** What is worth a look and may yet be meant. */
  readonly notices: readonly Finding[];
  /** What no case comes to: nothing wrong, but nothing that is proven either. */
  readonly missing: readonly Bilingual[];
}

/**
 * Checks a scheme: its file, its lists, its worked cases.
 *
 * @param path the scheme's folder, or its `scheme.yaml`
 * @param further finds the other schemes that cases name; without it they are looked for in the folders beside
 */
export function checkSchemeFolder(path: string, further?: (id: string) => Scheme | undefined): SchemeCheck {
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
  const { scheme, findings, ...read } = readScheme(path);
  const notices = read.notices();
  const reading = readCases(folder);
  if (scheme === undefined || reading.cases === undefined) {
    // That there are none has been said already.
    const ofCases = existsSync(join(folder, CASES_FILE)) ? reading.findings : [];
    return { scheme, cases: 0, claims: 0, findings: [...findings, ...ofCases], notices, missing: [] };
  }
  const head = headFindings(scheme, reading);
  if (head.length > 0) return { scheme, cases: 0, claims: 0, findings: head, notices, missing: [] };
  const beside = (id: string) => readScheme(join(dirname(resolve(folder)), id)).scheme;
  const { cases } = reading.cases;
  const coverage = new CaseCoverage(scheme.rules);
  const failed = runCases(scheme, reading, further ?? beside, coverage);
  return {
    scheme,
    cases: cases.length,
    claims: cases.reduce((sum, one) => sum + one.claims.length, 0),
    findings: failed,
    notices,
    missing: coverage.missing(),
  };
}
