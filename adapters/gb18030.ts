let table: Map<string, number> | undefined;

/** Every two-byte character of GBK, from the platform's decoder, for it has no encoder; built once, when first needed. */
function gbTable(): Map<string, number> {
  if (table !== undefined) return table;
  table = new Map();
  const decoder = new TextDecoder('gb18030', { fatal: true });
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      try {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        // Decoders differ on private-use positions.
        if (!/[\p{Co}]/u.test(character) && !table.has(character)) table.set(character, (lead << 8) | trail);
      } catch {
        // Not a character.
      }
    }
  }
  return table;
}

/** The two bytes of a character as one number (the first one is the higher), or `undefined` where GBK lacks it. */
export function gbPair(character: string): number | undefined {
  return gbTable().get(character);
}

/**
 * A text as an older HIS writes it (GB 18030; of its characters those of two bytes, which is GBK).
 *
 * @throws RangeError for a character that takes four bytes there
 */
export function inGb18030(text: string): Uint8Array<ArrayBuffer> {
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    const pair = gbPair(character);
    if (pair !== undefined) return [pair >> 8, pair & 0xff];
    throw new RangeError(`GBK 没有字符 U+${code.toString(16)} / GBK lacks the character U+${code.toString(16)}`);
  });
  return Uint8Array.from(bytes);
}
