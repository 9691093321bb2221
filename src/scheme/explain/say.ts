import { Money } from '../../money/money.ts';
import type { Bilingual } from '../words.ts';

/** A piece of wording in both languages, so that neither can be forgotten. */
export type Text = Bilingual;

export function say(zh: string, en: string): Text {
  return { zh, en };
}

/** Nouns of which any one is meant: 甲、乙或丙. */
export function anyOf(nouns: readonly Text[]): Text {
  return { zh: join(nouns, 'zh', '、', '或'), en: join(nouns, 'en', ', ', ' or ') };
}

/** Nouns that are all meant: 甲、乙和丙. */
export function allOf(nouns: readonly Text[]): Text {
  return { zh: join(nouns, 'zh', '、', '和'), en: join(nouns, 'en', ', ', ' and ') };
}

/** Statements that must all hold. */
export function and(statements: readonly Text[]): Text {
  return {
    zh: statements.map((one) => one.zh).join('，且'),
    en: statements.map((one) => one.en).join(' and '),
  };
}

/** Statements of which one must hold. */
export function or(statements: readonly Text[]): Text {
  return {
    zh: statements.map((one) => one.zh).join('，或者'),
    en: statements.map((one) => one.en).join(', or '),
  };
}

function join(nouns: readonly Text[], language: keyof Text, between: string, last: string): string {
  const words = nouns.map((one) => one[language]);
  const end = words.pop() ?? '';
  return words.length === 0 ? end : `${words.join(between)}${last}${end}`;
}

const TEN_THOUSAND = Money.of('10000');
const PER_TEN_THOUSAND = Money.of('0.0001');
const HUNDRED = Money.of('100');

/** An amount of yuan: in Chinese by ten thousands where it has at most two decimals of them, as notices write it. */
export function yuanText(amount: Money): Text {
  const inTenThousands = amount.times(PER_TEN_THOUSAND).toString();
  const round = amount.gte(TEN_THOUSAND) && /^\d+(\.\d{1,2})?$/.test(inTenThousands);
  const plain = amount.toString();
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return {
    zh: round ? `${inTenThousands}万元` : `${plain}元`,
    en: `CNY ${fraction === undefined ? grouped : `${grouped}.${fraction.padEnd(2, '0')}`}`,
  };
}

/** A share of one as a percentage: 0.3 is `30%`. */
export function percentText(share: Money): string {
  return `${share.times(HUNDRED).toString()}%`;
}

/** A count with its English noun. */
export function times(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
