import { expect, test } from 'vitest';
import { execute } from '../support/stores.ts';
import { chunks, clock, csv, HEADER, idNumber, MONTHS, refusalOf, roster, row } from './fixtures.ts';

const BAD: [code: string, change: Record<string, string>][] = [
  ['REQUIRED', { policyNo: '' }],
  ['REQUIRED', { idType: '' }],
  ['REQUIRED', { idNumber: '' }],
  ['REQUIRED', { name: ' · ' }],
  ['REQUIRED', { insuredRegion: '' }],
  ['ID_NUMBER_INVALID', { idNumber: '110105194912310021' }],
  ['NUMBER_DAMAGED', { idNumber: '1.10105E+17' }],
  ['NUMBER_DAMAGED', { policyNo: '4.0E+29' }],
  ['INVALID_POLICY_NO', { policyNo: 'P 1' }],
  ['INVALID_POLICY_NO', { policyNo: idNumber(1) }],
  ['INVALID_ID_TYPE', { idType: '身份证' }],
  ['TOO_LONG', { name: '长'.repeat(201) }],
  ['INVALID_REGION', { insuredRegion: '36' }],
  ['INVALID_DATE', { effectiveFrom: '2023/6/1' }],
  ['INVALID_DATE', { effectiveTo: '2024-02-30' }],
  ['PERIOD_REVERSED', { effectiveFrom: '2024-05-01', effectiveTo: '2024-04-30' }],
  ['OUTSIDE_COVERAGE', { effectiveFrom: '2023-05-31' }],
  ['OUTSIDE_COVERAGE', { effectiveTo: '2024-06-01' }],
  ['UNKNOWN_COHORT', { cohorts: 'assisted;poor' }],
  ['UNKNOWN_CATEGORY', { preexisting: 'cancer' }],
  ['INVALID_NUMBER', { priorYears: '1.5' }],
  ['INVALID_NUMBER', { claimFreeYears: '-1' }],
  ['INVALID_STATUS', { status: 'stopped' }],
  ['MALFORMED_ROW', { plan: 'a,b' }],
];

test.each(BAD)('%s: %j, and the good rows around it are taken', async (code, change) => {
  const { load } = await roster();
  const other = row({ policyNo: 'P3', idNumber: idNumber(3) });
  const report = await load(csv(row({ policyNo: 'P2', idNumber: idNumber(2) }), row(change), other));
  expect(report).toMatchObject({ accepted: 2, rejected: [{ row: 3, code }], rejectedTotal: 1 });
  expect(report.rejected[0]?.message).toContain(' / ');
});

test('ENCODING: a row that is not UTF-8 is named', async () => {
  const { load } = await roster();
  const gbk = Buffer.concat([
    Buffer.from(`${HEADER}\n`),
    Buffer.from(row({ name: '#' }).replace('#', '\xb2\xe2'), 'latin1'),
    Buffer.from(`\n${row({ policyNo: 'P2', idNumber: idNumber(2) })}\n`),
  ]);
  expect(await load(gbk)).toMatchObject({ accepted: 1, rejected: [{ row: 2, code: 'ENCODING' }] });
});

const year = (effectiveFrom: string, effectiveTo: string) => row({ effectiveFrom, effectiveTo });
test.each([
  ['DATES_REQUIRED', year('', '2022-08-31')],
  ['DATES_REQUIRED', year('2021-09-01', '')],
  ['PERIOD_TOO_LONG', year('2021-09-01', '2022-09-01')],
  ['PERIOD_TOO_LONG', year('2020-02-29', '2021-03-01')],
  ['accepted', year('2021-09-01', '2022-08-31')],
  ['accepted', year('2020-02-29', '2021-02-28')],
  ['accepted', year('2021-12-31', '2022-12-30')],
])('a scheme of policy years: %s', async (code, line) => {
  const report = await (await roster(MONTHS)).load(csv(line));
  if (code === 'accepted') expect(report).toMatchObject({ accepted: 1, rejectedTotal: 0 });
  else expect(report.rejected).toMatchObject([{ row: 2, code }]);
});

test.each([
  ['an empty file', '', '/policyNo', 'REQUIRED'],
  ['a missing column', csv().replace('idNumber,', ''), '/idNumber', 'REQUIRED'],
  ['an unknown column', csv().replace('plan', 'remark'), '/13', 'UNKNOWN_FIELD'],
  ['a column twice', csv().replace('plan', 'status'), '/status', 'DUPLICATE_COLUMN'],
  ['no header', `${row()}\n`, '/1', 'UNKNOWN_FIELD'],
])('%s is refused whole', async (_, file, pointer, code) => {
  const { load, database } = await roster();
  const refusal = await refusalOf(load(file));
  expect(refusal.code).toBe('INVALID_BODY');
  expect(refusal.detail.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  expect(JSON.stringify(refusal.detail)).not.toContain(idNumber(1));
  expect((await execute(database, 'SELECT count(*) AS n FROM enrollments'))[0]?.['n']).toBe(0);
});

test('a source that breaks off is let go; what was taken stays, and the file again completes it', async () => {
  const { load } = await roster();
  const lines = Array.from({ length: 1500 }, (_, n) => row({ policyNo: `P${n}`, idNumber: idNumber(n) }));
  let released = false;
  async function* broken() {
    try {
      yield* chunks(csv(...lines.slice(0, 1200)));
      throw new Error('gone');
    } finally {
      released = true;
    }
  }
  await expect(load('', { source: broken() })).rejects.toThrow('gone');
  expect(released).toBe(true);
  const report = await load(csv(...lines));
  expect(report.accepted + report.unchanged).toBe(1500);
  expect(report.unchanged).toBeGreaterThan(900);
});

test('a header that is refused lets go of the source', async () => {
  let released = false;
  async function* endless() {
    try {
      for (;;) yield Buffer.from('x,y\n');
    } finally {
      released = true;
    }
  }
  expect((await refusalOf((await roster()).load('', { source: endless(), clock }))).code).toBe('INVALID_BODY');
  expect(released).toBe(true);
});
