import { PROBLEMS, type ProblemCode } from './catalogue.ts';

/** What is wrong at one place of a body; `pointer` is a JSON Pointer (RFC 6901), `message` Chinese, then English. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What a refusal says beside its code. Never an id number, a name, a path or SQL. */
export interface RefusalDetail {
  /** Chinese: what is wrong, where, and what to do. */
  readonly detail: string;
  /** The same in English. */
  readonly detailEn: string;
  readonly errors?: readonly FieldProblem[];
  /** Further members of the problem document, such as the server's time. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter?: number;
}

/** Something was asked for that is not done; nothing was changed. The one error that crosses rooms. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: RefusalDetail;

  constructor(code: ProblemCode, detail: RefusalDetail) {
    super(`${code}: ${detail.detailEn}`);
    this.name = 'Refusal';
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.detail = detail;
  }
}

/** A refusal as RFC 9457 problem details (contract: `type`, `title`, `status`, `code`, `detail`, `detailEn`, `requestId`, `errors`). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly detailEn: string;
  readonly requestId: string;
  readonly errors?: readonly FieldProblem[];
  readonly [extension: string]: unknown;
}

/** Renders a refusal for one request. */
export function problemDocument(refusal: Refusal, requestId: string): ProblemDocument {
  const { detail, detailEn, errors, extensions } = refusal.detail;
  return {
    ...extensions,
    type: `/docs/errors#${refusal.code}`,
    title: `${PROBLEMS[refusal.code].title} / ${PROBLEMS[refusal.code].titleEn}`,
    status: refusal.status,
    code: refusal.code,
    detail,
    detailEn,
    requestId,
    ...(errors === undefined ? {} : { errors }),
  };
}
