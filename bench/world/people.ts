import { isResidentId } from '../../src/claim/identity.ts';

/** A region that no resident has, so that no number of the bench is anybody's. */
const NOWHERE = '999999';
const FIRST_BIRTHDAY = Date.UTC(1950, 0, 1);
const DAY = 86_400_000;

/** The name of every member: who is meant is told by the id number. */
export const NAME = '测试甲';

/** The resident id number of a made-up member: another one for each number below ten million, valid by its check character. */
export function idNumberOf(member: number): string {
  const birthday = new Date(FIRST_BIRTHDAY + Math.floor(member / 1000) * DAY).toISOString().slice(0, 10);
  const body = `${NOWHERE}${birthday.replaceAll('-', '')}${String(member % 1000).padStart(3, '0')}`;
  const found = [...'0123456789X'].map((check) => body + check).find(isResidentId);
  if (found === undefined) throw new Error('unreachable: one of the check characters is right');
  return found;
}
