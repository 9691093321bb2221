import { Bench, type BenchOptions } from './bench.ts';
import { type Both, type Check, Mismatch } from './check.ts';

/** What became of one check. */
export interface Finding {
  readonly check: Check;
  readonly result: 'pass' | 'fail' | 'skipped';
  /** Why, where it did not pass. */
  readonly why?: Both;
  readonly milliseconds: number;
}

/**
 * Runs checks one after another. Each starts from an empty table: what an earlier one settled is reversed.
 *
 * @param onFinding called as soon as each is known
 */
export async function runChecks(
  options: BenchOptions,
  checks: readonly Check[],
  onFinding: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  const bench = new Bench(options);
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await runOne(bench, check);
    findings.push(finding);
    onFinding(finding);
  }
  return findings;
}

async function runOne(bench: Bench, check: Check): Promise<Finding> {
  const missing = (check.needs ?? []).filter((one) =>
    one === 'messages' ? bench.kit.messages.length === 0 : !bench.plays(one),
  );
  if (missing.length > 0) {
    const names = missing.join(', ');
    return {
      check,
      result: 'skipped',
      why: { zh: `套件中没有 ${names}`, en: `the kit has no ${names}` },
      milliseconds: 0,
    };
  }
  const started = performance.now();
  const why = await failure(bench, check);
  await bench.cleanUp();
  const milliseconds = Math.round(performance.now() - started);
  return why === undefined ? { check, result: 'pass', milliseconds } : { check, result: 'fail', why, milliseconds };
}

async function failure(bench: Bench, check: Check): Promise<Both | undefined> {
  try {
    await check.run(bench);
    return undefined;
  } catch (error) {
    if (error instanceof Mismatch) return { zh: error.zh, en: error.en };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const words = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause);
    return { zh: `没有收到应答：${words}`, en: `no answer came: ${words}` };
  }
}
