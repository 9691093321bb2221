import { expect, test } from 'vitest';
import { accumulatorsToJson, type BenefitUse, NO_USE, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import { Money } from '../../src/money/money.ts';
import { enrolled } from '../../src/roster/policies.ts';
import { execute } from '../support/stores.ts';
import { FIXED, HEADER, idNumber, roster, row } from './fixtures.ts';

/** A roster in which the members, by number, belong to these families. */
function families(...of: readonly string[]): string {
  const rows = of.map((family, index) => {
    const member = { policyNo: `P${index + 1}`, idNumber: idNumber(index + 1) };
    return `${row(member)},${family}`;
  });
  return `${[`${HEADER},family`, ...rows].join('\n')}\n`;
}

test('what one member of a family has borne is waived for the others, and for nobody else', async () => {
  const { load, database, vault } = await roster();
  expect(await load(families('F1', 'F1', 'F2', ''))).toMatchObject({ accepted: 4, rejected: [] });
  const members = [1, 2, 3, 4].map((number) => vault.memberId('01', idNumber(number)));
  const borne = () =>
    Promise.all(members.map(async (member) => (await database.read(() => enrolled(member))).policies[0]?.familyBorne));
  expect(await borne()).toEqual([[], [], [], undefined]);

  const body = JSON.stringify(accumulatorsToJson({ ...UNTOUCHED, borne: ['inpatient'] }));
  await execute(database, `INSERT INTO accumulators VALUES ('${members[1]}', '${FIXED.rules.scheme}/P2', '${body}')`);
  expect(await borne()).toEqual([['inpatient'], [], [], undefined]);
});

test('what the others of a family have borne of a deductible is added up to the fen, and counts for them alone', async () => {
  const { load, database, vault } = await roster();
  const last = { policyNo: 'P5', idNumber: idNumber(5), status: 'cancelled' };
  await load(`${families('F1', 'F1', 'F1', 'F2')}${row(last)},F1\n`);
  const members = [1, 2, 3, 4, 5].map((number) => vault.memberId('01', idNumber(number)));
  const used = (deductible: string, paid = '0') => ({
    ...NO_USE,
    deductible: Money.of(deductible),
    paid: Money.of(paid),
  });
  const uses: [number, Record<string, BenefitUse>][] = [
    [1, { inpatient: used('0.10'), outpatient: used('700') }],
    [2, { inpatient: used('0.20'), sum: used('0', '1000') }],
    [4, { inpatient: used('5') }],
    [5, { inpatient: used('9') }],
  ];
  for (const [number, benefits] of uses) {
    const body = JSON.stringify(accumulatorsToJson({ ...UNTOUCHED, benefits }));
    const key = `${FIXED.rules.scheme}/P${number}`;
    await execute(database, `INSERT INTO accumulators VALUES ('${members[number - 1]}', '${key}', '${body}')`);
  }
  const seen = members.map((member) => database.read(() => enrolled(member)));
  expect((await Promise.all(seen)).map(({ policies }) => policies[0]?.familyUsed)).toEqual([
    { inpatient: '0.2' },
    { inpatient: '0.1', outpatient: '700' },
    { inpatient: '0.3', outpatient: '700' },
    undefined,
    undefined,
  ]);
});

test('of a relative that policy counts that has the most days in common', async () => {
  const months = { ...FIXED, rules: { ...FIXED.rules, coverage: { months: 12, clause: 'notice 二' } } };
  const { load, database, vault } = await roster(months);
  const policies = [
    { policyNo: 'P1', idNumber: idNumber(1), effectiveFrom: '2025-02-01', effectiveTo: '2026-01-31' },
    { policyNo: 'P2', idNumber: idNumber(2), effectiveFrom: '2024-03-01', effectiveTo: '2025-02-28' },
    { policyNo: 'P3', idNumber: idNumber(2), effectiveFrom: '2025-03-01', effectiveTo: '2026-02-28' },
  ];
  const text = [`${HEADER},family`, ...policies.map((policy) => `${row(policy)},F1`)].join('\n');
  expect(await load(`${text}\n`)).toMatchObject({ accepted: 3, rejected: [] });
  const [own, relative] = [1, 2].map((number) => vault.memberId('01', idNumber(number)));
  const used = async () => (await database.read(() => enrolled(own ?? ''))).policies[0]?.familyUsed;
  const book = (policyNo: string, deductible: string) => {
    const benefits = { inpatient: { ...NO_USE, deductible: Money.of(deductible) } };
    const body = JSON.stringify(accumulatorsToJson({ ...UNTOUCHED, benefits }));
    return execute(
      database,
      `INSERT INTO accumulators VALUES ('${relative}', '${FIXED.rules.scheme}/${policyNo}', '${body}')`,
    );
  };
  await book('P2', '1000');
  expect(await used()).toBeUndefined();
  await book('P3', '300');
  expect(await used()).toEqual({ inpatient: '300' });
});

test('a family is a column that a roster may leave out; a row that names none is as it was', async () => {
  const { load } = await roster();
  await load(`${HEADER}\n${row()}\n`);
  expect(await load(families(''))).toMatchObject({ accepted: 0, unchanged: 1 });
});

test('a plan is one that the scheme declares', async () => {
  const rules = { ...FIXED.rules, roster: { ...FIXED.rules.roster, plans: ['basic', 'plus'] } };
  const { load } = await roster({ ...FIXED, rules });
  const report = await load(
    `${[HEADER, row({ plan: 'plus' }), row({ policyNo: 'P2', idNumber: idNumber(2), plan: 'gold' })].join('\n')}\n`,
  );
  expect(report).toMatchObject({ accepted: 1, rejected: [{ row: 3, code: 'UNKNOWN_PLAN' }] });
  expect(report.rejected[0]?.message).toContain('plan (basic, plus)');
});
