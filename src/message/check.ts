import type { ProblemCode } from '../problem/catalogue.ts';
import { Refusal, type RefusalDetail } from '../problem/refusal.ts';

/** One thing that was checked about a signature: what it should be, what it is. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  /** Absent where the check holds. */
  readonly fault?: RefusalDetail & { readonly code: ProblemCode };
}

/**
 * Runs checks to the first that fails.
 *
 * The checks are generators so that refusing (here) and explaining (`explain.ts`, which runs on) are one list: what the
 * sandbox tells an integrator cannot differ from what production does.
 *
 * @throws Refusal with the code of the first check that fails
 */
export function demand<T>(checks: Generator<Check, T | undefined, void>): T {
  for (;;) {
    const step = checks.next();
    if (step.done !== true) {
      const { fault } = step.value;
      if (fault !== undefined) throw new Refusal(fault.code, fault);
    } else if (step.value !== undefined) {
      return step.value;
    } else {
      throw new Error('a list of checks ended without a result and without a fault');
    }
  }
}
