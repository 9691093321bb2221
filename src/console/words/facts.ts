import type { Bilingual } from '../../scheme/words.ts';

/** The facts that the engine knows in every scheme. */
export const ENGINE_FACT_WORDS: Readonly<Record<string, Bilingual>> = {
  autoPayLimit: { zh: '自动赔付上限（元，超过转人工）', en: 'Automatic payment up to (yuan)' },
  autoPayStop: { zh: '停止自动赔付（true 或 false）', en: 'Automatic payment stopped (true or false)' },
  insurerShares: { zh: '承保份额', en: 'Shares of the insurers' },
};
