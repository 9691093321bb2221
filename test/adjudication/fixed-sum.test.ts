import { describe, expect, it } from 'vitest';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import { decideSmall, firstBenefit, paidOf, type Small, told, yuan } from './small.ts';

const KEY = 'small-2025/P-small-2025';
const FACTS = 'facts: { quota: { zh: 额度, en: Quota, unit: yuan } }';
const lump = (amount: string, ...limits: string[]): Small => ({
  benefits: `payTo: member
lumpSum: { amount: ${amount}, clause: notice 二 }
limit: [${limits.map((one, index) => `{ ${one}, clause: notice ${index + 3} }`).join(', ')}]`,
  ...(amount.includes('fact') ? { more: FACTS } : {}),
});
const allowance = (rules: string, ...limits: string[]): Small => ({
  benefits: `payTo: member
dailyAllowance: { amount: 100${rules}, clause: notice 二 }
limit: [${limits.map((one, index) => `{ ${one}, clause: notice ${index + 3} }`).join(', ')}]`,
});
const stay = (admitted: string, discharged: string, more: CaseFields = {}): CaseFields => ({
  admitted,
  discharged,
  ...more,
});
const reasons = (found: ReturnType<typeof decideSmall>) =>
  found.map((one) => [firstBenefit(one)?.reason ?? null, ...paidOf(one)]);

describe('a lump sum', () => {
  it('is paid as often as the first limit allows that is used up, and counts no days', () => {
    const found = decideSmall(lump('500', 'per: year, times: 1', 'per: life, times: 1'), [{}, {}]);
    expect(reasons(found)).toEqual([
      [null, '500'],
      ['LIMIT_EXHAUSTED', '0'],
    ]);
    expect(found[0]?.accumulators.get(KEY)?.benefits['only']).toMatchObject({ times: 1, days: 0 });
    expect(told(found[1])).toEqual([
      'nothing-due | 例3 3 | 「责任」已给付满次数 | "Benefit" was already paid as often as it may be | -',
    ]);
  });

  it('that no amount is left of pays nothing, and one of nothing is no limit’s doing', () => {
    const found = decideSmall(lump('500', 'per: year, amount: 500'), [{}, {}]);
    expect(reasons(found)).toEqual([
      [null, '500'],
      ['LIMIT_EXHAUSTED', '0'],
    ]);
    const second = firstBenefit(found[1]);
    expect([second?.base, second?.eligible, second?.reductions[0]?.amount].map(String)).toEqual(['500', '500', '500']);
    expect(second?.status).toBe('nothing-due');
    const none = decideSmall({ ...lump('{ fact: quota }', 'per: year, times: 1'), terms: { facts: { quota: '0' } } }, [
      {},
    ]);
    expect([reasons(none), firstBenefit(none[0])?.status]).toEqual([[['NO_ELIGIBLE_CHARGES', '0']], 'nothing-due']);
  });

  it('of a part of what somebody sets is whole fen, and waits until it is set', () => {
    const small = lump('{ fact: quota, times: 0.333 }', 'per: year, times: 1');
    const [found] = decideSmall({ ...small, terms: { facts: { quota: '100.01' } } }, [{}]);
    expect([paidOf(found), String(firstBenefit(found)?.base)]).toEqual([['33.3'], '33.30333']);
    expect(reasons(decideSmall(small, [{}]))).toEqual([['FACT_NOT_SET', '0']]);
  });
});

describe('an allowance', () => {
  it('is for the days behind the first, of the policy period and no others', () => {
    const paid = (rules: string, from: string, to: string) =>
      paidOf(decideSmall(allowance(rules, 'per: year, days: 90'), [stay(from, to)])[0])[0];
    expect(paid('', '2025-03-01', '2025-03-11')).toBe('1000');
    expect(paid(', afterDays: 3', '2025-03-01', '2025-03-11')).toBe('700');
    expect(paid(', afterDays: 20', '2025-03-01', '2025-03-11')).toBe('0');
    expect(paid('', '2024-12-25', '2025-01-03')).toBe('200');
    expect(paid(', afterDays: 3', '2024-12-25', '2025-01-03')).toBe('200');
    expect(paid('', '2025-12-30', '2026-01-09')).toBe('200');
  });

  it('says why no day is paid', () => {
    const none = decideSmall(allowance(', afterDays: 20', 'per: year, days: 90'), [{}]);
    expect(reasons(none)).toEqual([['NO_ELIGIBLE_CHARGES', '0']]);
    expect(told(none[0])).toEqual(['nothing-due | 例3 二 | 没有可给付的天数 | no day is left to be paid | -']);
    const found = decideSmall(allowance('', 'per: year, days: 12', 'per: year, amount: 1100'), [{}, {}, {}]);
    expect(reasons(found)).toEqual([
      [null, '1000'],
      [null, '100'],
      ['LIMIT_EXHAUSTED', '0'],
    ]);
    expect(told(found[1])).toEqual([
      'daily-allowance | 例3 二 | 住院 10 天，给付 2 天 × 100.00 元 | a stay of 10 day(s), 2 paid at 100.00 | 200',
      'limit | 例3 4 | 年度限额 1100.00 元，余额 100.00 元，超出部分不赔 | annual limit 1100.00, 100.00 of it left: the rest is cut | -100',
      'payout | - | 「责任」赔付 | paid by "Benefit" | 100',
    ]);
    expect(String(firstBenefit(found[1])?.base)).toBe('200');
    expect(yuan('100').eq(firstBenefit(found[1])?.paid ?? yuan('0'))).toBe(true);
  });
});
