import type { Instant } from './clock.ts';

/** A calendar day `YYYY-MM-DD` in Asia/Shanghai. Compares as text. */
export type DateText = string;

const DAY = 86_400_000;
/** Asia/Shanghai is UTC+8 without daylight saving since 1991; ids of earlier births are only compared as dates. */
const SHANGHAI = 8 * 3_600_000;

/** Days of four hundred years, after which the calendar repeats itself. */
const ERA = 146_097;
/** 1970-01-01, counted as {@link dayNumber} does from March of the year 0. */
const DAY_OF_1970 = 719_469;

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
  const month = figure(text, 5, 7);
  const day = figure(text, 8, 10);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(figure(text, 0, 4), month);
}

/** The calendar day in Asia/Shanghai of an instant (rulebook A2). */
export function dateOf(instant: Instant): DateText {
  return dateAt(Math.floor((instant + SHANGHAI) / DAY));
}

/**
 * The same of an instant as it is written, which {@link parseInstant} has found to be one. In Shanghai's own offset, as
 * nearly all are, the day stands there.
 */
export function dayIn(text: string): DateText {
  return text.endsWith('+08:00') ? text.slice(0, 10) : dateOf(Date.parse(text));
}

/** The day that lies so many days after (or, negative, before) another. */
export function addDays(date: DateText, days: number): DateText {
  return days === 0 ? date : dateAt(dayNumber(date) + days);
}

/** How many days lie between two days: 0 for the same day. */
export function daysBetween(from: DateText, to: DateText): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * A day as the number of days since 1970-01-01. Reckoned by hand, as each adjudication asks for a dozen days and `Date`
 * takes half a microsecond for one: years that begin in March end with the leap day.
 */
function dayNumber(date: DateText): number {
  const month = figure(date, 5, 7);
  const year = figure(date, 0, 4) - (month <= 2 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + figure(date, 8, 10);
  return year * 365 + leapDays + dayOfYear - DAY_OF_1970;
}

/** The inverse of {@link dayNumber}. */
function dateAt(dayNumber: number): DateText {
  const day = dayNumber + DAY_OF_1970 - 1;
  const era = Math.floor(day / ERA);
  const dayOfEra = day - era * ERA;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The number that digits of a text stand for. */
function figure(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** An instant as ISO 8601 with the offset of Asia/Shanghai, to the second or, where there are any, milliseconds. */
export function formatInstant(instant: Instant): string {
  const iso = new Date(instant + SHANGHAI).toISOString().slice(0, 23);
  return `${iso.endsWith('.000') ? iso.slice(0, 19) : iso}+08:00`;
}
