import { type Measured, measured, quantile } from '../measured.ts';
import type { Trace } from './messages.ts';

/** In a run at a rate, 99 of 100 requests are sent at most so many milliseconds later than they were due. */
export const LATE_BOUND = 20;
/** A generator that uses more of its core than this sends when it can, not when it should. */
export const CPU_BOUND = 0.9;

/** Statuses that a run may have beside 201. */
export type Allowed = 'nothing-else' | 'overload';

/** Why a run is not to be believed; nothing where it is. */
export function objections(trace: Trace, kind: 'open' | 'closed', allowed: Allowed = 'nothing-else'): string[] {
  const late = quantile(trace.late, 0.99);
  return [
    ...(trace.ranOut ? ['the generator ran out of prepared requests'] : []),
    ...(kind === 'open' && late > LATE_BOUND ? [`the generator sent ${late.toFixed(0)} ms late`] : []),
    ...(trace.cpu > CPU_BOUND ? [`the generator used ${(trace.cpu * 100).toFixed(0)} % of its core`] : []),
    ...unexpected(trace, allowed),
    ...(trace.verified === 0 ? ['no answer was verified'] : []),
    ...trace.faults.slice(0, 1).map((fault) => `${trace.faults.length} of ${trace.verified} answers: ${fault}`),
  ];
}

function unexpected({ status }: Trace, allowed: Allowed): string[] {
  const counts = new Map<number, number>();
  for (const one of status) {
    if (one === 201 || one === 200 || (one === 503 && allowed === 'overload')) continue;
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const names: Readonly<Record<number, string>> = { 0: 'without answer', 1: '503 without Retry-After' };
  return [...counts].map(([code, count]) => `${count} requests: ${names[code] ?? code}`);
}

/** Settlements that were answered in the first so many seconds, a second. */
export function throughput(trace: Trace, seconds: number, reasons: readonly string[]): Measured {
  const done = accepted(trace).filter((index) => (trace.due[index] ?? 0) + (trace.took[index] ?? 0) <= seconds * 1000);
  return measured(done.length / seconds, reasons);
}

/** The requests that were settled. */
export function accepted({ status }: Trace): number[] {
  return [...status.keys()].filter((index) => status[index] === 201 || status[index] === 200);
}

/** The requests of `indexes` that were due in a part of the run, in seconds from its beginning. */
export function dueWithin({ due }: Trace, indexes: readonly number[], from: number, to: number): number[] {
  return indexes.filter((index) => (due[index] ?? 0) >= from * 1000 && (due[index] ?? 0) < to * 1000);
}

/** So great a share of these requests took at most so many milliseconds. */
export function latency(
  { took }: Trace,
  indexes: readonly number[],
  share: number,
  reasons: readonly string[],
): Measured {
  return measured(
    quantile(
      indexes.map((index) => took[index] ?? 0),
      share,
    ),
    reasons,
  );
}
