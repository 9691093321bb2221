import { describe, expect, it } from 'vitest';
import { edges, left, width, wrap } from '../../adapters/mock-his/columns.ts';

describe('columns', () => {
  it('count two for a wide character', () => {
    expect([width('abc'), width('应收现金'), width('（1）'), width('〔2023〕7号'), width('𠮷')]).toEqual([
      3, 8, 5, 11, 2,
    ]);
  });

  it('align Chinese and English text', () => {
    expect(left('现金', 6)).toBe('现金  ');
    expect(edges('应收', '1.00', 12)).toBe('应收    1.00');
    expect(edges('应收现金', '1.00', 4)).toBe('应收现金 1.00');
  });

  it('break lines at blanks and between wide characters, and part no mark from what it belongs to', () => {
    expect(wrap('what is left', 8)).toEqual(['what is', 'left']);
    expect(wrap('年度免赔额，扣除', 10)).toEqual(['年度免赔', '额，扣除']);
    expect(wrap('依据（附件）', 6)).toEqual(['依据', '（附', '件）']);
    expect(wrap('', 10)).toEqual([]);
  });

  it('keep everything that was said', () => {
    const text = '年度累计 0.00 至 100000.00 元部分：100000.00 元 × 30%（赣计生协字〔2023〕7号）';
    for (const columns of [10, 20, 40]) {
      expect(wrap(text, columns).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});
