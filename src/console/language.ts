import type { Bilingual } from '../scheme/words.ts';

/** The languages of the pages; the first one is spoken to who did not choose. */
export const LANGUAGES = ['zh', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** As `lang` of HTML says it (BCP 47). */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

/** The texts of a page, by name; one that lacks a language does not compile. */
export type Texts = Readonly<Record<string, Bilingual>>;

/** Reads a language. */
export function languageOf(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}
