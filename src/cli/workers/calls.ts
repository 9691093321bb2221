import type { Grant } from '../../http/shared/token-buckets.ts';
import type { Counted } from './tally.ts';

/** The allowances that all workers draw on. */
export type AllowanceName = 'requests' | 'eligibility' | 'pages';

/** What a worker asks its primary. */
export interface PrimaryCalls {
  /** It takes connections. */
  ready: { ask: null; answer: null };
  /** So many of its connections have ended. */
  ended: { ask: number; answer: null };
  /** It cannot start, for this reason: lines for whoever typed the command. */
  failed: { ask: readonly string[]; answer: null };
  tokens: { ask: { readonly of: AllowanceName; readonly party: string; readonly most: number }; answer: Grant };
  takeUpload: { ask: null; answer: boolean };
  releaseUpload: { ask: null; answer: null };
  metrics: { ask: null; answer: string };
}

/** What the primary asks a worker. */
export interface WorkerCalls {
  /** Finish what is under way and end. */
  stop: { ask: null; answer: null };
  counted: { ask: null; answer: readonly Counted[] };
}

/** Comes with a connection that the primary has accepted. */
export const CONNECTION = 'connection';

/** What answers calls. */
export type Answers<C> = {
  readonly [K in keyof C]: C[K] extends { ask: infer Ask; answer: infer Answer }
    ? (ask: Ask) => Answer | Promise<Answer>
    : never;
};
