import type { ProblemCode } from '../problem/catalogue.ts';
import type { PartyKind } from './gateway.ts';
import type { DocumentName, RequestName } from './schemas.ts';

/** One route as it is served and as OpenAPI describes it. */
export interface Route {
  /** OpenAPI's `operationId`. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Below the public base path; parameters as `{name}`. */
  readonly path: string;
  /** Who may call it; anyone: without a signature. */
  readonly caller: 'anyone' | PartyKind;
  readonly zh: string;
  readonly en: string;
  readonly sandboxOnly?: true;
  readonly query?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
  /** What the body is: JSON of that name, or CSV. */
  readonly body?: RequestName | 'csv';
  /** What is answered: JSON of that name, or a media type, by status. */
  readonly answers: Readonly<Record<number, DocumentName | 'text/html' | 'text/plain' | 'text/csv' | '*/*'>>;
  /** The media types in which the same is answered where `Accept` asks for one of them. */
  readonly alsoAs?: readonly ('text/csv' | 'text/html')[];
  /** The refusals of its own, beside those of {@link refusalsOf}. */
  readonly refusals: readonly ProblemCode[];
}

const OF_EVERY_SIGNED: readonly ProblemCode[] = [
  'INVALID_BODY',
  'SIGNATURE_MISSING',
  'SIGNATURE_MALFORMED',
  'SIGNATURE_UNKNOWN_PARTY',
  'SIGNATURE_UNKNOWN_KEY',
  'SIGNATURE_ALGORITHM',
  'SIGNATURE_EXPIRED',
  'SIGNATURE_TARGET',
  'SIGNATURE_AUDIENCE',
  'SIGNATURE_INVALID',
  'SIGNATURE_REPLAYED',
  'FORBIDDEN',
  'BODY_TOO_LARGE',
  'RATE_LIMITED',
  'OVERLOADED',
  'UNAVAILABLE',
];

/** All that a route may refuse with. */
export function refusalsOf(route: Route): readonly ProblemCode[] {
  return [
    ...route.refusals,
    ...(route.caller === 'anyone' ? [] : OF_EVERY_SIGNED),
    ...(route.body === undefined ? [] : (['UNSUPPORTED_MEDIA_TYPE'] as const)),
    'INTERNAL',
  ];
}
