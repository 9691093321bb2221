/**
 * A region code as the prefix of all codes that lie in it. A whole province or city is also written with zeros behind it
 * (GB/T 2260: 310000, 370700), with which no code of a district in it begins.
 */
export function regionPrefix(code: string): string {
  let end = code.length;
  while (end > 2 && end % 2 === 0 && code.endsWith('00', end)) end -= 2;
  return code.slice(0, end);
}
