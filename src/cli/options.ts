import { InvalidArgumentError, Option } from 'commander';
import { ownId } from '../claim/fields.ts';
import { type DateText, isDate, parseInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';

/** The data folder; every command that touches the store has it. */
export function dataOption(): Option {
  return new Option('--data <folder>', 'data folder, made where it does not exist / 数据文件夹')
    .env('YIZHAN_DATA')
    .default('./data');
}

/** Where the store is: in the data folder, unless a PostgreSQL database is named. The folder has keys and uploads in any case. */
export interface Place {
  readonly data: string;
  readonly database?: string | undefined;
}

/** `--database`: a PostgreSQL database in place of the store in the data folder. */
export function databaseOption(): Option {
  return new Option(
    '--database <url>',
    'PostgreSQL database instead of the store in the data folder, postgres://… / 以 PostgreSQL 代替数据文件夹中的存储',
  )
    .env('YIZHAN_DATABASE')
    .argParser(readDatabase);
}

function readDatabase(text: string): string {
  if (/^postgres(ql)?:\/\/[^/]/.test(text)) return text;
  throw new InvalidArgumentError('须以 postgres:// 开头 / must begin with postgres://.');
}

/** Reads a port; 0 takes a free one. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('须为 0 至 65535 的整数 / must be a whole number from 0 to 65535.');
}

/** Reads a number of attempts, which are counted from 1. */
export function readAttempt(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为从 1 起的整数 / must be a whole number from 1.');
}

/** Reads a small whole number, of seconds or of tries. */
export function readSmall(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为 1 至 999 的整数 / must be a whole number from 1 to 999.');
}

/** Reads a number of processes. */
export function readWorkers(text: string): number {
  if (/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) return Number(text);
  throw new InvalidArgumentError('须为 1 至 64 的整数 / must be a whole number from 1 to 64.');
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a length of time, `0`, `90s`, `30m`, `24h` or `7d`. @returns milliseconds */
export function readDuration(text: string): number {
  const [, count, unit] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * (UNITS[unit] ?? 0);
  if (text === '0') return 0;
  throw new InvalidArgumentError('须为 0 或如 90s、30m、24h、7d 的时长 / must be 0, or such as 90s, 30m, 24h, 7d.');
}

/** Reads an instant. */
export function readInstant(text: string): Instant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new InvalidArgumentError(
    '须为带时区偏移的 ISO 8601 时间，如 2023-07-11T10:00:00+08:00 / must be an ISO 8601 instant with an offset.',
  );
}

/** Reads a calendar day. */
export function readDate(text: string): DateText {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('须为存在的日期 YYYY-MM-DD / must be a day YYYY-MM-DD that exists.');
}

/** Reads the id of a party or a gateway. */
export function readId(text: string): string {
  if (ownId.safeParse(text).success) return text;
  throw new InvalidArgumentError('须为 1 至 64 个字母、数字或 . _ - / must be 1 to 64 letters, digits or . _ -');
}

/** Reads the path that a proxy puts before the gateway's own. */
export function readBasePath(text: string): string {
  const path = text.replace(/\/+$/, '');
  if (path === '' || /^(\/[A-Za-z0-9._~-]+)+$/.test(path)) return path;
  throw new InvalidArgumentError(
    '须为以 / 开头的路径，如 /yizhan / must be a path that begins with /, such as /yizhan.',
  );
}
