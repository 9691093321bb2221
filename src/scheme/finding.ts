/** What is wrong at one place of a scheme folder, and how to mend it. */
export interface Finding {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** Stable, upper snake case. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** A finding as one line for people: `file:line:column CODE text`. */
export function formatFinding(finding: Finding, language: 'zh' | 'en' = 'en'): string {
  return `${finding.file}:${finding.line}:${finding.column} ${finding.code} ${finding[language]}`;
}

/** A scheme folder that cannot be used, with everything that is wrong with it. */
export class SchemeError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map((finding) => formatFinding(finding)).join('\n'));
    this.name = 'SchemeError';
    this.findings = findings;
  }
}

/** In order of file and place. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** Takes what a check has to say about one place of a document. */
export type Report = (path: readonly PropertyKey[], code: string, zh: string, en: string) => void;
