import { dateOf, isDate, parseInstant } from '../../src/time/calendar.ts';
import type { Instant } from '../../src/time/clock.ts';

/** A moment as a HIS says it. */
export interface Moment {
  readonly instant: Instant;
  /** Whether only a day was said: then `instant` is its first moment. */
  readonly dayOnly: boolean;
}

const DIGITS = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(\d{1,3})?)?$/;
const SPOKEN =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:(?:\s*T\s*|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.:]\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const EPOCH = /^\d{13}$/;

/**
 * Reads a date or time in the forms that are in use (`yyyy-MM-dd`, with `HH:mm:ss`, with `T` or an offset, with slashes or
 * blanks, `yyyyMMdd`, `yyyyMMddHHmmss`, with milliseconds, milliseconds since 1970). Without an offset it is Beijing time.
 *
 * @returns `undefined` where it is none of them or names a day that does not exist
 */
export function readMoment(text: string): Moment | undefined {
  if (EPOCH.test(text)) return { instant: Number(text), dayOnly: false };
  const digits = DIGITS.exec(text);
  if (digits !== null) {
    const [, year, month, day, hour, minute, second] = digits;
    return moment({ year, month, day, hour, minute, second, offset: undefined });
  }
  const spoken = SPOKEN.exec(text);
  if (spoken === null) return undefined;
  const [, year, month, day, hour, minute, second, offset] = spoken;
  return moment({ year, month, day, hour, minute, second, offset });
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'offset', string | undefined>>;

function moment({ year, month, day, hour, minute, second, offset }: Parts): Moment | undefined {
  const date = `${year}-${two(month)}-${two(day)}`;
  if (!isDate(date)) return undefined;
  const zone = offset === undefined ? '+08:00' : offset.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const instant = parseInstant(`${date}T${two(hour)}:${two(minute)}:${two(second)}${zone}`);
  if (instant === undefined) return undefined;
  return { instant, dayOnly: hour === undefined };
}

function two(text = '0'): string {
  return text.padStart(2, '0');
}

/** As HIS read it: `yyyy-MM-dd HH:mm:ss`, Beijing time. */
export function spokenTime(instant: Instant): string {
  return `${dateOf(instant)} ${digitsOf(instant)
    .slice(8, 14)
    .replace(/(..)(..)(..)/, '$1:$2:$3')}`;
}

/** `yyyyMMddHHmmssSSS`, Beijing time. */
export function digitsOf(instant: Instant): string {
  return new Date(instant + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '');
}
