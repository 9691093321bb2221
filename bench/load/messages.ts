import type { ClaimKind } from '../world/claims.ts';
import type { SigningHospital } from '../world/parties.ts';

/** What is sent, all of it signed before the timed part. */
export interface Batch {
  readonly kind: ClaimKind;
  /** Begins the ids of its settlements, so that those of two batches are not the same. */
  readonly tag: string;
  readonly requests: number;
  /** The settlements go to the first so many members of the roster in turn. */
  readonly members: number;
  readonly hospitals: readonly SigningHospital[];
  readonly port: number;
}

/** Requests at a rate, for a while. */
export interface Phase {
  /** A second. */
  readonly rate: number;
  readonly seconds: number;
}

/**
 * `closed`: every connection sends its next request when the last was answered. `open`: requests come when they come
 * (a Poisson process), whatever became of those before.
 */
export type Plan =
  | { readonly kind: 'closed'; readonly connections: number; readonly seconds: number }
  | { readonly kind: 'open'; readonly connections: number; readonly phases: readonly Phase[] };

/** What the generator is asked to do. */
export type Order =
  | { readonly order: 'prepare'; readonly batch: Batch }
  | { readonly order: 'run'; readonly plan: Plan };

/** A status of {@link Trace}: no whole answer came. */
export const NO_ANSWER = 0;
/** A status of {@link Trace}: 503 without `Retry-After`. */
export const BARE_503 = 1;

/** Every request of a run in the order in which they were due; times in milliseconds. */
export interface Trace {
  /** From the beginning of the run. */
  readonly due: Float64Array;
  /** How much later than due it was sent, as far as the generator is to blame: waiting for a free connection is not. */
  readonly late: Float64Array;
  /** From when it was due to the last byte of its answer. */
  readonly took: Float64Array;
  /** HTTP status, {@link NO_ANSWER} or {@link BARE_503}. */
  readonly status: Uint16Array;
  /** What of one core the generator used. */
  readonly cpu: number;
  /** How many answers' signatures and outcomes were verified, and what was wrong with them. */
  readonly verified: number;
  readonly faults: readonly string[];
  /** True where the generator had no more prepared requests before the time was over. */
  readonly ranOut: boolean;
}

/** What the generator says. */
export type Report =
  | { readonly report: 'ready' }
  | { readonly report: 'prepared' }
  | { readonly report: 'done'; readonly trace: Trace }
  | { readonly report: 'failed'; readonly message: string };
