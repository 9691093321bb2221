/** Every two-byte character, from the platform's own decoder: it has no encoder. */
function twoByteCharacters(): ReadonlyMap<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\ufffd') found.set(text, [lead, trail]);
    }
  }
  return found;
}

/**
 * A text as an older HIS writes it (GB 18030; of its characters those of two bytes, which is GBK).
 *
 * @throws RangeError for a character that takes four bytes there
 */
export function inGb18030(text: string): Uint8Array<ArrayBuffer> {
  const table = twoByteCharacters();
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? [code] : table.get(character);
    if (pair === undefined) {
      throw new RangeError(`GBK 没有字符 U+${code.toString(16)} / GBK lacks the character U+${code.toString(16)}`);
    }
    return pair;
  });
  return Uint8Array.from(bytes);
}
