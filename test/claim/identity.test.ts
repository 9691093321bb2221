import { expect, it } from 'vitest';
import { foldName, isResidentId, normalizeIdNumber } from '../../src/claim/identity.ts';
import { residentId } from '../support/people.ts';

it('knows a resident id number by its check character', () => {
  // The example of the national standard.
  expect(isResidentId('11010519491231002X')).toBe(true);
  expect(isResidentId('11010519491231002x')).toBe(false);
  expect(isResidentId(normalizeIdNumber('11010519491231002x'))).toBe(true);
  expect(isResidentId('440524188001010014')).toBe(true);
  expect(isResidentId('440524188001010015')).toBe(false);
  for (let number = 0; number < 50; number += 1) expect(isResidentId(residentId(number))).toBe(true);
});

it('compares names without blanks, dots and case', () => {
  const same = [
    '阿迪力·买买提',
    '阿迪力•买买提',
    '阿迪力・买买提',
    '阿迪力．买买提',
    '阿迪力.买买提',
    ' 阿迪力 · 买买提 ',
    '阿迪力买买提',
  ];
  expect(new Set(same.map(foldName)).size).toBe(1);
  expect(foldName('Maria  SILVA')).toBe(foldName('ＭＡＲＩＡ silva'));
  expect(foldName('测试甲')).not.toBe(foldName('测试乙'));
});
