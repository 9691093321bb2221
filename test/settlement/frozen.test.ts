import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Money } from '../../src/money/money.ts';
import { burden, type Cost, type Story } from '../support/claims.ts';
import { JIANGXI, localHospital, policy, SANMING, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const DRUG: Cost = {
  code: 'XL01FF9',
  category: 'western-medicine',
  inScope: 0,
  firstSelfPay: 0,
  fullySelfPaid: 1_000_000,
  overLimit: 0,
};

/**
 * Three settlements, the terms changed after the second; then the first is reversed, which has the second decided again.
 * The second must be decided under its own terms, the third under the new ones, then as before.
 *
 * @returns what the second pays: at first, and when decided again; and what the third paid
 */
async function changedBetween(story: Story, change: () => void) {
  const settle = async (settlementId: string) => (await world.settle('H1', { ...story, settlementId })).decision;
  await settle('S-1');
  const second = await settle('S-2');
  change();
  const third = await settle('S-3');
  const again = async () => {
    await world.settle('H1', { ...story, settlementId: 'S-4', replaces: 'S-1' });
    const { adjustments, insurerPaid } = await world.service.query('H1', 'S-2');
    return { insurerPaid, adjusted: adjustments.map(({ amount }) => amount) };
  };
  return { second: second.insurerPaid, third: third.insurerPaid, again };
}

describe('what a decision was made under stays its own', () => {
  it('when the roster is corrected', async () => {
    world.registers.hospitals.set('H1', localHospital(SANMING));
    world.enroll([policy(SANMING)]);
    const { second, third, again } = await changedBetween({ costs: burden(2_000_000) }, () =>
      world.enroll([policy(SANMING, { preexisting: ['copd'] })]),
    );
    expect({ second, third }).toEqual({ second: '20000.00', third: '10000.00' });
    expect(await again()).toEqual({ insurerPaid: '20000.00', adjusted: [] });
  });

  it('when the policy is cancelled', async () => {
    world.registers.hospitals.set('H1', localHospital(SANMING));
    world.enroll([policy(SANMING)]);
    const { second, third, again } = await changedBetween({ costs: burden(2_000_000) }, () => world.enroll([]));
    expect({ second, third }).toEqual({ second: '20000.00', third: '0.00' });
    // S-4 itself is decided under the roster of now: it takes no deductible, which S-2 then bears.
    expect(await again()).toEqual({ insurerPaid: '20000.00', adjusted: ['-5000.00'] });
  });

  it('when a fact changes', async () => {
    world.registers.hospitals.set('H1', localHospital(SANMING));
    world.registers.factsOf.set(SANMING, { participationRate: '0.31' });
    world.enroll([policy(SANMING, { preexisting: ['copd'] })]);
    const { second, third, again } = await changedBetween({ costs: burden(16_500_000) }, () =>
      world.registers.factsOf.set(SANMING, {}),
    );
    // S-1: half of 160,000; S-2: half of 165,000, and all of the out-of-pocket above 100,000: 67,500.
    expect({ second, third }).toEqual({ second: '150000.00', third: '82500.00' });
    expect(await again()).toEqual({ insurerPaid: '150000.00', adjusted: [] });
  });

  it('when a list is replaced by a newer one, or nobody has it any more', async () => {
    world.registers.hospitals.set('H1', localHospital(WENSHAN));
    world.enroll([policy(WENSHAN)]);
    const { second, third, again } = await changedBetween({ costs: [DRUG] }, () =>
      world.registers.importList('wenshan-drugs-devices', [{ code: 'OTHER', name: '', class: '' }]),
    );
    // On the list: 80%. Off it: 20% above what is left of the deductible of 12,000, to which S-1 and S-2 left 2,000 each.
    expect({ second, third }).toEqual({ second: '8000.00', third: '400.00' });
    world.registers.dropList('wenshan-drugs-devices');
    expect(await again()).toEqual({ insurerPaid: '8000.00', adjusted: [] });
  });

  it('when the hospital loses its designation', async () => {
    world.registers.hospitals.set('H1', localHospital(WENSHAN));
    world.enroll([policy(WENSHAN)]);
    const { second, third, again } = await changedBetween({ costs: burden(2_000_000) }, () =>
      world.registers.hospitals.set('H1', localHospital(WENSHAN, { designated: false })),
    );
    expect({ second, third }).toEqual({ second: '16000.00', third: '0.00' });
    // S-4 is declined now and uses no deductible; S-2 bears the 12,000.
    expect(await again()).toEqual({ insurerPaid: '16000.00', adjusted: ['-9600.00'] });
  });

  it('when the shares of the insurers change', async () => {
    world.registers.hospitals.set('H1', localHospital(WENSHAN));
    world.enroll([policy(WENSHAN)]);
    const { again } = await changedBetween({ costs: burden(2_000_000) }, () => {
      world.registers.insurers = [
        { insurer: 'INS-2', share: Money.of('0.5') },
        { insurer: 'INS-3', share: Money.of('0.5') },
      ];
    });
    await world.reverse('H1', 'S-1');
    const { decisionId } = await world.service.query('H1', 'S-2');
    const adjusted = (await world.recorded(decisionId)).postings.filter(({ recordType }) => recordType === 'ADJUST');
    expect(adjusted.map(({ insurers }) => insurers)).toEqual([[['INS-1', '-9600.00']]]);
    await again();
    expect((await world.service.query('H1', 'S-3')).schemes[0]?.insurers.map(({ insurer }) => insurer)).toEqual([
      'INS-2',
      'INS-3',
    ]);
  });

  it('when the brake is pulled', async () => {
    world.registers.hospitals.set('H1', localHospital(WENSHAN));
    world.enroll([policy(WENSHAN)]);
    const { second, third } = await changedBetween({ costs: burden(2_000_000) }, () =>
      world.registers.factsOf.set(WENSHAN, { autoPayStop: 'true' }),
    );
    expect({ second, third }).toEqual({ second: '16000.00', third: '0.00' });
    world.registers.factsOf.clear();
    await world.reverse('H1', 'S-1');
    expect((await world.service.query('H1', 'S-2')).adjustments.map(({ amount }) => amount)).toEqual(['-9600.00']);
    expect(await world.service.query('H1', 'S-3')).toMatchObject({ outcome: 'pended', adjustments: [] });
  });
});

describe('the policy of another year', () => {
  it('is not taken up, and stays out when the settlement is decided again', async () => {
    world.registers.hospitals.set('H1', localHospital(JIANGXI));
    const later = policy(JIANGXI, { policyNo: 'P-later', effectiveFrom: '2025-06-01', effectiveTo: '2026-05-31' });
    world.enroll([policy(JIANGXI), later]);
    const { second, again } = await changedBetween({ costs: burden(2_000_000) }, () => world.enroll([later]));
    expect(second).toBe('6000.00');
    expect(await again()).toEqual({ insurerPaid: '6000.00', adjusted: ['-4500.00'] });
  });
});
