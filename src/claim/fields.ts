import { z } from 'zod';
import { Money } from '../money/money.ts';
import { isDate, parseInstant } from '../time/calendar.ts';

/** The message of a field problem: Chinese, a slash, English. */
function both(zh: string, en: string): string {
  return `${zh} / ${en}`;
}

const AMOUNT = both(
  '金额须为不小于 0、整数部分至多 12 位、至多两位小数的数',
  'an amount is not below 0 and has at most 12 digits before and 2 after the point',
);

/** An amount of yuan on input: `"12345.60"`, or a JSON number with at most 2 decimals; not below 0. */
export const amount = z.union([z.string(), z.number()], { error: AMOUNT }).transform((value, context) => {
  const money = Money.parse(value);
  if (money === undefined || money.isNegative()) {
    context.addIssue({ code: 'custom', message: AMOUNT, params: { code: 'INVALID_AMOUNT' } });
    return z.NEVER;
  }
  return money;
});

const UNIT_PRICE = both(
  '单价须为不小于 0、整数部分至多 12 位、至多六位小数的数',
  'a unit price is not below 0 and has at most 12 digits before and 6 after the point',
);

/** The price of one unit in yuan, at most 6 decimals: it is compared and never paid, and kept as text: 5.50 is 5.5. */
export const unitPrice = z
  .union([z.string(), z.number()], { error: UNIT_PRICE })
  .transform(String)
  .refine((text) => /^\d{1,12}(\.\d{1,6})?$/.test(text), { error: UNIT_PRICE })
  .transform((text) => Money.of(text).toString());

/** An instant: ISO 8601 with an offset. The text is kept, for the record shows what was sent. */
export const instant = z.string().refine((text) => parseInstant(text) !== undefined, {
  error: both('须为带时区偏移的 ISO 8601 时间', 'must be an ISO 8601 instant with an offset'),
});

/** A calendar day that exists. */
export const date = z.string().refine(isDate, { error: both('须为存在的日期 YYYY-MM-DD', 'must be a day YYYY-MM-DD') });

/**
 * An id of the hospital's own, such as a settlement id; not `.` or `..`, which no path can ask for.
 */
export const ownId = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/, {
  error: both(
    '须为 1 至 64 位字母、数字、点、下划线或连字符',
    'must be 1 to 64 of letters, digits, dot, underscore, hyphen',
  ),
});

/**
 * Text that means the same to every system it passes through: no NUL (databases refuse it), no half of a surrogate pair
 * (in UTF-8 all of them become the same replacement character).
 */
const sound = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'), {
  error: both('含有无效字符（NUL 或不成对的代理码）', 'has an invalid character (NUL, or half of a surrogate pair)'),
});

/** A short code from a national dictionary. */
export const code = sound.min(1).max(64);

/** An id that another system gave. */
export const foreignId = sound.min(1).max(64);

/** Free text a person reads. */
export const text = sound.max(500);

/** A person's name as it is written. */
export const personName = sound.min(1).max(200);

/** A type of id document; a spreadsheet or an older system drops the leading 0 of `01`. */
export const idType = z
  .string()
  .regex(/^[0-9A-Za-z]{1,4}$/, { error: both('须为证件类型代码，如 01', 'must be the code of an id type, such as 01') })
  .transform((text) => (/^\d$/.test(text) ? `0${text}` : text));

/** A region code (GB/T 2260): 2 to 12 digits. */
export const region = z
  .string()
  .regex(/^\d{2,12}$/, { error: both('须为行政区划代码', 'must be a region code of digits') });
