/**
 * A region code as the prefix of all codes that lie in it. A whole province or city is also written with zeros behind it
 * (GB/T 2260: 310000, 370700), with which no code of a district in it begins.
 */
export function regionPrefix(code: string): string {
  return code.replace(/^(\d\d(?:\d\d)*?)(?:00)+$/, '$1');
}
