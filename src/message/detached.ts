import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { isObject, type Unread } from './jwk.ts';
import type { Suite, SuiteKey } from './suites.ts';

/** The header that carries a signature, on requests and answers alike. */
export const SIGNATURE_HEADER = 'X-JWS-Signature';

/** The longest header value that is looked at, in characters. */
export const HEADER_LIMIT = 8192;

/** A detached JWS with unencoded payload, taken apart; nothing is verified yet. */
export interface Detached {
  /** The protected header as it was sent: what the signature covers is this text, not what it decodes to. */
  readonly protectedText: string;
  readonly header: Unread;
  readonly signature: Buffer;
}

/** Why a value is no detached JWS, in Chinese and English. */
export interface Flaw {
  readonly zh: string;
  readonly en: string;
}

const flaw = (zh: string, en: string): { readonly flaw: Flaw } => ({ flaw: { zh, en } });

/**
 * Takes `BASE64URL(protected)..BASE64URL(signature)` apart (RFC 7515 appendix F) and checks that it says `b64: false`
 * and lists exactly `b64` as critical (RFC 7797 §3 and §6).
 */
export function openDetached(value: string): Detached | { readonly flaw: Flaw } {
  if (value.length > HEADER_LIMIT) {
    return flaw(`签名头超过${HEADER_LIMIT}个字符`, `the value is longer than ${HEADER_LIMIT} characters`);
  }
  const [protectedText = '', payload, signatureText, ...more] = value.split('.');
  if (protectedText === '' || payload !== '' || signatureText === undefined || more.length > 0) {
    const en = 'the form is BASE64URL(protected)..BASE64URL(signature): two dots, nothing between them';
    return flaw('格式须为 BASE64URL(protected)..BASE64URL(signature)：两个点之间为空', en);
  }
  const protectedBytes = decodeBase64url(protectedText);
  const signature = decodeBase64url(signatureText);
  if (protectedBytes === undefined || signature === undefined) {
    const en = 'both parts are base64url (- and _ for + and /) without = padding, spaces or line breaks';
    return flaw('两部分须为base64url（用-和_代替+和/），无=填充、空格或换行', en);
  }
  const header = parsed(protectedBytes);
  if (!isObject(header))
    return flaw('受保护头须为UTF-8的JSON对象', 'the protected header must be a JSON object in UTF-8');
  const { b64, crit } = header;
  if (b64 !== false || !Array.isArray(crit) || crit.length !== 1 || crit[0] !== 'b64') {
    const en = 'the protected header must have "b64":false and "crit":["b64"] (RFC 7797)';
    return flaw('受保护头须有"b64":false和"crit":["b64"]（RFC 7797）', en);
  }
  return { protectedText, header, signature };
}

/** Refuses what is not UTF-8, and keeps a byte order mark, which JSON.parse then refuses. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * What a signature covers before the body: ASCII(protected), then a dot (RFC 7797 §3). The body follows as it is, so
 * that it need never be copied.
 */
export function signingPrefix(protectedText: string): Buffer {
  return Buffer.from(`${protectedText}.`, 'latin1');
}

/**
 * Signs bytes under a protected header, which is taken as it is: a test client may have it lie.
 *
 * @returns the value of {@link SIGNATURE_HEADER}
 */
export function signDetached(header: Unread, suite: Suite, privateKey: SuiteKey, body: Uint8Array): string {
  const protectedText = encodeBase64url(JSON.stringify(header));
  const signature = suite.sign(privateKey, [signingPrefix(protectedText), body]);
  return `${protectedText}..${encodeBase64url(signature)}`;
}
