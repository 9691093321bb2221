import { describe, expect, test } from 'vitest';
import { adjudicate } from '../../../src/adjudication/adjudicate.ts';
import { foldName } from '../../../src/claim/identity.ts';
import { parseClaim } from '../../../src/claim/parse.ts';
import { FUNDS } from '../../../src/claim/vocabulary.ts';
import type { Visit } from '../../../src/console/page.ts';
import { type BillRow, billRows, partsOf } from '../../../src/console/settlement/bill.ts';
import { billTable, waterfall } from '../../../src/console/settlement/waterfall.ts';
import { Money } from '../../../src/money/money.ts';
import { type BilledSettlement, billDocument } from '../../../src/settlement/bill.ts';
import { toDocument } from '../../../src/settlement/decision-document.ts';
import { claimInput, NOW, type Story, stories, yuan } from '../../support/claims.ts';
import { fc, tries } from '../../support/properties.ts';
import {
  atDischarge,
  DIBUBAO,
  JIANGXI,
  localHospital,
  NANTONG,
  policy,
  termsOf,
  WENSHAN,
} from '../../support/terms.ts';

/** What hospitals and several funds take of what the funds paid in a story, in shares of it. */
const split = fc.array(fc.record({ fund: fc.constantFrom(...FUNDS, undefined), share: fc.nat(100) }), { maxLength: 5 });

function billed(
  story: Story,
  schemes: readonly string[],
  parts: { fund: (typeof FUNDS)[number] | undefined; share: number }[],
): BilledSettlement {
  let left = story.funds ?? 0;
  let borne = 0;
  const payments = parts.flatMap(({ fund, share }) => {
    const amount = Math.floor((left * share) / 100);
    left -= amount;
    if (fund !== undefined) return [{ fund, amount: yuan(amount) }];
    borne += amount;
    return [];
  });
  payments.push({ fund: 'basic-pooling', amount: yuan(left) });
  const input = claimInput(story);
  // The account pays all of it before the insurers are asked: then there is something to give back.
  const account = story.accountPaid === 30_000 ? { accountPaid: input.personal } : {};
  const claim = parseClaim({ ...input, payments, hospitalBorne: yuan(borne), ...account }, NOW);
  const found = adjudicate({
    claim,
    ...atDischarge(claim),
    nameKey: foldName(claim.patient.name),
    hospital: localHospital(schemes[0] ?? JIANGXI),
    terms: schemes.map((scheme) => termsOf(policy(scheme))),
    accumulators: new Map(),
  });
  const head = { decisionId: 'D', settlementId: 'S', hospitalId: 'H1', kind: 'settlement', attempt: 1 } as const;
  const decision = toDocument({ ...head, decidedAt: NOW, businessDate: '2026-01-01' }, found);
  return {
    bill: billDocument(claim),
    decision: { ...decision, adjustments: [], reversal: null, acknowledgedAt: null },
    attempts: [],
    replaces: null,
  };
}

const cases = fc
  .constantFrom(['2024', JIANGXI], ['2022', NANTONG, DIBUBAO], ['2024', WENSHAN], ['2024'])
  .chain(([year = '', ...schemes]) =>
    fc.record({ story: stories({ year }), schemes: fc.constant(schemes), parts: split }),
  );

const name = (scheme: string) => ({
  zh: `一个名称相当长的补充医疗保险方案（${scheme}）`,
  en: `A scheme with quite a long name ${scheme}`,
});
const visit = (language: 'zh' | 'en') => ({ say: (words) => words[language] }) as Visit;
const level = (rows: readonly BillRow[], zh: string) =>
  rows.find((row) => row.payer === 'level' && row.name.zh === zh)?.amount.toFixed2();

describe('a bill', () => {
  test('is the sum of its parts to the fen, whoever pays', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(cases, ({ story, schemes, parts }) => {
        const one = billed(story, schemes, parts);
        const rows = billRows(one, name);
        const all = partsOf(rows);
        expect(Money.sum(all.map(({ amount }) => amount)).toFixed2()).toBe(one.bill.total);
        expect(all.every(({ amount }) => !amount.isZero())).toBe(true);
        expect(level(rows, '个人负担')).toBe(one.bill.personal);
        expect(level(rows, '患者自付')).toBe(one.decision.patientPays);
        for (const { payer, amount } of all) seen.add(`${payer}${amount.isNegative() ? ' back' : ''}`);
      }),
      tries(400),
    );
    // The property has seen each kind of part, refunds and what is paid twice too.
    expect([...seen].sort()).toEqual([
      'hospital',
      'insurer',
      'other',
      'other back',
      'patient',
      'patient back',
      'public',
    ]);
  });

  test('is drawn within its frame, no text upon another, and told to who does not see it', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('zh' as const, 'en' as const), ({ story, schemes, parts }, language) => {
        const rows = billRows(billed(story, schemes, parts), name);
        const drawn = waterfall(visit(language), rows).toString();
        for (const svg of drawn.split('<svg').slice(1)) {
          const [width = 0, height = 0] = (/viewBox="0 0 (\d+) ([\d.]+)"/.exec(svg) ?? []).slice(1).map(Number);
          const names = [...svg.matchAll(/<text x="0" y="([\d.]+)">/g)].map(([, y]) => Number(y));
          for (const [index, y] of names.slice(1).entries()) expect(y - (names[index] ?? 0)).toBeGreaterThanOrEqual(20);
          const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)"/g)];
          expect(bars).toHaveLength(rows.length);
          for (const [x = 0, y = 0, wide = 0, high = 0] of bars.map((bar) => bar.slice(1).map(Number))) {
            expect(x + wide).toBeLessThanOrEqual(width + 2);
            expect(y + high).toBeLessThanOrEqual(height);
          }
        }
        const told = /<desc[^>]*>([^<]*)<\/desc>/.exec(drawn)?.[1] ?? '';
        const table = billTable(visit(language), rows).toString();
        for (const part of partsOf(rows)) {
          const figure = part.amount
            .abs()
            .toFixed2()
            .replaceAll(/\B(?=(\d{3})+\.)/g, ',');
          expect(told).toContain(figure);
          expect(table).toContain(figure);
        }
      }),
      tries(60),
    );
  });

  test('of nothing is drawn, too', () => {
    const story: Story = { costs: [], withoutLines: true };
    const drawn = waterfall(visit('zh'), billRows(billed(story, [], []), name)).toString();
    expect(drawn).not.toContain('NaN');
    expect(drawn).toContain('0.00');
  });
});
