import { Registry } from 'prom-client';
import type { Gateway } from '../gateway.ts';
import { FILE_BODY } from '../middleware/upload.ts';
import { OwnSlots, type Slots } from './slots.ts';
import { type Allowance, TokenBuckets } from './token-buckets.ts';

/** What is counted for the gateway as a whole, however many processes answer for it. */
export interface Shared {
  /** How many processes answer. */
  readonly processes: number;
  readonly requests: Allowance;
  /** Eligibility questions, which are counted by themselves. */
  readonly eligibility: Allowance;
  /** Pages of the console. */
  readonly pages: Allowance;
  readonly uploads: Slots;
  /** What this process has counted. */
  readonly registry: Registry;
  /** What all processes have counted, in the text format of Prometheus. */
  metrics(): Promise<string>;
}

/** Of a gateway that is one process. */
export function alone({ clock, limits }: Pick<Gateway, 'clock' | 'limits'>): Shared {
  const registry = new Registry();
  return {
    processes: 1,
    requests: new TokenBuckets(clock, limits.requestsPerSecond),
    eligibility: new TokenBuckets(clock, limits.eligibilityPerSecond),
    pages: new TokenBuckets(clock, limits.pagesPerSecond),
    uploads: new OwnSlots(FILE_BODY.atOnce),
    registry,
    metrics: () => registry.metrics(),
  };
}
