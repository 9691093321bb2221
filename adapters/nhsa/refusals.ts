import { Refusal } from '../../src/problem/refusal.ts';

/** The message cannot be understood at one place. @param at where, as a JSON Pointer into the message */
export function invalid(at: string, zh: string, en: string): Refusal {
  return new Refusal('INVALID_BODY', {
    detail: at === '' ? zh : `${at}：${zh}`,
    detailEn: at === '' ? en : `${at}: ${en}`,
    errors: [{ pointer: at, code: 'INVALID_VALUE', message: `${zh} / ${en}` }],
  });
}

/** Something the message must have is not there. */
export function missing(at: string, zh: string, en: string): Refusal {
  return new Refusal('INVALID_BODY', {
    detail: `缺少 ${at}：${zh}`,
    detailEn: `${at} is missing: ${en}`,
    errors: [{ pointer: at, code: 'REQUIRED', message: `${zh} / ${en}` }],
  });
}

/** Figures contradict each other. The texts say what was expected and what was found. */
export function inconsistent(at: string, zh: string, en: string): Refusal {
  return new Refusal('AMOUNTS_INCONSISTENT', {
    detail: `金额不平：${zh}`,
    detailEn: `The amounts do not add up: ${en}`,
    errors: [{ pointer: at, code: 'AMOUNTS_INCONSISTENT', message: `${zh} / ${en}` }],
  });
}
