import { expect, it } from 'vitest';
import { type Accumulators, accumulatorsToJson, NO_USE, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import { applyStatement, type StatedBenefit, type Statement } from '../../src/adjudication/statement.ts';
import { looksAtAdmissions } from '../../src/adjudication/work.ts';
import { Money } from '../../src/money/money.ts';
import { fixture, QINGSHI } from '../support/fixture-claims.ts';
import { NANTONG, schemeOf } from '../support/terms.ts';
import { smallTerms } from './small.ts';

const yuan = (text: string) => Money.of(text);
const stated = (benefit: string, table: string | null, paid: string): StatedBenefit => ({
  benefit,
  base: yuan('1000'),
  deductibleApplied: yuan('200'),
  eligible: yuan('800'),
  table,
  paid: yuan(paid),
});
const statement = (...benefits: StatedBenefit[]): Statement => ({
  benefits,
  admission: 'H1 E1',
  itemGroups: { DRUG: yuan('300') },
  outOfPocket: yuan('400'),
});

it('what an insurer states is added to what was used, in the year and in the admission', () => {
  const { rules } = schemeOf(NANTONG);
  const one = statement(stated('inpatient-copay', 'all', '640'));
  const once = applyStatement(undefined, one, rules);
  const use = { deductible: '200', eligible: { all: '800' }, paid: '640', times: 1 };
  expect(accumulatorsToJson(once)).toEqual({
    benefits: { 'inpatient-copay': use },
    admissions: { 'H1 E1': { 'inpatient-copay': use } },
    itemGroups: { DRUG: '300' },
    outOfPocket: '400',
  });
  const twice = { deductible: '400', eligible: { all: '1600' }, paid: '1280', times: 2 };
  expect(accumulatorsToJson(applyStatement(once, one, rules))).toEqual({
    benefits: { 'inpatient-copay': twice },
    admissions: { 'H1 E1': { 'inpatient-copay': twice } },
    itemGroups: { DRUG: '600' },
    outOfPocket: '800',
  });
});

it('what is stated of no table, no admission, no payment or no benefit of today counts as what it is', () => {
  const { rules } = schemeOf(NANTONG);
  const before: Accumulators = { ...UNTOUCHED, benefits: { gone: { ...NO_USE, paid: yuan('5') } } };
  const told = { ...statement(stated('inpatient-copay', null, '0'), stated('gone', 'all', '10')), admission: null };
  const { benefits, admissions } = accumulatorsToJson(applyStatement(before, told, rules));
  expect(benefits).toEqual({
    'inpatient-copay': { deductible: '200', eligible: {}, paid: '0', times: 0 },
    gone: { deductible: '200', eligible: { all: '800' }, paid: '15', times: 1 },
  });
  expect(admissions).toEqual({});
  const inAdmission = applyStatement(before, { ...told, admission: 'H1 E1' }, rules);
  expect(Object.keys(inAdmission.admissions['H1 E1'] ?? {})).toEqual(['inpatient-copay']);
});

it('the base counts as cost only where a part of the year’s cost is looked at', () => {
  const { rules } = fixture(QINGSHI);
  const between = rules.benefits.filter(
    ({ base }) => base !== undefined && 'pots' in base && base.between !== undefined,
  );
  expect(between.length).toBeGreaterThan(0);
  const all = rules.benefits.map(({ id }) => stated(id, null, '1'));
  const { benefits } = applyStatement(undefined, statement(...all), rules);
  const counted = Object.entries(benefits).flatMap(([id, { cost }]) => (cost.isZero() ? [] : [`${id} ${cost}`]));
  expect(counted).toEqual(between.map(({ id }) => `${id} 1000`));
});

it('what is stated beside other tables and other benefits of the admission leaves them as they are', () => {
  const { rules } = schemeOf(NANTONG);
  const [one = '', two = ''] = rules.benefits.filter(looksAtAdmissions).map(({ id }) => id);
  expect(two).not.toBe('');
  const before = applyStatement(undefined, statement(stated(one, 'all', '1'), stated(two, 'all', '2')), rules);
  const after = applyStatement(before, statement(stated(one, 'other', '3')), rules);
  expect(Object.keys(after.benefits[one]?.eligible ?? {})).toEqual(['all', 'other']);
  const paid = Object.entries(after.admissions['H1 E1'] ?? {}).map(([id, use]) => `${id} ${use.paid}`);
  expect(paid).toEqual([`${one} 4`, `${two} 2`]);
});

it('what is stated of a benefit that looks at no admission is not booked under one', () => {
  const { scheme } = smallTerms({
    benefits: `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`,
  });
  const { benefits, admissions } = applyStatement(undefined, statement(stated('only', 'all', '1')), scheme.rules);
  expect([Object.keys(benefits), admissions]).toEqual([['only'], {}]);
});
