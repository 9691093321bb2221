const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Reads base64url as RFC 7515 §2 has it: no padding, no other characters, no stray bits in the last character.
 * Node's own decoder forgives all three, and then one signature would have several spellings.
 *
 * @returns the bytes, or `undefined` where the text is not exactly that
 */
export function decodeBase64url(text: string): Buffer | undefined {
  if (!ALPHABET.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** Writes text (as UTF-8) or bytes as base64url without padding. */
export function encodeBase64url(value: string | Uint8Array): string {
  const bytes =
    typeof value === 'string'
      ? Buffer.from(value, 'utf8')
      : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return bytes.toString('base64url');
}
