/** First two digits of a region code: the province-level divisions of GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

/** Whether digits are the code of a province (2 of them), city (4) or county (6). */
export function isRegion(digits: string): boolean {
  return digits.length % 2 === 0 && PROVINCES.has(digits.slice(0, 2));
}

/**
 * A region code as the prefix of all codes that lie in it. A whole province or city is also written with zeros behind it
 * (GB/T 2260: 310000, 370700), with which no code of a district in it begins.
 */
export function regionPrefix(code: string): string {
  let end = code.length;
  while (end > 2 && end % 2 === 0 && code.endsWith('00', end)) end -= 2;
  return code.slice(0, end);
}
