import type { Category, LineTag } from '../../src/claim/vocabulary.ts';

/** `med_chrgitm_type`, the national fee categories. */
export const CATEGORY_OF: Readonly<Record<string, Category>> = {
  '01': 'bed',
  '02': 'consultation',
  '03': 'examination',
  '04': 'laboratory',
  '05': 'treatment',
  '06': 'surgery',
  '07': 'nursing',
  '08': 'consumable',
  '09': 'western-medicine',
  '10': 'herbal-pieces',
  '11': 'chinese-patent-medicine',
  '12': 'general-service',
  '13': 'registration',
  '14': 'other',
};

/** Drugs are capped by substance: so many characters of a national code name it. */
export const SUBSTANCE = 10;
export const DRUGS: readonly Category[] = ['western-medicine', 'herbal-pieces', 'chinese-patent-medicine'];

/** What the name of an item tells of it. */
const TAG_WORDS: readonly (readonly [LineTag, RegExp])[] = [
  ['meals', /伙食|膳食|餐费/],
  ['air-conditioning', /空调/],
  ['car-t', /CAR-?T|嵌合抗原受体/i],
  ['organ-transport', /(器官|供体|供者|供肝|供肾).*(运输|转运|运送)/],
  ['donor-organ', /供体|供者|供肝|供肾|器官(获取|捐献|源)/],
  ['appointed-expert', /(指定|点名|特邀|特需)专家/],
];

export function tagsOf(name: string): LineTag[] {
  return TAG_WORDS.filter(([, words]) => words.test(name)).map(([tag]) => tag);
}
