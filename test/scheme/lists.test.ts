import { describe, expect, it } from 'vitest';
import { readListCsv } from '../../src/scheme/list-file.ts';
import { CodeList, codeListOf } from '../../src/scheme/lists.ts';

const list = (...codes: string[]) => new CodeList(codes.map((code) => ({ code, name: code, class: '' })));

describe('a code list', () => {
  it('takes in every code that begins with an entry, dots, blanks and case apart', () => {
    const one = list('I21', 'k70.3');
    expect(one.has('I21.400')).toBe(true);
    expect(one.has('i 2 1')).toBe(true);
    expect(one.has('K70.300')).toBe(true);
    expect(one.has('K70.4')).toBe(false);
    expect(one.has('I2')).toBe(false);
    expect(one.has('')).toBe(false);
  });

  it('finds the most specific entry', () => {
    expect(list('I2', 'I21.0').find('I21.01')?.code).toBe('I21.0');
    expect(list('I21.0', 'I2').find('I22')?.code).toBe('I2');
  });

  it('expands ranges with both ends', () => {
    const one = list('C00-C97', 'E11.0-E11.8');
    for (const code of ['C00', 'C09.9', 'C97', 'E11.0', 'E11.800']) expect(one.has(code), code).toBe(true);
    for (const code of ['C98', 'D00', 'E11.9', 'E11']) expect(one.has(code), code).toBe(false);
    expect(() => list('C97-C00')).toThrow(RangeError);
    expect(() => list('C00-D10')).toThrow(RangeError);
    expect(list('AB-12').has('AB-1234')).toBe(true);
  });

  it('comes from a text of codes, too', () => {
    expect(codeListOf('I20-I25 I50').has('I23')).toBe(true);
  });
});

describe('a list file', () => {
  it('is read with a byte order mark, quotes and empty lines', () => {
    const { entries, findings } = readListCsv('\uFEFFcode,name,class\r\n"X1","a, b",A\r\n\r\nX2,c\r\n', 'x.csv');
    expect(findings).toEqual([]);
    expect(entries).toEqual([
      { code: 'X1', name: 'a, b', class: 'A' },
      { code: 'X2', name: 'c', class: '' },
    ]);
  });
});
