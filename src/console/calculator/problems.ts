import type { Bilingual } from '../../scheme/words.ts';

/** What is wrong with what was typed, by field. */
export type Problems = ReadonlyMap<string, Bilingual>;

export const AMOUNT_WORDS = {
  zh: '须为不小于 0、至多两位小数的元',
  en: 'must be yuan, not below 0, with at most 2 decimals',
};
export const COUNT_WORDS = { zh: '须为不小于 0 的整数', en: 'must be a whole number, not below 0' };

/** A figure as people paste it: without the marks between thousands. */
export function plain(text: string): string {
  return text.trim().replaceAll(/[,，\s]/g, '');
}
