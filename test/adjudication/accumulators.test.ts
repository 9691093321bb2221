import { expect, it } from 'vitest';
import {
  type Accumulators,
  accumulatorsFromJson,
  accumulatorsToJson,
  asStored,
  NO_USE,
  UNTOUCHED,
} from '../../src/adjudication/accumulators.ts';
import { decideSmall, yuan } from './small.ts';

const third = yuan('1').share(yuan('1'), yuan('3'));
const use = {
  deductible: yuan('200'),
  credited: yuan('50'),
  eligible: { all: third },
  cost: yuan('1000'),
  paid: yuan('640.5'),
  times: 2,
  days: 7,
};
const used: Accumulators = {
  benefits: { allowance: use, other: NO_USE },
  admissions: { 'H1 E1': { allowance: use } },
  itemGroups: { DRUG: yuan('300') },
  limits: { 'only#1/': yuan('10') },
  outOfPocket: yuan('400'),
  borne: ['family'],
};

it('all that was used is kept, with thirty decimals, and read back', () => {
  const kept = {
    deductible: '200',
    credited: '50',
    eligible: { all: `0.${'3'.repeat(30)}` },
    cost: '1000',
    paid: '640.5',
    times: 2,
    days: 7,
  };
  const json = accumulatorsToJson(used);
  expect(json).toEqual({
    benefits: { allowance: kept, other: { deductible: '0', eligible: {}, paid: '0', times: 0 } },
    admissions: { 'H1 E1': { allowance: kept } },
    itemGroups: { DRUG: '300' },
    limits: { 'only#1/': '10' },
    outOfPocket: '400',
    borne: ['family'],
  });
  expect(accumulatorsToJson(accumulatorsFromJson(json))).toEqual(json);
  expect(accumulatorsToJson(asStored(used))).toEqual(json);
  expect(asStored(used).benefits['allowance']?.eligible['all']?.eq(third)).toBe(false);
});

it('what the store gives back as it is, is not copied', () => {
  const plain = accumulatorsFromJson(accumulatorsToJson({ ...used, benefits: { other: NO_USE }, admissions: {} }));
  const stored = asStored(plain);
  for (const part of ['benefits', 'admissions', 'itemGroups', 'limits'] as const)
    expect(stored[part]).toBe(plain[part]);
  const mixed = asStored(used).benefits;
  expect(mixed['other']).toBe(used.benefits['other']);
  expect(mixed['allowance']).not.toBe(used.benefits['allowance']);
});

it('what few schemes have is kept only where it is there', () => {
  const json = accumulatorsToJson(UNTOUCHED);
  expect(json).toEqual({ benefits: {}, admissions: {}, itemGroups: {}, outOfPocket: '0' });
  expect(accumulatorsToJson(accumulatorsFromJson(json))).toEqual(json);
});

it.each([
  ['a part of the year’s cost', 'base: { pots: in-catalog, between: { above: 100 }, clause: notice 二 }'],
  [
    'a deductible',
    'base: { pots: in-catalog, clause: notice 二 }\ndeductible: { per: year, amount: 1000, clause: notice 二 }',
  ],
])('a claim that comes to nothing counts nothing under %s, whatever was used before', (_, rules) => {
  const benefits = `payTo: hospital\n${rules}\nrates: [{ table: all, rate: 0.50, clause: notice 二 }]`;
  const claims = [{ inCatalog: yuan('5000') }, { outOfCatalog: yuan('10') }, { inCatalog: yuan('10') }];
  const counted = decideSmall({ benefits }, claims).map(({ accumulators }) => [...accumulators.keys()]);
  expect(counted).toEqual([['small-2025/P-small-2025'], [], ['small-2025/P-small-2025']]);
});
