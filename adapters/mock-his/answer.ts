import type { ProblemDocument } from '../../src/problem/refusal.ts';

/** An answer that can be believed: the gateway's signature, the status and the request it is for were verified. */
export interface Answered<T> {
  readonly kind: 'answered';
  readonly status: number;
  readonly body: T;
}

/** A refusal that can be believed: what was asked for was not done. */
export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly problem: ProblemDocument;
  /** Where the gateway asks to come back later: seconds. */
  readonly retryAfter: number | undefined;
}

/**
 * Nothing is known about what was done: the network failed, the answer cannot be verified, or the message had been seen
 * before. Query, never collect.
 */
export interface Unknown {
  readonly kind: 'unknown';
  /** `NETWORK`, `SIGNATURE_REPLAYED`, `ANSWER_…`, or the code of a verified 5xx. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** What came of a request. */
export type Outcome<T> = Answered<T> | Refused | Unknown;

/** Refusals that say "not now" and nothing about the message: nothing was done, and sending it again may succeed. */
const NOT_NOW = ['OVERLOADED', 'RATE_LIMITED'];

/** Whether a code says so. */
export function isNotNow(code: string | undefined): boolean {
  return code !== undefined && NOT_NOW.includes(code);
}

/**
 * Whether a refusal leaves open what became of the message. Some HTTP stacks send a POST again on their own: then it was
 * the first copy that counted, and its answer is lost. A 401 whose code cannot be read may say just that.
 */
export function leavesDoubt(status: number, code: string | undefined): boolean {
  if (status === 401) return code === undefined || code === 'SIGNATURE_REPLAYED';
  return status >= 500 && !isNotNow(code);
}

/** The statuses of refusals for which the content was looked at. */
const LOOKED_AT = [400, 404, 409, 422];

/**
 * Whether a later answer of that status tells what became of an earlier transmission. A refusal does only where the
 * gateway looked at the content: that a key is refused now, or too much is asked now, says nothing about what was taken
 * before.
 */
export function endsDoubt(status: number): boolean {
  return status < 400 || LOOKED_AT.includes(status);
}

/** As problem details have it, or at the front of an adapter's text, in whatever encoding: codes are ASCII. */
const CODE = /"code"\s*:\s*"([A-Z][A-Z_]+)"|\[([A-Z][A-Z_]+)\]/;

/** How much of an answer is looked through for its code. */
const LOOKED_THROUGH = 64 * 1024;

/** The code of a refusal in whatever format; `undefined` where none is found. */
export function codeIn(bytes: Uint8Array): string | undefined {
  const found = CODE.exec(Buffer.from(bytes.subarray(0, LOOKED_THROUGH)).toString('latin1'));
  return found?.[1] ?? found?.[2];
}

/** Whether the same message should be sent again, under a new `jti`. */
export function shouldRetry(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'refused') return isNotNow(outcome.problem.code);
  return outcome.kind === 'unknown';
}

/**
 * What a verified problem means to a client.
 *
 * @param retryAfter the header of that name
 */
export function readProblem(status: number, problem: ProblemDocument, retryAfter: string | null): Refused | Unknown {
  const { code, detail, detailEn } = problem;
  if (leavesDoubt(status, code)) return { kind: 'unknown', code, zh: detail, en: detailEn };
  const seconds = Number(retryAfter ?? Number.NaN);
  return { kind: 'refused', status, problem, retryAfter: Number.isFinite(seconds) ? seconds : undefined };
}
