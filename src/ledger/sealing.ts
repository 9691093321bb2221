import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

let random = Buffer.alloc(0);

/** Random bytes that are used once. Asking the system for many at a time costs as much as for a few. */
function freshNonce(): Buffer {
  if (random.length < NONCE) random = randomBytes(NONCE * 256);
  const nonce = random.subarray(0, NONCE);
  random = random.subarray(NONCE);
  return nonce;
}

/**
 * Encrypts with AES-256-GCM: nonce, ciphertext, tag.
 *
 * @param context is bound to the bytes and must be the same to read them again
 */
export function encrypt(key: Buffer | KeyObject, plain: Buffer, context: string): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The reverse of {@link encrypt}. @throws where the bytes were changed, or the key or context is another */
export function decrypt(key: Buffer | KeyObject, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
}
