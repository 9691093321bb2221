import { expect, test } from 'vitest';
import { compareGroup, type GroupRow } from '../../src/clearing/reconciliation/groups.ts';

const row = (memberBenefit: number, decisionId = 'D1', times = 1): GroupRow => ({
  decisionId,
  times: BigInt(times),
  insurerPaid: 0n,
  memberBenefit: BigInt(memberBenefit),
});
const KEY = { recordType: 'ADJUST', hospitalId: 'H1', settlementId: 'S-1' } as const;
const kinds = (ours: GroupRow[], theirs: GroupRow[], byDecision = true) =>
  compareGroup({ ...KEY, ours, theirs }, byDecision).map(({ kind, decisionId }) => `${kind} ${decisionId}`.trim());

test('two adjustments of a day may stand in one row, or in two', () => {
  expect(kinds([row(50), row(-20)], [row(30)])).toEqual(['MATCHED D1']);
  expect(kinds([row(30)], [row(50), row(-20)])).toEqual(['MATCHED D1']);
  expect(kinds([row(25, 'D1', 2)], [row(25, 'D1', 2)])).toEqual(['MATCHED D1']);
});

test('an adjustment too much is a repeat only where a row is there twice', () => {
  expect(kinds([row(30)], [row(30, 'D1', 2)])).toEqual(['DUPLICATE D1']);
  expect(kinds([row(30)], [row(30), row(5)])).toEqual(['AMOUNT D1']);
});

test('decisions are compared one by one where the upload names them, else together', () => {
  const ours = [row(30, 'D1'), row(10, 'D2')];
  expect(kinds(ours, [row(10, 'D1'), row(30, 'D2')])).toEqual(['AMOUNT D1', 'AMOUNT D2']);
  expect(kinds(ours, [row(10, ''), row(30, '')])).toEqual(['MATCHED']);
  expect(kinds(ours, [row(30, 'D1')])).toEqual(['MATCHED D1', 'MISSING_THERE D2']);
  expect(kinds(ours, [row(30, 'D1'), row(10, '')])).toEqual(['MATCHED']);
  expect(kinds(ours, [], false)).toEqual(['MISSING_THERE']);
});

test('what comes to nothing is missed by nobody', () => {
  expect(kinds([row(20), row(-20)], [])).toEqual(['ZERO D1']);
  expect(kinds([], [row(0, 'D9')])).toEqual(['ZERO D9']);
});
