import { constants, KeyObject, verify } from 'node:crypto';
import { encodeBase64url } from './base64url.ts';
import type { CheckedHeader } from './checks.ts';
import { type Flaw, signingPrefix } from './detached.ts';
import type { PublicKeyRecord } from './keys.ts';
import { wrongSm2 } from './sm2-hints.ts';

/** Trying out many readings of a large body would cost more than it tells. */
const LIMIT = 1024 * 1024;

interface Slip extends Flaw {
  /** What the sender may have signed for a body; undefined where it does not apply. */
  readonly signed: (body: Buffer) => Uint8Array | string | undefined;
}

/** The usual slips with a body: HTTP stacks and editors change bytes after they are signed. */
const SLIPS: readonly Slip[] = [
  {
    signed: () => '',
    zh: '签名时正文为空：须对发送的正文字节签名',
    en: 'an empty body was signed: sign the bytes that are sent',
  },
  {
    signed: (body) => encodeBase64url(body),
    zh: '签名的是base64url编码后的正文：b64为false时直接对原始字节签名（RFC 7797）',
    en: 'the body was signed base64url-encoded: with b64 false the raw bytes are signed (RFC 7797)',
  },
  {
    signed: (body) => compact(body),
    zh: '签名的是紧凑格式的JSON，发送的却不是：先序列化一次，再对同一字节签名并发送',
    en: 'compact JSON was signed and other text sent: serialise once, then sign and send the same bytes',
  },
  {
    signed: (body) => `${body.toString('latin1')}\n`,
    zh: '签名的正文末尾多一个换行',
    en: 'the body was signed with a line break at its end, and sent without',
  },
  {
    signed: (body) => body.toString('latin1').replace(/\r?\n$/, ''),
    zh: '发送的正文末尾多一个换行',
    en: 'the body was sent with a line break at its end, and signed without',
  },
  {
    signed: (body) => body.toString('latin1').replaceAll('\r\n', '\n'),
    zh: '签名时换行为LF，发送时为CRLF',
    en: 'line ends were LF when signed and CRLF when sent',
  },
  {
    signed: (body) => body.toString('latin1').replace(/\r?\n/g, '\r\n'),
    zh: '签名时换行为CRLF，发送时为LF',
    en: 'line ends were CRLF when signed and LF when sent',
  },
  {
    signed: (body) => (body.subarray(0, 3).toString('hex') === 'efbbbf' ? body.subarray(3) : undefined),
    zh: '发送的正文带UTF-8 BOM，签名时没有',
    en: 'the body was sent with a byte order mark and signed without',
  },
  {
    signed: (body) => (isAscii(body) ? undefined : Buffer.from(body.toString('utf8'), 'latin1')),
    zh: '签名时正文按Latin-1编码，发送时为UTF-8',
    en: 'the body was encoded as Latin-1 when signed and as UTF-8 when sent',
  },
];

/**
 * Looks for the mistake behind a signature that does not verify, by trying what the sender may have signed instead.
 *
 * @param partyKeys all keys of the signing party
 * @param body the raw bytes as received
 * @returns the mistake, where it is one of the usual ones
 */
export function whyInvalid(
  checked: CheckedHeader,
  partyKeys: readonly PublicKeyRecord[],
  body: Uint8Array,
): Flaw | undefined {
  if (body.byteLength > LIMIT) return undefined;
  const { suite, key, signature, protectedText } = checked;
  const prefix = signingPrefix(protectedText);
  const coding = wrongCoding(checked, Buffer.concat([prefix, body]));
  if (coding !== undefined) return coding;
  const other = partyKeys.find(
    (one) => one !== key && suite.accepts(one.keyObject) && suite.verify(one.keyObject, [prefix, body], signature),
  );
  if (other !== undefined) {
    return { zh: `实际使用的是密钥${other.kid}`, en: `it was signed with key ${other.kid}, not ${key.kid}` };
  }
  const received = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return SLIPS.find((slip) => {
    const signed = slip.signed(received);
    if (signed === undefined) return false;
    const bytes = typeof signed === 'string' ? Buffer.from(signed, 'latin1') : signed;
    return suite.verify(key.keyObject, [prefix, bytes], signature);
  });
}

/** Java and OpenSSL write ECDSA signatures as DER, and PSS salts as long as they can; with SM2 more can go wrong. */
function wrongCoding({ suite, key, signature }: CheckedHeader, input: Buffer): Flaw | undefined {
  const { keyObject } = key;
  if (!(keyObject instanceof KeyObject)) return wrongSm2(keyObject, input, signature);
  if (suite.alg === 'ES256' && verify('sha256', input, { key: keyObject, dsaEncoding: 'der' }, signature)) {
    return {
      zh: '签名为DER格式：JWS须为r||s共64字节（Java：SHA256withECDSAinP1363Format）',
      en: 'the signature is DER: a JWS has r||s, 64 bytes (Java: SHA256withECDSAinP1363Format)',
    };
  }
  const pss = { key: keyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  if (suite.alg === 'PS256' && verify('sha256', input, pss, signature)) {
    return { zh: 'PSS盐须为32字节', en: 'the PSS salt must have 32 bytes' };
  }
  const pkcs1 = { key: keyObject, padding: constants.RSA_PKCS1_PADDING };
  if (suite.alg === 'PS256' && verify('sha256', input, pkcs1, signature)) {
    return { zh: '实际使用的是RS256填充', en: 'it was signed as RS256, not PS256' };
  }
  return undefined;
}

/** As bytes in Latin-1 text, like the other slips; undefined where the body is no JSON. */
function compact(body: Buffer): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'))), 'utf8');
  } catch {
    return undefined;
  }
}

function isAscii(body: Buffer): boolean {
  return body.every((byte) => byte < 0x80);
}
