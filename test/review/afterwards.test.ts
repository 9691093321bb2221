import { afterEach, describe, expect, test } from 'vitest';
import { readjudicate } from '../../src/settlement/readjudicate.ts';
import { burden, type Story } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, NANTONG, policy, WENSHAN } from '../support/terms.ts';
import { Desk, row, twoYears } from './fixtures.ts';

let desk: Desk;
afterEach(() => desk.close());

async function open(scheme: string, change = {}): Promise<void> {
  desk = await Desk.open(scheme);
  desk.world.enroll([policy(scheme, change)]);
}

const code = async (promise: Promise<unknown>) => (await refusalOf(promise)).code;
const STAY: Story = { costs: burden(11_500_000) };
const PAID = row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00');
const NOTHING = row('in-catalog-inpatient', '0.00', '0.00', null, '0.00');
const NEW = { cohorts: ['new-resident'] };

describe('a settlement that was resolved', () => {
  test('is reversed with its resolution', async () => {
    await open(JIANGXI, NEW);
    const first = await desk.settle(STAY);
    await desk.resolve(JIANGXI, first.decisionId, [PAID]);
    await desk.world.reverse('H1', 'S-1');
    expect(await desk.booked(first.decisionId)).toEqual([
      `RESOLVE P-${JIANGXI} 0.00 30000.00`,
      `ADJUST P-${JIANGXI} 0.00 -30000.00`,
    ]);
    expect(await desk.used()).toEqual({});
    expect(await code(desk.resolve(JIANGXI, first.decisionId, [PAID]))).toBe('SETTLEMENT_REVERSED');
  });

  test('gives back what it resolved when another settlement replaces it', async () => {
    await open(JIANGXI, NEW);
    const first = await desk.settle(STAY);
    await desk.resolve(JIANGXI, first.decisionId, [PAID]);
    const second = await desk.settle({ ...STAY, settlementId: 'S-2', replaces: 'S-1' });
    expect((await desk.booked(first.decisionId)).at(-1)).toBe(`ADJUST P-${JIANGXI} 0.00 -30000.00`);
    expect(await desk.used()).toEqual({});
    expect(await desk.queue(JIANGXI)).toEqual([second.decisionId]);
  });

  test('is live for a further attempt once it was paid for, and not where the insurer paid nothing', async () => {
    await open(JIANGXI, NEW);
    const paid = await desk.settle(STAY);
    const declined = await desk.settle({ ...STAY, settlementId: 'S-2' });
    await desk.resolve(JIANGXI, paid.decisionId, [PAID]);
    await desk.resolve(JIANGXI, declined.decisionId, [NOTHING]);
    expect(await code(desk.settle({ ...STAY, attempt: 2 }))).toBe('ATTEMPT_LIVE');
    const again = await desk.settle({ ...STAY, settlementId: 'S-2', attempt: 2 });
    expect(await desk.queue(JIANGXI)).toEqual([again.decisionId]);
    expect(await code(desk.resolve(JIANGXI, declined.decisionId, [NOTHING]))).toBe('SETTLEMENT_REVERSED');
  });

  test('that was reversed before anybody resolved it waits no longer', async () => {
    await open(JIANGXI, NEW);
    const { decisionId } = await desk.settle(STAY);
    await desk.world.reverse('H1', 'S-1');
    expect(await desk.queue(JIANGXI)).toEqual([]);
    expect(await code(desk.resolve(JIANGXI, decisionId, [PAID]))).toBe('SETTLEMENT_REVERSED');
  });
});

describe('what was left to a person is not paid a second time by a later run', () => {
  /** The first stay uses up the deductible, so that the second is above what may be paid without a look. */
  async function braked(): Promise<{ first: string; second: string }> {
    await open(JIANGXI);
    desk.world.registers.factsOf.set(JIANGXI, { autoPayLimit: '28000.00' });
    const first = await desk.settle({ costs: burden(1_500_000) });
    const second = await desk.settle({ settlementId: 'S-2', costs: burden(10_000_000) });
    expect(second.schemes[0]).toMatchObject({ status: 'pended', reason: 'MANUAL_REVIEW' });
    return { first: first.decisionId, second: second.decisionId };
  }
  const stated = row('in-catalog-inpatient', '100000.00', '0.00', 'standard', '30000.00');

  test('resolved, then the earlier stay is reversed: the word of the insurer stands', async () => {
    const { second } = await braked();
    await desk.resolve(JIANGXI, second, [stated]);
    await desk.world.reverse('H1', 'S-1');
    expect(await desk.booked(second)).toEqual([`RESOLVE P-${JIANGXI} 0.00 30000.00`]);
    const { benefits } = (await desk.used())[`${JIANGXI}/P-${JIANGXI}`] as { benefits: Record<string, object> };
    expect(benefits['in-catalog-inpatient']).toMatchObject({ paid: '30000', eligible: { standard: '100000' } });
  });

  test('the earlier stay is reversed, which pays it, then resolved: what was paid by itself is taken back', async () => {
    const { second } = await braked();
    await desk.world.reverse('H1', 'S-1');
    // 85,000 at 30% are below what may be paid without a look.
    expect(await desk.booked(second)).toEqual([`ADJUST P-${JIANGXI} 0.00 25500.00`]);
    await desk.resolve(JIANGXI, second, [stated]);
    expect(await desk.booked(second)).toEqual([
      `ADJUST P-${JIANGXI} 0.00 25500.00`,
      `RESOLVE P-${JIANGXI} 0.00 30000.00`,
      `ADJUST P-${JIANGXI} 0.00 -25500.00`,
    ]);
  });

  test('a list that comes late does not pay what was resolved without it', async () => {
    await open(WENSHAN);
    desk.world.registers.dropList('wenshan-drugs-devices');
    const drug = {
      code: 'XL01EB02A001',
      category: 'western-medicine',
      inScope: 0,
      firstSelfPay: 0,
      overLimit: 0,
    } as const;
    const story: Story = { costs: [{ ...drug, fullySelfPaid: 1_000_000 }], encounter: { setting: 'outpatient' } };
    const { decisionId } = await desk.settle(story);
    const other = await desk.settle({ ...story, settlementId: 'S-2' });
    await desk.resolve(WENSHAN, decisionId, [row('listed-drugs-devices', '10000.00', '0.00', 'all', '8000.00')]);
    desk.world.registers.importList('wenshan-drugs-devices', [{ code: 'XL01', name: '', class: '' }]);
    const { ledger, registers } = desk.world;
    const clock = { real: () => desk.world.now, business: () => desk.world.now };
    const order = { scheme: WENSHAN, from: '2020-01-01', reason: '清单补录' };
    for await (const _ of readjudicate(ledger, registers, clock, order, true));
    expect(await desk.booked(decisionId)).toEqual([`RESOLVE P-${WENSHAN} 0.00 8000.00`]);
    expect(await desk.booked(other.decisionId)).toEqual([`ADJUST P-${WENSHAN} 0.00 8000.00`]);
  });
});

describe('single benefits', () => {
  const severe = { code: 'C34.900', principal: true, firstConfirmedOn: '2024-02-01' };
  const story: Story = { costs: burden(1_800_000), encounter: { diagnoses: [severe] } };

  test('only those that are pended can be resolved; a lump sum is outside the guard', async () => {
    await open(NANTONG);
    const { decisionId, schemes } = await desk.settle({
      ...story,
      otherCompensation: [{ kind: 'charity', amount: '11000.00' }],
    });
    expect(schemes[0]).toMatchObject({ status: 'paid', insurerPaid: '7000.00' });
    const copay = row('inpatient-copay', '10000.00', '0.00', 'all', '1.00');
    const { detail } = await refusalOf(desk.resolve(NANTONG, decisionId, [copay]));
    expect(detail.errors?.[0]).toMatchObject({ code: 'NOT_PENDED', pointer: '/benefits/0/benefit' });
    const lump = row('malignancy-lump-sum', '10000.00', '0.00', null, '10000.00');
    const wrong = { ...lump, table: 'all' };
    expect(await code(desk.resolve(NANTONG, decisionId, [wrong]))).toBe('INVALID_BODY');
    await desk.resolve(NANTONG, decisionId, [lump]);
    expect(await desk.booked(decisionId)).toEqual([
      `SETTLE P-${NANTONG} 7000.00 0.00`,
      `RESOLVE P-${NANTONG} 0.00 10000.00`,
    ]);
    const next = await desk.settle({ ...story, settlementId: 'S-2' });
    expect(next.schemes[0]?.benefits.find(({ benefit }) => benefit === 'malignancy-lump-sum')).toMatchObject({
      status: 'nothing-due',
      reason: 'LIMIT_EXHAUSTED',
    });
  });

  test("a deductible per admission counts in the settlement's own encounter, or in the one that is named", async () => {
    await open(NANTONG);
    const stay = (settlementId: string, from: string, through: string, name?: string): Story => ({
      settlementId,
      costs: burden(1_000_000),
      ...(name === undefined ? {} : { name }),
      encounter: { id: 'E1', interim: true, dischargedAt: null, billedFrom: from, billedThrough: through },
    });
    const [a, b, c] = ['2024-03-01T09:00:00+08:00', '2024-03-05T00:00:00+08:00', '2024-03-09T00:00:00+08:00'] as const;
    const { decisionId } = await desk.settle(stay('S-1', a, b, '测试乙'));
    await desk.resolve(NANTONG, decisionId, [row('inpatient-copay', '10000.00', '8000.00', 'all', '1400.00')]);
    expect((await desk.settle(stay('S-2', b, c))).insurerPaid).toBe('7000.00');

    const away = await desk.settle({ settlementId: 'S-3', costs: burden(1_000_000), name: '测试乙' });
    const benefits = [row('inpatient-copay', '10000.00', '8000.00', 'all', '1400.00')];
    await desk.resolve(NANTONG, away.decisionId, benefits, { encounterId: 'E9' });
    const ninth = { settlementId: 'S-4', costs: burden(1_000_000), encounter: { id: 'E9' } };
    expect((await desk.settle(ninth)).insurerPaid).toBe('7000.00');
  });
});

describe('what is paid by hand and by itself never exceeds what the claim left (A9)', () => {
  const drug = {
    code: 'XL01EB02A001',
    category: 'western-medicine',
    inScope: 0,
    firstSelfPay: 0,
    overLimit: 0,
  } as const;
  const stay = (inCatalog: number, listed: number, charity: string): Story => ({
    settlementId: 'S-2',
    costs: [...burden(inCatalog), { ...drug, fullySelfPaid: listed }],
    otherCompensation: [{ kind: 'charity', amount: charity }],
  });
  const listed = (base: string, paid: string) => [row('listed-drugs-devices', base, '0.00', 'all', paid)];

  test('a payment by hand does not make room for itself', async () => {
    await open(WENSHAN);
    desk.world.registers.dropList('wenshan-drugs-devices');
    const { decisionId, insurerPaid } = await desk.settle(stay(5_200_000, 200_000, '21000.00'));
    expect(insurerPaid).toBe('32000.00');
    const { detail } = await refusalOf(desk.resolve(WENSHAN, decisionId, listed('2000.00', '1000.01')));
    expect(detail.detailEn).toContain('1000.01 > 1000.00');
    await desk.resolve(WENSHAN, decisionId, listed('2000.00', '1000.00'));
    expect(await desk.booked(decisionId)).toEqual([
      `SETTLE P-${WENSHAN} 32000.00 0.00`,
      `RESOLVE P-${WENSHAN} 0.00 1000.00`,
    ]);
  });

  test('what a reversal pays more comes after what was paid by hand', async () => {
    await open(WENSHAN);
    desk.world.registers.dropList('wenshan-drugs-devices');
    await desk.settle({ costs: burden(300_000_000) });
    const { decisionId, insurerPaid } = await desk.settle(stay(10_000_000, 1_000_000, '35000.00'));
    expect(insurerPaid).toBe('0.00');
    await desk.resolve(WENSHAN, decisionId, listed('10000.00', '8000.00'));
    await desk.world.reverse('H1', 'S-1');
    // 80% of 88,000 would be 70,400; of the 75,000 that charity left, 8,000 are paid already.
    expect((await desk.booked(decisionId)).at(-1)).toBe(`ADJUST P-${WENSHAN} 0.00 67000.00`);
  });
});

test('a stay over two policy years is split by hand: each policy has its resolution, and gives its own back', async () => {
  desk = await Desk.open(NANTONG);
  desk.world.enroll(twoYears());
  const { decisionId, schemes } = await desk.settle({ costs: burden(3_000_000) });
  expect(schemes.map(({ policyNo, reason }) => `${policyNo} ${reason}`)).toEqual([
    'P-2023 SPLIT_PERIOD',
    'P-2024 SPLIT_PERIOD',
  ]);
  const part = (base: string, paid: string) => [row('inpatient-copay', base, '8000.00', 'all', paid)];
  const { code: found, detail } = await refusalOf(desk.resolve(NANTONG, decisionId, part('18000.00', '7000.00')));
  expect([found, detail.errors?.[0]?.pointer]).toEqual(['INVALID_BODY', '/policyNo']);
  await desk.resolve(NANTONG, decisionId, part('18000.00', '7000.00'), { policyNo: 'P-2023' });
  expect(await desk.queue(NANTONG)).toEqual([decisionId]);
  // Both are paid out of the one claim.
  const tooMuch = desk.resolve(NANTONG, decisionId, part('32000.00', '23000.01'), { policyNo: 'P-2024' });
  expect((await refusalOf(tooMuch)).detail.detailEn).toContain('23000.01 > 23000.00');
  await desk.resolve(NANTONG, decisionId, part('12000.00', '2800.00'), { policyNo: 'P-2024' });
  expect(Object.keys(await desk.used())).toEqual([`${NANTONG}/P-2023`, `${NANTONG}/P-2024`]);
  await desk.world.reverse('H1', 'S-1');
  expect((await desk.booked(decisionId)).slice(2)).toEqual([
    'ADJUST P-2023 0.00 -7000.00',
    'ADJUST P-2024 0.00 -2800.00',
  ]);
  expect(await desk.used()).toEqual({});
});
