import type { Instant } from './clock.ts';

/** A calendar day `YYYY-MM-DD` in Asia/Shanghai. Compares as text. */
export type DateText = string;

const DAY = 86_400_000;
/** Asia/Shanghai is UTC+8 without daylight saving since 1991; ids of earlier births are only compared as dates. */
const SHANGHAI = 8 * 3_600_000;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an ISO 8601 instant with an offset; `undefined` where it is not one or names a day that does not exist. */
export function parseInstant(text: string): Instant | undefined {
  const match = INSTANT.exec(text);
  if (match?.[1] === undefined || !isDate(match[1])) return undefined;
  const value = Date.parse(text);
  return Number.isNaN(value) ? undefined : value;
}

/** True for a `YYYY-MM-DD` that exists in the calendar. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const value = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(value) && new Date(value).toISOString().startsWith(text);
}

/** The calendar day in Asia/Shanghai of an instant (rulebook A2). */
export function dateOf(instant: Instant): DateText {
  return new Date(instant + SHANGHAI).toISOString().slice(0, 10);
}

/** The day that lies so many days after (or, negative, before) another. */
export function addDays(date: DateText, days: number): DateText {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** How many days lie between two days: 0 for the same day. */
export function daysBetween(from: DateText, to: DateText): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** An instant as ISO 8601 with the offset of Asia/Shanghai, to the second or, where there are any, milliseconds. */
export function formatInstant(instant: Instant): string {
  const iso = new Date(instant + SHANGHAI).toISOString().slice(0, 23);
  return `${iso.endsWith('.000') ? iso.slice(0, 19) : iso}+08:00`;
}
