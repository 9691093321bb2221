import type { ProblemCode } from '../problem/catalogue.ts';
import type { FieldProblem } from '../problem/refusal.ts';
import type { Check } from './check.ts';
import { type CheckedHeader, type RequestContext, requestChecks } from './checks.ts';
import { signingPrefix } from './detached.ts';
import { headerChecks } from './header.ts';
import { whyInvalid } from './hints.ts';
import { INVALID } from './request.ts';

/** One check of a signature, for people. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly found: string;
  /** What to do about it; empty where it holds. */
  readonly zh: string;
  readonly en: string;
  readonly errors?: readonly FieldProblem[];
}

/** What was wrong with a signature, and what was signed. For the sandbox: it repeats what the sender sent. */
export interface SignatureReport {
  readonly ok: boolean;
  /** The code the gateway refuses such a request with; null where it would not. Whether it was replayed is not asked. */
  readonly code: ProblemCode | null;
  /** In the order in which they refuse. A check that needs one which failed is left out. */
  readonly checks: readonly CheckResult[];
  /** The protected header decoded, as text and, where it is JSON, as such. */
  readonly protectedText: string | null;
  readonly protectedHeader: unknown;
  /** What the signature must cover: its length in bytes and its first {@link SHOWN_BYTES} bytes. */
  readonly signingInput: { readonly bytes: number; readonly hex: string; readonly text: string } | null;
}

/** How much of the signing input is shown. */
export const SHOWN_BYTES = 1024;

/**
 * Tells all that is wrong with a request's signature, by the very checks that refuse it.
 *
 * @param request as for `verifyRequest`
 * @param body the raw bytes as received
 */
export function explainSignature(
  request: RequestContext & { readonly header: string | undefined },
  body: Uint8Array,
): SignatureReport {
  const seen: Check[] = [];
  const read = collect(headerChecks(request.header), seen);
  const checked = read === undefined ? undefined : collect(requestChecks(read, request), seen);
  if (checked !== undefined) seen.push(signatureCheck(checked, request, body));
  const first = seen.find((check) => check.fault !== undefined)?.fault;
  return {
    ok: first === undefined,
    code: first?.code ?? null,
    checks: seen.map(({ name, expected, found, fault }) => {
      const { detail: zh = '', detailEn: en = '', errors } = fault ?? {};
      return { name, ok: fault === undefined, expected, found, zh, en, ...(errors === undefined ? {} : { errors }) };
    }),
    ...shown(request.header, body),
  };
}

function collect<T>(checks: Generator<Check, T, void>, into: Check[]): T {
  for (;;) {
    const step = checks.next();
    if (step.done === true) return step.value;
    into.push(step.value);
  }
}

function signatureCheck(checked: CheckedHeader, request: RequestContext, body: Uint8Array): Check {
  const { suite, key, protectedText, signature } = checked;
  const check = { name: 'signature', expected: `${suite.alg} over protected + "." + body (${body.byteLength} bytes)` };
  // The suite would throw for a key of another kind, which is a fault of its own above.
  const fits = suite.accepts(key.keyObject);
  if (fits && suite.verify(key.keyObject, [signingPrefix(protectedText), body], signature)) {
    return { ...check, found: 'as expected' };
  }
  const hint = fits ? whyInvalid(checked, request.findParty(checked.header.iss)?.keys ?? [], body) : undefined;
  const { zh: detail, en: detailEn } = hint ?? { zh: INVALID.detail, en: INVALID.detailEn };
  const found = hint?.en ?? `${signature.length} bytes that do not verify`;
  return { ...check, found, fault: { code: 'SIGNATURE_INVALID', detail, detailEn } };
}

/** Decoded as far as can be, forgivingly: a header that was refused for its form is the one people want to see. */
function shown(
  header: string | undefined,
  body: Uint8Array,
): Pick<SignatureReport, 'protectedText' | 'protectedHeader' | 'signingInput'> {
  const encoded = header?.split('.')[0];
  if (encoded === undefined || encoded === '')
    return { protectedText: null, protectedHeader: null, signingInput: null };
  const protectedText = Buffer.from(encoded, 'base64url').toString('utf8');
  const prefix = signingPrefix(encoded);
  const start = Buffer.concat([prefix, body.subarray(0, SHOWN_BYTES)]).subarray(0, SHOWN_BYTES);
  return {
    protectedText,
    protectedHeader: json(protectedText),
    signingInput: {
      bytes: prefix.byteLength + body.byteLength,
      hex: start.toString('hex'),
      text: start.toString('utf8'),
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
