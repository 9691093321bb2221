import { createHash } from 'node:crypto';
import type { Flaw } from './detached.ts';
import { fromDer } from './ecdsa-form.ts';
import { Sm2PublicKey } from './sm2.ts';

interface Digest extends Flaw {
  readonly of: (key: Sm2PublicKey, input: Buffer) => Uint8Array;
}

/** What libraries sign where they are not told how to. */
const WRONG_DIGESTS: readonly Digest[] = [
  {
    of: (key, input) => key.digestUnder(Buffer.alloc(0)).update(input).digest(),
    zh: '签名时用户标识为空：须为默认值1234567812345678（OpenSSL：-pkeyopt distid:1234567812345678）',
    en: 'the user id was empty: it is the default, 1234567812345678 (OpenSSL: -pkeyopt distid:1234567812345678)',
  },
  {
    of: (_key, input) => createHash('sm3').update(input).digest(),
    zh: '摘要未含ZA：e = SM3(ZA || M)（GB/T 32918.2第6.1节）',
    en: 'the digest is without ZA: e = SM3(ZA || M) (GB/T 32918.2, 6.1)',
  },
  {
    of: (_key, input) => input,
    zh: '签名的是未经SM3的消息本身（sm-crypto：须设{hash: true}）',
    en: 'the message was signed without SM3 (sm-crypto: set {hash: true})',
  },
];

/**
 * What a signature of SM2 that does not hold was made over, or how it is written, where that is one of the usual slips.
 *
 * @param key of the suite; a private one is never asked
 */
export function wrongSm2(key: unknown, input: Buffer, signature: Uint8Array): Flaw | undefined {
  if (!(key instanceof Sm2PublicKey)) return undefined;
  // Of DER, which begins with 0x30, the shortest is 8 bytes long; OpenSSL and Java write it under any of the slips.
  const der = signature.byteLength !== 64 && signature[0] === 0x30 && signature.byteLength >= 8;
  const plain = der ? fromDer(signature) : signature;
  if (der && key.verify(key.digest().update(input).digest(), plain)) {
    return {
      zh: '签名为DER格式：须为r||s共64字节',
      en: 'the signature is DER: it must be r||s, 64 bytes',
    };
  }
  return WRONG_DIGESTS.find((digest) => key.verify(digest.of(key, input), plain));
}
