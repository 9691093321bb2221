/** What a run of `npm audit --json` says. */
export type Verdict =
  | { readonly kind: 'clean'; readonly line: string }
  | { readonly kind: 'vulnerable'; readonly line: string }
  /** Nobody could be asked. */
  | { readonly kind: 'unreachable'; readonly line: string }
  | { readonly kind: 'failed'; readonly line: string };

interface Report {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity?: string }>>;
}

/** Grave enough to stop a build. */
const GRAVE = ['high', 'critical'];
const UNREACHABLE =
  /audit endpoint returned an error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|SELF_SIGNED_CERT|UNABLE_TO_/;

/** @param stdout the JSON that npm printed. @param stderr what else it said */
export function verdictOf(stdout: string, stderr: string): Verdict {
  const counted = read(stdout)?.metadata?.vulnerabilities;
  if (counted === undefined) {
    if (UNREACHABLE.test(stdout + stderr)) {
      const line =
        'the advisories of npm cannot be reached from here: nothing was audited / 无法连接 npm 安全公告，未审计';
      return { kind: 'unreachable', line };
    }
    return { kind: 'failed', line: `npm audit failed: ${(stderr.trim() || stdout.trim()).slice(0, 500)}` };
  }
  const grave = Object.entries(read(stdout)?.vulnerabilities ?? {}).filter(([, { severity = '' }]) =>
    GRAVE.includes(severity),
  );
  const sum = GRAVE.reduce((total, severity) => total + (counted[severity] ?? 0), 0);
  if (sum === 0) return { kind: 'clean', line: `no high or critical advisory: ${JSON.stringify(counted)}` };
  return { kind: 'vulnerable', line: `high or critical: ${sum} (${grave.map(([name]) => name).join(', ')})` };
}

function read(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
