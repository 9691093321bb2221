import { z } from 'zod';
import type { Money } from '../../money/money.ts';
import { isDate } from '../../time/calendar.ts';
import { regionPrefix } from '../region.ts';
import { id, rate, yuan } from '../words.ts';

/** What a person says of a new scheme. Amounts in yuan, rates as shares of 1. */
export interface Answers {
  readonly scheme: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly number: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly premium: Money;
  readonly inCatalog: Liability;
  readonly outOfCatalog: Liability;
}

/** One of the two liabilities that nearly every product has. */
export interface Liability {
  readonly deductible: Money;
  readonly rate: Money;
  /** What members with an earlier disease are paid; the same where the notice makes no difference. */
  readonly earlierRate: Money;
  readonly limit: Money;
}

/** A question in both languages, and how its answer is read. */
export interface Question<T> {
  readonly zh: string;
  readonly en: string;
  readonly answer: z.ZodType<T, string>;
}

const text = z.string().min(1, { error: '不能为空 / it cannot be empty' });
const day = z.string().refine(isDate, { error: '须为日期，如 2025-01-01 / a day such as 2025-01-01' });
const region = z
  .string()
  .regex(/^\d{2}(\d{2}){0,2}$/, {
    error: '须为 2、4 或 6 位行政区划代码，如 3206 / a region code of 2, 4 or 6 digits, such as 3206',
  })
  .transform(regionPrefix);
const money = yuan as z.ZodType<Money, string>;
const share = rate as z.ZodType<Money, string>;

/** The questions on what the scheme is. */
export const ABOUT = {
  nameZh: { zh: '产品名称（中文）', en: 'Name in Chinese', answer: text },
  nameEn: { zh: '产品名称（英文或拼音）', en: 'Name in English', answer: text },
  scheme: {
    zh: '方案代码，小写字母、数字与连字符，以年份结尾，如 qinglan-anxinbao-2025',
    en: 'Id: lower case letters, digits, hyphens, with the year at its end',
    answer: id,
  },
  number: { zh: '通知文号', en: 'Number of the notice', answer: text },
  titleZh: { zh: '通知标题（中文）', en: 'Title of the notice in Chinese', answer: text },
  titleEn: { zh: '通知标题（英文）', en: 'Title of the notice in English', answer: text },
  region: { zh: '本地的行政区划代码前缀', en: 'Region code prefix of the local area', answer: region },
  from: { zh: '保障期首日', en: 'First day of cover', answer: day },
  to: { zh: '保障期末日', en: 'Last day of cover', answer: day },
  premium: { zh: '保费（元）', en: 'Premium in yuan', answer: money },
} as const satisfies Record<string, Question<unknown>>;

/** The questions on one liability. */
export const OF_LIABILITY = {
  deductible: { zh: '年度免赔额（元）', en: 'annual deductible in yuan', answer: money },
  rate: { zh: '赔付比例，如 0.70', en: 'rate, such as 0.70', answer: share },
  earlierRate: {
    zh: '既往症人群的赔付比例（回车：相同）',
    en: 'rate for members with an earlier disease (Enter: the same)',
    answer: share,
  },
  limit: { zh: '年度保额（元）', en: 'annual limit in yuan', answer: money },
} as const satisfies Record<string, Question<unknown>>;

/** What the two liabilities are called. */
export const LIABILITIES = {
  inCatalog: { zh: '责任一 医保目录内住院', en: 'Liability 1, in-catalog inpatient' },
  outOfCatalog: { zh: '责任二 医保目录外住院', en: 'Liability 2, out-of-catalog inpatient' },
} as const;
