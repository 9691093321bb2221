import { expect, test } from 'vitest';
import { accumulatorsToJson, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
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
