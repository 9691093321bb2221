import type { FieldProblem } from '../problem/refusal.ts';
import { type Check, demand } from './check.ts';
import { type Detached, openDetached, SIGNATURE_HEADER } from './detached.ts';
import type { Unread } from './jwk.ts';

/** The members of a request's protected header (contract §2), each of the right type. */
export interface RequestHeader {
  readonly alg: string;
  readonly kid: string;
  readonly iss: string;
  readonly aud: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly jti: string;
  readonly htm: string;
  readonly htu: string;
}

/** A request's signature, read but believed in nothing. */
export interface SignedHeader extends Omit<Detached, 'header'> {
  readonly header: RequestHeader;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const TEXTS = ['alg', 'kid', 'iss', 'aud', 'htm', 'htu'] as const;
const MEMBERS = [...TEXTS, 'iat', 'jti'].join(', ');

/**
 * Reads the value of `X-JWS-Signature` and checks its form, nothing more.
 *
 * @throws Refusal `SIGNATURE_MISSING`, `SIGNATURE_MALFORMED` (with one error for every member that is wrong)
 */
export function readHeader(value: string | undefined): SignedHeader {
  return demand(headerChecks(value));
}

/**
 * The `jti` and `alg` of a request whatever else is wrong with it, to bind a refusal to its request and to sign it so
 * that the sender can verify it; `undefined` where there is none to be read. Unverified: whoever sent the request chose
 * them.
 */
export function peek(value: string | undefined): { readonly jti: string | undefined; readonly alg: unknown } {
  const opened = openDetached(value ?? '');
  if ('flaw' in opened) return { jti: undefined, alg: undefined };
  const { jti, alg } = opened.header;
  return { jti: isUuid(jti) ? jti : undefined, alg };
}

/** The checks of {@link readHeader}, one by one. */
export function* headerChecks(value: string | undefined): Generator<Check, SignedHeader | undefined, void> {
  if (value === undefined || value === '') {
    const detail = `缺少请求头${SIGNATURE_HEADER}：每个请求都须签名，包括没有正文的请求`;
    const detailEn = `The header ${SIGNATURE_HEADER} is missing: every request is signed, also one without a body`;
    const fault = { code: 'SIGNATURE_MISSING', detail, detailEn } as const;
    yield { name: 'present', expected: SIGNATURE_HEADER, found: 'none', fault };
    return undefined;
  }
  yield { name: 'present', expected: SIGNATURE_HEADER, found: `${value.length} characters` };

  const opened = openDetached(value);
  const form = { name: 'form', expected: 'BASE64URL(protected)..BASE64URL(signature), b64 false, crit ["b64"]' };
  if ('flaw' in opened) {
    const fault = { code: 'SIGNATURE_MALFORMED', detail: opened.flaw.zh, detailEn: opened.flaw.en } as const;
    yield { ...form, found: opened.flaw.en, fault };
    return undefined;
  }
  yield { ...form, found: 'as expected' };

  const errors = memberProblems(opened);
  const members = { name: 'members', expected: MEMBERS };
  if (errors.length > 0) {
    const names = errors.map((one) => one.pointer.slice(1)).join(', ');
    const detail = `受保护头的成员缺失或类型不对：${names}`;
    const detailEn = `Members of the protected header are missing or of the wrong type: ${names}`;
    yield { ...members, found: names, fault: { code: 'SIGNATURE_MALFORMED', detail, detailEn, errors } };
    return undefined;
  }
  yield { ...members, found: 'as expected' };
  return { ...opened, header: opened.header as Unread & RequestHeader };
}

function memberProblems({ header, signature }: Detached): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const wrong = (name: string, zh: string, en: string): void => {
    problems.push({ pointer: `/${name}`, code: 'MALFORMED', message: `${zh} / ${en}` });
  };
  for (const name of TEXTS) {
    if (typeof header[name] !== 'string' || header[name] === '')
      wrong(name, '须为非空文本', 'must be a non-empty text');
  }
  const { iat, jti } = header;
  if (!Number.isSafeInteger(iat)) wrong('iat', '须为1970年以来的整秒数', 'must be whole seconds since 1970');
  if (!isUuid(jti)) wrong('jti', '须为UUID文本', 'must be a UUID in text form');
  // An empty signature belongs to `alg: none` (RFC 7515 §A.5), which is refused under its own code.
  if (signature.length === 0 && header['alg'] !== 'none') wrong('signature', '签名为空', 'the signature is empty');
  return problems;
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
