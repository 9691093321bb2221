import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyMember } from '../../src/settlement/verify.ts';
import { burden } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, policy, WENSHAN } from '../support/terms.ts';
import { Desk, INSURER, row } from './fixtures.ts';

const CLAIM = {
  claimNo: 'C-1',
  policyNo: `P-${JIANGXI}`,
  settledOn: '2024-01-05',
  benefits: [row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00')],
  hospitalId: 'H1',
};

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
  desk.world.enroll([policy(JIANGXI)]);
});
afterEach(() => desk.close());

const verified = () => verifyMember(desk.world.ledger, desk.world.registers, desk.world.member());

test('it is as if the claim had never been; later settlements are adjusted on the day', async () => {
  const earlier = await desk.settle({ settlementId: 'S-0', costs: burden(1_000_000) });
  const used = await desk.used();
  const { claim } = await desk.external(JIANGXI, CLAIM);
  const later = await desk.settle({ costs: burden(1_500_000) });
  // The deductible is used up, the first band too.
  expect(later.insurerPaid).toBe('7500.00');

  desk.world.now += 86_400_000;
  const answer = await desk.cancel(JIANGXI, 'C-1');
  const cancellation = {
    businessDate: '2026-01-02',
    cancelledAt: '2026-01-02T00:00:00+08:00',
    cancelledBy: INSURER,
  };
  expect(answer).toEqual({ created: true, claim: { ...claim, cancellation } });
  // 10,000 of the deductible were used before: 5,000 now, then 30 % of 10,000.
  expect((await desk.world.service.query('H1', 'S-1')).adjustments).toEqual([
    { businessDate: '2026-01-02', scheme: JIANGXI, amount: '-4500.00', because: 'EXTERNAL C-1' },
  ]);
  expect(await desk.world.service.query('H1', 'S-0')).toEqual(earlier);
  expect(await verified()).toBeUndefined();
  await desk.world.reverse('H1', 'S-1');
  expect(await desk.used()).toEqual(used);
});

test('it stands in the daily file of its day, without a payment and of no hospital', async () => {
  await desk.external(JIANGXI, CLAIM);
  await desk.cancel(JIANGXI, 'C-1');
  const [booked, back] = await desk.rows(JIANGXI);
  expect(booked).toMatchObject({ recordType: 'EXTERNAL', hospitalId: 'H1', settlementId: 'C-1' });
  expect(back).toEqual({ ...booked, recordType: 'REVERSE', hospitalId: '' });
});

test('a later settlement that is now a person’s to decide opens a review', async () => {
  const nearlyAll = row('in-catalog-inpatient', '1365000.00', '15000.00', 'standard', '990000.00');
  await desk.external(JIANGXI, { ...CLAIM, benefits: [nearlyAll] });
  desk.world.registers.factsOf.set(JIANGXI, { autoPayLimit: '20000.00' });
  const { decisionId, insurerPaid } = await desk.settle({ costs: burden(11_500_000) });
  await desk.cancel(JIANGXI, 'C-1');
  expect([insurerPaid, (await desk.booked(decisionId)).at(-1), await desk.queue(JIANGXI)]).toEqual([
    '10000.00',
    `ADJUST P-${JIANGXI} 0.00 -10000.00`,
    [decisionId],
  ]);
});

describe('once', () => {
  test('again it is answered the same and changes nothing, whatever the reason', async () => {
    await desk.external(JIANGXI, CLAIM);
    const first = await desk.cancel(JIANGXI, 'C-1');
    const before = await desk.world.counts();
    desk.world.now += 86_400_000;
    const again = await desk.cancel(JIANGXI, 'C-1', { reason: '另一原因' });
    expect(again).toEqual({ created: false, claim: { ...first.claim, already: true } });
    expect(await desk.world.counts()).toEqual(before);
  });

  test('of many at once one counts', async () => {
    await desk.external(JIANGXI, CLAIM);
    const all = await Promise.all(Array.from({ length: 8 }, () => desk.cancel(JIANGXI, 'C-1')));
    expect(all.filter(({ created }) => created).length).toBe(1);
    expect((await desk.rows(JIANGXI)).length).toBe(2);
  });

  test.each([
    ['a late retry', {}],
    ['a correction', { outOfPocket: '1.00' }],
  ])('%s does not bring it back under its number', async (_name, change) => {
    await desk.external(JIANGXI, CLAIM);
    const { claim } = await desk.cancel(JIANGXI, 'C-1');
    const { code, detail } = await refusalOf(desk.external(JIANGXI, { ...CLAIM, ...change }));
    expect([code, detail.extensions]).toEqual(['EXTERNAL_CLAIM_CANCELLED', { claim: { ...claim, already: true } }]);
    expect(await desk.used()).toEqual({});
    expect((await desk.external(JIANGXI, { ...CLAIM, claimNo: 'C-2', ...change })).created).toBe(true);
  });
});

test('what was never booked, or is a decision of ours, is not found', async () => {
  desk.world.enroll([policy(JIANGXI, { cohorts: ['new-resident'] })]);
  const { decisionId } = await desk.settle({ costs: burden(11_500_000) });
  await desk.resolve(JIANGXI, decisionId, CLAIM.benefits);
  for (const claimNo of ['C-9', decisionId, `EXTERNAL ${decisionId}`, '']) {
    expect((await refusalOf(desk.cancel(JIANGXI, claimNo))).code).toBe('EXTERNAL_CLAIM_NOT_FOUND');
  }
});

test('another scheme’s claim of the same number stays', async () => {
  desk.world.enroll([policy(JIANGXI), policy(WENSHAN)]);
  await desk.external(JIANGXI, CLAIM);
  const other = row('in-catalog-inpatient', '50000.00', '12000.00', 'all', '30400.00');
  await desk.external(WENSHAN, { ...CLAIM, policyNo: `P-${WENSHAN}`, benefits: [other] });
  await desk.cancel(JIANGXI, 'C-1');
  expect(Object.keys(await desk.used())).toEqual([`${WENSHAN}/P-${WENSHAN}`]);
  expect((await desk.cancel(WENSHAN, 'C-1')).created).toBe(true);
  expect(await desk.used()).toEqual({});
});

test('the reason is kept encrypted', async () => {
  await desk.external(JIANGXI, CLAIM);
  await desk.cancel(JIANGXI, 'C-1', { reason: '王某某重复报案' });
  const bodies = await desk.world.execute("SELECT body, personal FROM entries WHERE type = 'CANCEL'");
  expect(bodies).toEqual([{ body: expect.not.stringContaining('王某某'), personal: expect.any(Buffer) }]);
  expect(JSON.stringify(bodies)).not.toContain('王某某');
});
