import { describe, expect, it } from 'vitest';
import { addDays, dateOf, dayIn, daysBetween, formatInstant, isDate, parseInstant } from '../../src/time/calendar.ts';
import { clockStartingAt } from '../../src/time/clock.ts';
import { fc, tries } from '../support/properties.ts';

const at = (text: string) => {
  const value = parseInstant(text);
  if (value === undefined) throw new Error(`not an instant: ${text}`);
  return value;
};

describe('a day', () => {
  it('exists or is refused', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2023-12-31']) expect(isDate(day), day).toBe(true);
    for (const day of [
      '2023-02-29',
      '1900-02-29',
      '2023-13-01',
      '2023-00-10',
      '2023-1-1',
      '20230101',
      '',
      '2023-04-31',
    ]) {
      expect(isDate(day), day).toBe(false);
    }
  });

  it('ends at 24:00 in Shanghai', () => {
    expect(dateOf(at('2024-05-31T23:59:59.999+08:00'))).toBe('2024-05-31');
    expect(dateOf(at('2024-06-01T00:00:00+08:00'))).toBe('2024-06-01');
    expect(dateOf(at('2024-05-31T16:00:00Z'))).toBe('2024-06-01');
    expect(dateOf(at('2024-05-31T15:59:59Z'))).toBe('2024-05-31');
  });

  it('is read from how an instant is written, whatever its offset', () => {
    const offset = fc.constantFrom('+08:00', 'Z', '+00:00', '-08:00', '+09:30', '+14:00', '-12:00');
    const shift = (zone: string) => (zone === 'Z' ? 0 : at('1970-01-01T00:00:00Z') - at(`1970-01-01T00:00:00${zone}`));
    const instant = fc.integer({ min: at('1900-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instant, offset, (value, zone) => {
        const text = new Date(value + shift(zone)).toISOString().replace('Z', zone);
        expect(at(text)).toBe(value);
        expect(dayIn(text)).toBe(dateOf(value));
      }),
      tries(300),
    );
  });

  it('adds up', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-12-31', 1)).toBe('2024-01-01');
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
    expect(daysBetween('2023-12-31', '2024-12-31')).toBe(366);
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days));
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(isDate(from)).toBe(true);
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(from < to).toBe(daysBetween(from, to) > 0);
      }),
      tries(200),
    );
  });
});

describe('the calendar', () => {
  it('is that of the platform, on every day of four hundred years', () => {
    const first = Date.parse('1890-01-01T00:00:00Z');
    const wrong: string[] = [];
    for (let days = 0; days < 146_097; days += 1) {
      const midnight = first + days * 86_400_000;
      const day = new Date(midnight).toISOString().slice(0, 10);
      const agrees =
        isDate(day) &&
        dateOf(midnight - 8 * 3_600_000) === day &&
        dateOf(midnight + 16 * 3_600_000 - 1) === day &&
        daysBetween('1890-01-01', day) === days &&
        addDays(day, -days) === '1890-01-01';
      if (!agrees) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});

describe('an instant', () => {
  it('needs its offset, and a day and time that exist', () => {
    for (const text of [
      '2024-03-01T09:00:00+08:00',
      '2024-03-01T09:00+08:00',
      '2024-03-01T09:00:00.123Z',
      '2024-02-29T00:00:00-05:30',
    ]) {
      expect(parseInstant(text), text).toBeTypeOf('number');
    }
    for (const text of [
      '2024-03-01T09:00:00',
      '2024-03-01',
      '2024-03-01 09:00:00+08:00',
      '2023-02-29T09:00:00+08:00',
      '2024-03-01T24:00:00+08:00',
      '2024-03-01T09:60:00+08:00',
      '2024-03-01T09:00:60+08:00',
      '2024-03-01T09:00:00+8:00',
      '2024-03-01T09:00:00+15:00',
      '20240301090000',
      '',
    ]) {
      expect(parseInstant(text), text).toBeUndefined();
    }
  });

  it('is written in Shanghai time and read back as itself', () => {
    expect(formatInstant(at('2024-03-01T01:00:00Z'))).toBe('2024-03-01T09:00:00+08:00');
    expect(formatInstant(at('2024-03-01T01:00:00.050Z'))).toBe('2024-03-01T09:00:00.050+08:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
        expect(formatInstant(instant).slice(0, 10)).toBe(dateOf(instant));
      }),
      tries(200),
    );
  });
});

describe('a business clock that starts at an instant', () => {
  it('runs on from there while real time stays real', () => {
    let real = 1_000_000;
    const clock = clockStartingAt(at('2023-07-11T10:00:00+08:00'), () => real);
    expect(formatInstant(clock.business())).toBe('2023-07-11T10:00:00+08:00');
    real += 90_000;
    expect(formatInstant(clock.business())).toBe('2023-07-11T10:01:30+08:00');
    expect(clock.real()).toBe(1_090_000);
  });

  it('is the same wherever it is told when it started', () => {
    const start = at('2023-07-11T10:00:00+08:00');
    const clock = clockStartingAt(start, () => 1_090_000, 1_000_000);
    expect(formatInstant(clock.business())).toBe('2023-07-11T10:01:30+08:00');
  });
});
