import { Refusal } from '../../src/problem/refusal.ts';

/** @returns a refusal of a message that is no XML this gateway reads; says what was found */
export function notXml(zh: string, en: string): Refusal {
  return new Refusal('INVALID_BODY', {
    detail: `报文不是可读的 XML：${zh}`,
    detailEn: `The message is not XML that can be read: ${en}`,
  });
}
