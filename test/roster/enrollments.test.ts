import { expect, test } from 'vitest';
import { enrolled } from '../../src/roster/policies.ts';
import { execute } from '../support/stores.ts';
import { csv, HEADER, idNumber, NOW, refusalOf, roster, row } from './fixtures.ts';

const HOUR = 3_600_000;

test('a row becomes a policy, found by its member', async () => {
  const { load, database, vault } = await roster();
  const full = row({
    cohorts: 'new-resident； assisted;new-resident',
    preexisting: ' malignancy;rare-disease ;',
    priorYears: '2',
    claimFreeYears: '1',
    plan: 'A',
  });
  const report = await load(csv(full, row({ policyNo: 'P2', idNumber: idNumber(2) })));
  expect(report).toEqual({ accepted: 2, unchanged: 0, rejected: [], rejectedTotal: 0 });
  expect((await database.read(() => enrolled(vault.memberId('01', idNumber(1))))).policies).toEqual([
    {
      scheme: 'test-scheme',
      policyNo: 'P1',
      nameKey: vault.nameKey('测试 甲'),
      insuredRegion: '360102',
      effectiveFrom: '2023-06-01',
      effectiveTo: '2024-05-31',
      cohorts: ['assisted', 'new-resident'],
      preexisting: ['malignancy', 'rare-disease'],
      priorYears: 2,
      claimFreeYears: 1,
      plan: 'A',
    },
  ]);
  expect((await database.read(() => enrolled('nobody'))).policies).toEqual([]);
});

test('the same file again changes nothing, in whatever order its columns and words come', async () => {
  const { load, database } = await roster();
  const file = csv(row({ cohorts: 'assisted;new-resident' }), row({ policyNo: 'P2', idNumber: idNumber(2) }));
  await load(file);
  const stored = () => execute(database, 'SELECT * FROM enrollments');
  const before = await stored();
  expect(await load(file)).toEqual({ accepted: 0, unchanged: 2, rejected: [], rejectedTotal: 0 });
  const turned = file
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').reverse().join(','))
    .join('\r\n');
  const again = turned.replace('assisted;new-resident', 'new-resident；assisted');
  expect(await load(`\ufeff${again}`)).toMatchObject({ accepted: 0, unchanged: 2 });
  expect(await stored()).toEqual(before);
});

test('optional columns may be missing, id numbers are compared normalised, 1 is 01', async () => {
  const { load, database, vault } = await roster();
  const header = HEADER.replace(',status,plan', '');
  const line = `P1,1,１１０１０５１９４９１２３１００２ｘ,测试甲,3601,,,,,,`;
  expect(await load(`${header}\n${line}\n`)).toMatchObject({ accepted: 1 });
  expect((await database.read(() => enrolled(vault.memberId('01', '11010519491231002X')))).policies).toMatchObject([
    { plan: '', priorYears: 0 },
  ]);
});

test('no id number and no name is stored or said', async () => {
  const { load, database } = await roster();
  const report = await load(
    csv(row(), row({ policyNo: idNumber(1) }), row({ cohorts: idNumber(1) }), row({ status: '测试甲' })),
  );
  expect(report).toMatchObject({ accepted: 1, rejectedTotal: 3 });
  const everything = JSON.stringify([report, await execute(database, 'SELECT * FROM enrollments')]);
  expect(everything).not.toContain(idNumber(1));
  expect(everything).not.toContain('测试甲');
});

test('a second policy of one person in one period is refused; one after the other is not', async () => {
  const { load } = await roster();
  const half = { policyNo: 'P1', effectiveTo: '2023-12-31' };
  expect(await load(csv(row(half), row({ policyNo: 'P2', effectiveFrom: '2024-01-01' })))).toMatchObject({
    accepted: 2,
  });
  const third = row({ policyNo: 'P3', effectiveFrom: '2023-12-31', effectiveTo: '2023-12-31' });
  const report = await load(csv(third, row({ policyNo: 'P4', status: 'cancelled' })));
  expect(report).toMatchObject({ accepted: 1, rejected: [{ row: 2, code: 'DUPLICATE_POLICY' }] });
  expect(report.rejected[0]?.message).toContain('P1');
});

test('a cancelled policy is not found and does not block, even where its row comes later in the file', async () => {
  const { load, database, vault } = await roster();
  await load(csv(row()));
  const file = csv(row({ policyNo: 'P2' }), row({ status: 'cancelled' }));
  expect(await load(file)).toMatchObject({ accepted: 2, rejectedTotal: 0 });
  const policies = (await database.read(() => enrolled(vault.memberId('01', idNumber(1))))).policies;
  expect(policies.map(({ policyNo }) => policyNo)).toEqual(['P2']);
  expect(await load(file)).toMatchObject({ accepted: 0, unchanged: 2 });
});

test('rows that wait for each other are taken, those that wait in vain are refused', async () => {
  const { load } = await roster();
  const span = (policyNo: string, effectiveFrom: string, effectiveTo: string) =>
    row({ policyNo, effectiveFrom, effectiveTo });
  await load(csv(span('P1', '2023-06-01', '2023-08-31'), span('P2', '2023-09-01', '2023-11-30')));
  const later = csv(
    span('P3', '2023-11-01', '2023-12-31'),
    span('P2', '2023-08-01', '2023-10-31'),
    span('P1', '2023-06-01', '2023-07-31'),
    span('P4', '2023-07-01', '2023-07-01'),
  );
  expect(await load(later)).toMatchObject({ accepted: 3, rejected: [{ row: 5, code: 'DUPLICATE_POLICY' }] });
  expect(await load(later)).toMatchObject({ accepted: 0, unchanged: 3, rejectedTotal: 1 });
});

test('a policy number twice in a file: the same row is unchanged, another is refused', async () => {
  const { load, database, vault } = await roster();
  const report = await load(csv(row(), row(), row({ priorYears: '5' })));
  expect(report).toMatchObject({ accepted: 1, unchanged: 1, rejected: [{ row: 4, code: 'DUPLICATE_ROW' }] });
  expect((await database.read(() => enrolled(vault.memberId('01', idNumber(1))))).policies[0]?.priorYears).toBe(0);
});

test('a correction is taken, of the name too, but a policy does not change its holder', async () => {
  const { load, database, vault } = await roster();
  await load(csv(row()));
  expect(await load(csv(row({ name: '测试乙', priorYears: '3' })))).toMatchObject({ accepted: 1 });
  const member = vault.memberId('01', idNumber(1));
  expect((await database.read(() => enrolled(member))).policies).toMatchObject([
    { nameKey: vault.nameKey('测试乙'), priorYears: 3 },
  ]);
  const report = await load(csv(row({ idNumber: idNumber(2) })));
  expect(report.rejected).toMatchObject([{ row: 2, code: 'POLICY_HOLDER_CHANGED' }]);
  expect((await database.read(() => enrolled(member))).policies).toHaveLength(1);
});

test('what is older than the store is stale; what is confirmed later is not undone', async () => {
  const { load, database, vault } = await roster();
  const years = async () =>
    (await database.read(() => enrolled(vault.memberId('01', idNumber(1))))).policies[0]?.priorYears;
  await load(csv(row({ priorYears: '1' })), { asOf: NOW - 10 * HOUR });
  const stale = await load(csv(row({ priorYears: '2' })), { asOf: NOW - 11 * HOUR });
  expect(stale).toMatchObject({ accepted: 0, rejected: [{ row: 2, code: 'STALE' }] });
  expect(await load(csv(row({ priorYears: '1' })), { asOf: NOW - 5 * HOUR })).toMatchObject({ unchanged: 1 });
  expect(await load(csv(row({ priorYears: '2' })), { asOf: NOW - 6 * HOUR })).toMatchObject({ rejectedTotal: 1 });
  expect(await years()).toBe(1);
  expect(await load(csv(row({ priorYears: '2' })), { asOf: NOW - 5 * HOUR })).toMatchObject({ accepted: 1 });
  expect(await years()).toBe(2);
  expect((await refusalOf(load(csv(row()), { asOf: NOW + HOUR }))).code).toBe('INVALID_PARAMETER');
});
