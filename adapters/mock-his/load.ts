import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimInput } from '../../src/claim/claim.ts';
import type { Outcome } from './answer.ts';

/** How much load, all of it bounded. */
export interface LoadOptions {
  /** Requests a second; fewer come where the gateway is slower. */
  readonly rate: number;
  readonly seconds: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

/** What came of a load. */
export interface LoadReport {
  readonly sent: number;
  readonly seconds: number;
  /** By HTTP status, code of a refusal, or code of an unknown outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Milliseconds that so many of a hundred answers took at most. */
  readonly percentile: (percent: number) => number;
}

/**
 * Sends copies of claims in turn, each under ids of its own, at a steady rate.
 *
 * @param send one transmission
 */
export async function runLoad(
  claims: readonly ClaimInput[],
  { rate, seconds, concurrency }: LoadOptions,
  send: (claim: ClaimInput) => Promise<Outcome<unknown>>,
): Promise<LoadReport> {
  const run = randomUUID().slice(0, 8);
  const total = rate * seconds;
  const times: number[] = [];
  const outcomes = new Map<string, number>();
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    for (let number = next++; number < total; number = next++) {
      await sleep(Math.max(0, start + (number / rate) * 1000 - performance.now()));
      // A gateway that has fallen behind is not asked for longer than was said.
      if (performance.now() - start > seconds * 1000) return;
      const claim = copy(claims[number % claims.length], `${run}-${number}`);
      const before = performance.now();
      const word = wordFor(await send(claim));
      times.push(performance.now() - before);
      outcomes.set(word, (outcomes.get(word) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  times.sort((one, other) => one - other);
  const percentile = (percent: number) => times[Math.ceil((percent / 100) * times.length) - 1] ?? 0;
  return { sent: times.length, seconds: (performance.now() - start) / 1000, outcomes, percentile };
}

function copy(claim: ClaimInput | undefined, suffix: string): ClaimInput {
  if (claim === undefined) throw new RangeError('a load needs at least one claim');
  return {
    ...claim,
    settlementId: `LOAD-${suffix}`,
    encounter: { ...claim.encounter, id: `LOAD-${suffix}` },
  };
}

function wordFor(outcome: Outcome<unknown>): string {
  if (outcome.kind === 'answered') return `HTTP ${outcome.status}`;
  return outcome.kind === 'refused' ? outcome.problem.code : outcome.code;
}
