import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseWith } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import { resolutionRequest } from '../../src/settlement/review-requests.ts';
import { burden, type Story } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, policy, WENSHAN } from '../support/terms.ts';
import { Desk, INSURER, row } from './fixtures.ts';

const NEW_RESIDENT = policy(JIANGXI, { cohorts: ['new-resident'] });
const POLICY = NEW_RESIDENT.policyNo;
/** 115,000 in the catalog, of which the worked figure of the first band is 30,000. */
const STAY: Story = { costs: burden(11_500_000, 2_000_000) };
const PAID = row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00');

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
  desk.world.enroll([NEW_RESIDENT]);
});
afterEach(() => desk.close());

const resolve = (decisionId: string, benefits = [PAID], more = {}) => desk.resolve(JIANGXI, decisionId, benefits, more);
const code = async (promise: Promise<unknown>) => (await refusalOf(promise)).code;

describe('a decision that was pended is resolved', () => {
  test('it is paid to the member, split over the shares frozen in the decision', async () => {
    desk.world.registers.insurers = [
      { insurer: 'INS-A', share: Money.of('0.6') },
      { insurer: 'INS-B', share: Money.of('0.4') },
    ];
    const { decisionId } = await desk.settle(STAY);
    desk.world.registers.insurers = [{ insurer: 'INS-C', share: Money.ONE }];
    const { created, resolution } = await resolve(decisionId);
    expect(created).toBe(true);
    expect(resolution).toMatchObject({
      decisionId,
      scheme: JIANGXI,
      policyNo: POLICY,
      memberBenefit: '30000.00',
      businessDate: '2026-01-01',
      resolvedAt: '2026-01-01T00:00:00+08:00',
      resolvedBy: INSURER,
      insurers: [
        { insurer: 'INS-A', amount: '18000.00' },
        { insurer: 'INS-B', amount: '12000.00' },
      ],
      encounterId: 'E-S-1',
      already: false,
    });
  });

  test('before that, what it would come to is told as it then is, and nothing is booked', async () => {
    const { decisionId } = await desk.settle(STAY);
    const request = parseWith(resolutionRequest, { benefits: [PAID], note: '核对' });
    const shown = await desk.reviews.preview(INSURER, JIANGXI, decisionId, request);
    expect(await desk.booked(decisionId)).toEqual([]);
    expect(await desk.queue(JIANGXI)).toEqual([decisionId]);
    expect(await resolve(decisionId)).toEqual(shown);
    const again = await desk.reviews.preview(INSURER, JIANGXI, decisionId, request);
    expect(again).toEqual({ created: false, resolution: { ...shown.resolution, already: true } });
    const more = parseWith(resolutionRequest, { benefits: [{ ...PAID, paid: '30000.01' }] });
    expect(await code(desk.reviews.preview(INSURER, JIANGXI, decisionId, more))).toBe('RESOLUTION_CONFLICT');
  });

  test('what may be stated is told: benefits, tables and pots; and afterwards what was', async () => {
    const { decisionId } = await desk.settle(STAY);
    const before = await desk.reviews.of(JIANGXI, decisionId);
    const [queued] = (await desk.reviews.pended(JIANGXI, undefined, 1)).pended;
    expect(before).toMatchObject({ decisionId, resolved: [], open: [{ review: queued, itemGroups: true }] });
    expect(before.open[0]?.benefits.map(({ benefit, tables, pots }) => [benefit, tables, pots])).toEqual([
      ['in-catalog-inpatient', ['preexisting', 'standard'], ['in-catalog']],
      ['out-of-catalog-inpatient', ['preexisting', 'standard'], ['out-of-catalog']],
    ]);
    const { resolution } = await resolve(decisionId);
    const { already: _, ...booked } = resolution;
    expect(await desk.reviews.of(JIANGXI, decisionId)).toEqual({ decisionId, open: [], resolved: [booked] });
    expect(await code(desk.reviews.of(WENSHAN, decisionId))).toBe('REVIEW_NOT_FOUND');
    expect(await code(desk.reviews.of(JIANGXI, 'nosuch'))).toBe('REVIEW_NOT_FOUND');
  });

  test('it stands in the daily file as RESOLVE', async () => {
    const { decisionId, schemes } = await desk.settle(STAY);
    await resolve(decisionId);
    expect(await desk.rows(JIANGXI)).toEqual([
      {
        recordType: 'RESOLVE',
        scheme: JIANGXI,
        decisionId,
        hospitalId: 'H1',
        settlementId: 'S-1',
        policyNo: POLICY,
        admittedAt: '2024-03-01T09:00:00+08:00',
        dischargedAt: '2024-03-11T10:00:00+08:00',
        total: '135000.00',
        personal: '135000.00',
        insurerPaid: '0.00',
        memberBenefit: '30000.00',
        benefits: [['in-catalog-inpatient', '30000.00']],
        insurers: [['INS-1', '30000.00']],
        schemeDigest: schemes[0]?.schemeDigest,
        decidedAt: '2026-01-01T00:00:00+08:00',
        because: '',
      },
    ]);
  });

  test('it counts: the next stay goes on in the band behind it', async () => {
    const { decisionId } = await desk.settle(STAY);
    await resolve(decisionId);
    desk.world.enroll([policy(JIANGXI)]);
    const next = await desk.settle({ settlementId: 'S-2', costs: burden(10_000_000) });
    // No deductible is left, and the second 100,000 are paid at 50%.
    expect(next.insurerPaid).toBe('50000.00');
  });

  test("the hospital's receipt does not change", async () => {
    const before = await desk.settle(STAY);
    await resolve(before.decisionId);
    expect(await desk.world.service.query('H1', 'S-1')).toEqual(before);
  });

  test('what is stated of item groups and out-of-pocket counts too, whatever a group is called', async () => {
    const { decisionId } = await desk.settle(STAY);
    const itemGroups = ['constructor', '__proto__', 'MRI'].map((group) => ({ group, paid: '99000.00' }));
    await resolve(decisionId, [PAID], { itemGroups, outOfPocket: '12.30' });
    const { itemGroups: used, outOfPocket } = (await desk.used())[`${JIANGXI}/${POLICY}`] as Record<string, object>;
    expect([Object.entries(used ?? {}).sort(), outOfPocket]).toEqual([
      [
        ['MRI', '99000'],
        ['__proto__', '99000'],
        ['constructor', '99000'],
      ],
      '12.3',
    ]);
  });

  test('what commercial insurers paid may have used up more deductible than the base bore', async () => {
    const commercial = [{ kind: 'commercial', amount: '20000.00' }] as const;
    const { decisionId } = await desk.settle({ costs: burden(5_000_000), otherCompensation: commercial });
    const credited = { ...row('in-catalog-inpatient', '30000.00', '0.00', 'standard', '9000.00') };
    const { resolution } = await resolve(decisionId, [{ ...credited, deductibleApplied: '15000.00' }]);
    expect(resolution.memberBenefit).toBe('9000.00');
  });
});

describe('once only', () => {
  test('the same again is answered the same, in whatever order and with whatever note', async () => {
    const { decisionId } = await desk.settle(STAY);
    const both = [PAID, row('out-of-catalog-inpatient', '20000.00', '20000.00', null, '0.00')];
    const first = await resolve(decisionId, both, { note: '第一次' });
    desk.world.now += 86_400_000;
    const again = await resolve(decisionId, both.toReversed(), { policyNo: POLICY, encounterId: 'E-S-1' });
    expect(again).toEqual({ created: false, resolution: { ...first.resolution, already: true } });
    expect(await desk.booked(decisionId)).toEqual([`RESOLVE ${POLICY} 0.00 30000.00`]);
  });

  test('other content is a conflict, and shows what was resolved', async () => {
    const { decisionId } = await desk.settle(STAY);
    const { resolution } = await resolve(decisionId);
    for (const other of [{ outOfPocket: '0.01' }, { encounterId: 'E9' }, { itemGroups: [{ group: 'G', paid: 1 }] }]) {
      const refusal = await refusalOf(resolve(decisionId, [PAID], other));
      expect([refusal.code, refusal.detail.extensions]).toEqual([
        'RESOLUTION_CONFLICT',
        { resolution: { ...resolution, already: true } },
      ]);
    }
  });

  test('of two at once one wins', async () => {
    const { decisionId } = await desk.settle(STAY);
    const less = { ...PAID, paid: '1.00' };
    const outcomes = await Promise.allSettled([resolve(decisionId), resolve(decisionId, [less]), resolve(decisionId)]);
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value.created : one.reason.code))).toEqual([
      true,
      'RESOLUTION_CONFLICT',
      false,
    ]);
    expect(await desk.booked(decisionId)).toEqual([`RESOLVE ${POLICY} 0.00 30000.00`]);
  });

  test('no name reaches the journal in the clear', async () => {
    const { decisionId } = await desk.settle(STAY);
    await resolve(decisionId, [PAID], { note: '张三家属来电' });
    const bodies = (await desk.world.execute('SELECT body FROM entries')) as { body: string }[];
    expect(bodies.map(({ body }) => body).join()).not.toContain('张三');
  });
});

describe('what cannot be', () => {
  test.each([
    ['a benefit the scheme does not have', { ...PAID, benefit: 'teeth' }, '/benefits/0/benefit UNKNOWN_BENEFIT'],
    ['a table it does not have', { ...PAID, table: 'all' }, '/benefits/0/table UNKNOWN_TABLE'],
    ['an eligible amount in no table', { ...PAID, table: null }, '/benefits/0/table UNKNOWN_TABLE'],
  ])('%s', async (_name, benefit, expected) => {
    const { decisionId } = await desk.settle(STAY);
    const { code: found, detail } = await refusalOf(resolve(decisionId, [benefit]));
    expect([found, detail.errors?.map(({ pointer, code }) => `${pointer} ${code}`)]).toEqual([
      'INVALID_BODY',
      [expected],
    ]);
  });

  test('a benefit or an item group twice', async () => {
    const { decisionId } = await desk.settle(STAY);
    const groups = { itemGroups: [1, 2].map(() => ({ group: 'G', paid: '1.00' })) };
    const { detail } = await refusalOf(resolve(decisionId, [PAID, PAID], groups));
    expect(detail.errors?.map(({ pointer }) => pointer)).toEqual(['/benefits/1', '/itemGroups/1/group']);
  });

  test.each([
    ['more eligible than base', { eligible: '100000.01' }, '115000.00 ≠ 15000.00 + 100000.01'],
    ['more paid than is eligible', { paid: '100000.01' }, '100000.01 > 100000.00'],
    ['a payment of nothing', { base: '0', deductibleApplied: '0', eligible: '0', paid: '0.01' }, '0.01 > 0.00'],
    ['a base that is not used up', { deductibleApplied: '14999.99' }, '115000.00 ≠ 14999.99 + 100000.00'],
  ])('%s: both sides are told', async (_name, change, sides) => {
    const { decisionId } = await desk.settle(STAY);
    const { code: found, detail } = await refusalOf(resolve(decisionId, [{ ...PAID, ...change }]));
    expect(found).toBe('AMOUNTS_INCONSISTENT');
    expect([detail.detail, detail.detailEn]).toEqual([expect.stringContaining(sides), expect.stringContaining(sides)]);
  });

  test('more than the claim left to the patient: both figures are told', async () => {
    const charity = [{ kind: 'charity', amount: '105000.00' }] as const;
    const { decisionId } = await desk.settle({ ...STAY, otherCompensation: charity });
    const { code: found, detail } = await refusalOf(resolve(decisionId, [{ ...PAID, paid: '30000.01' }]));
    expect([found, detail.errors?.[0]]).toEqual([
      'AMOUNTS_INCONSISTENT',
      { pointer: '/benefits', code: 'INDEMNITY', message: expect.stringContaining('30000.01 > 30000.00') },
    ]);
    expect((await resolve(decisionId)).created).toBe(true);
  });

  test('what was decided, what is unknown and what is another scheme’s does not wait', async () => {
    desk.world.enroll([policy(JIANGXI)]);
    const { decisionId } = await desk.settle(STAY);
    expect(await code(resolve(decisionId))).toBe('REVIEW_NOT_FOUND');
    expect(await code(resolve('0'.repeat(32)))).toBe('REVIEW_NOT_FOUND');
    desk.world.enroll([NEW_RESIDENT]);
    const pended = await desk.settle({ ...STAY, settlementId: 'S-2' });
    expect(await code(desk.resolve(WENSHAN, pended.decisionId, [PAID]))).toBe('REVIEW_NOT_FOUND');
    expect(await code(resolve(pended.decisionId, [PAID], { policyNo: 'P9' }))).toBe('REVIEW_NOT_FOUND');
  });
});
