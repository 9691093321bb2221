import { addDays, type DateText } from '../../time/calendar.ts';

/** A calendar month `YYYY-MM`. */
export type MonthText = string;

/** True for a month that exists. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** The days of a month, in order. */
export function daysOf(month: MonthText): DateText[] {
  const days: DateText[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}
