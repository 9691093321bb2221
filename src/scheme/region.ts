/**
 * A region code as a prefix of the codes that lie in it: a whole province or city is written with zeros behind it in a
 * claim (310000, 3101 as 310100), but no hospital's own code begins with those.
 */
export function regionPrefix(code: string): string {
  return code.replace(/^(\d\d(?:\d\d)*?)(?:00)+$/, '$1');
}

/** What is said of a region with zeros behind it. */
export const ZEROS = {
  zh: (code: string) =>
    `“${code}”末尾的 00 会使辖内医院都不算本地：请写 ${regionPrefix(code)}（省写 2 位，如 31；市写 4 位，如 3101）`,
  en: (code: string) =>
    `with the 00 at the end of "${code}" no hospital in it would be local: write ${regionPrefix(code)} (a province has 2 digits, such as 31, a city 4, such as 3101)`,
} as const;
