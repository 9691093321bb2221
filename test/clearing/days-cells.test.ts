import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { HEADER as FILE_HEADER, fileRow } from '../../src/clearing/files/row.ts';
import { statementCsv } from '../../src/clearing/files/statement.ts';
import type { Posting } from '../../src/ledger/posting.ts';
import { fc, tries } from '../support/properties.ts';

const POSTING: Posting = {
  recordType: 'REVERSE',
  scheme: 'nantong-nantongbao-2021',
  decisionId: 'd1',
  hospitalId: 'H1',
  settlementId: 'S-1',
  policyNo: 'P-1',
  admittedAt: '2024-03-01T09:00:00+08:00',
  dischargedAt: '2024-03-11T10:00:00+08:00',
  total: '-30000.00',
  personal: '-30000.00',
  insurerPaid: '-12.30',
  memberBenefit: '0.00',
  benefits: [
    ['inpatient-copay', '-10.00'],
    ['inpatient-self-pay', '-2.30'],
  ],
  insurers: [['INS-1', '-12.30']],
  schemeDigest: 'sha256:00',
  decidedAt: '2026-01-01T00:00:00+08:00',
};

function read(posting: Posting): Record<string, string> {
  const [row] = parse(FILE_HEADER + fileRow(7, '2026-01-01', posting), { columns: true }) as Record<string, string>[];
  if (row === undefined) throw new Error('no row');
  return row;
}

test('a row, byte for byte', () => {
  expect(FILE_HEADER).toBe(
    'seq,recordType,businessDate,decisionId,hospitalId,settlementId,policyNo,admittedAt,dischargedAt,total,personal,insurerPaid,memberBenefit,benefits,insurerShares,schemeDigest,decidedAt\n',
  );
  expect(fileRow(7, '2026-01-01', POSTING)).toBe(
    '7,REVERSE,2026-01-01,d1,H1,S-1,P-1,2024-03-01T09:00:00+08:00,2024-03-11T10:00:00+08:00,-30000.00,-30000.00,-12.30,0.00,inpatient-copay=-10.00;inpatient-self-pay=-2.30,INS-1=-12.30,sha256:00,2026-01-01T00:00:00+08:00\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
  '%j is made safe',
  (text) => {
    const row = read({ ...POSTING, policyNo: text, settlementId: text, insurers: [[text, '1.00']] });
    expect(row['policyNo']).toBe(`'${text}`);
    expect(row['settlementId']).toBe(`'${text}`);
    expect(row['insurerShares']).toBe(`'${text}=1.00`);
  },
);

test('an amount below zero stays a number; what is no amount is no exception', () => {
  expect(read(POSTING)['insurerPaid']).toBe('-12.30');
  expect(read({ ...POSTING, total: '-1+cmd' })['total']).toBe("'-1+cmd");
});

test('whatever a text holds is read back, and no cell begins as a formula does', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((one) => !one.includes('\ufeff'));
  fc.assert(
    fc.property(text, text, (policyNo, settlementId) => {
      const row = read({ ...POSTING, policyNo, settlementId });
      for (const [cell, given] of [
        [row['policyNo'], policyNo],
        [row['settlementId'], settlementId],
      ] as const) {
        expect([given, `'${given}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }),
    tries(300),
  );
});

test("a hospital's statement as CSV", () => {
  const none = { count: 0, insurerPaid: '0.00', memberBenefit: '0.00' };
  const csv = statementCsv({
    hospitalId: 'H1',
    date: '2026-01-01',
    records: [
      {
        recordType: 'REVERSE',
        settlementId: '-S,1',
        attempt: 2,
        decisionId: 'd1',
        decidedAt: '2026-01-01T08:00:00+08:00',
        outcome: 'paid',
        total: '-100.00',
        personal: '-90.00',
        insurerPaid: '-80.00',
        memberBenefit: '0.00',
        acknowledged: true,
      },
    ],
    totals: { settlements: none, reversals: none, net: none },
  });
  expect(csv).toBe(
    'recordType,settlementId,attempt,decisionId,decidedAt,outcome,total,personal,insurerPaid,memberBenefit,acknowledged\n' +
      'REVERSE,"\'-S,1",2,d1,2026-01-01T08:00:00+08:00,paid,-100.00,-90.00,-80.00,0.00,true\n',
  );
});
