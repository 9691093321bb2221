import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { burden } from '../support/claims.ts';
import { NAME, residentId } from '../support/people.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, NANTONG, policy } from '../support/terms.ts';
import { Desk, row, twoYears } from './fixtures.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
});
afterEach(() => desk.close());

const NEW = policy(JIANGXI, { cohorts: ['new-resident'] });

test('a review tells what is needed to decide it, and not who it is', async () => {
  desk.world.enroll([NEW]);
  const otherCompensation = [{ kind: 'charity', amount: '5000.00' }] as const;
  const { decisionId, decidedAt } = await desk.settle({ costs: burden(3_000_000, 1_000_000), otherCompensation });
  const queue = await desk.reviews.pended(JIANGXI, undefined, 100);
  expect(queue).toEqual({
    scheme: JIANGXI,
    pended: [
      {
        decisionId,
        hospitalId: 'H1',
        settlementId: 'S-1',
        attempt: 1,
        policyNo: NEW.policyNo,
        decidedAt,
        businessDate: '2026-01-01',
        status: 'pended',
        reason: 'NEW_RESIDENT_DOCUMENTS',
        benefits: [],
        total: '40000.00',
        personal: '40000.00',
        paid: '0.00',
        left: '35000.00',
        pots: { inCatalog: '30000.00', outOfCatalog: '10000.00' },
      },
    ],
    next: null,
  });
  expect(JSON.stringify(queue)).not.toMatch(new RegExp(`${NAME}|${residentId(2)}`));
});

test('where single benefits are pended the others may have been paid', async () => {
  desk.world.registers.hospitals.set('H1', {
    id: 'H1',
    region: '320602',
    level: 3,
    ownership: 'public',
    designated: true,
    drg: true,
  });
  desk.world.enroll([policy(NANTONG)]);
  const diagnoses = [{ code: 'C34.900', principal: true, firstConfirmedOn: '2024-02-01' }];
  await desk.settle({ costs: burden(1_800_000), encounter: { diagnoses } });
  const { pended } = await desk.reviews.pended(NANTONG, undefined, 100);
  expect(pended).toMatchObject([
    {
      status: 'paid',
      reason: null,
      benefits: [{ benefit: 'malignancy-lump-sum', reason: 'NEEDS_REVIEW' }],
      personal: '18000.00',
      paid: '7000.00',
      left: '11000.00',
      pots: null,
    },
  ]);
});

test('only what waits is in it, and only for its own scheme', async () => {
  desk.world.enroll([NEW]);
  const [resolved, reversed, open] = [
    await desk.settle({ settlementId: 'S-1', costs: burden(1_000) }),
    await desk.settle({ settlementId: 'S-2', costs: burden(1_000) }),
    await desk.settle({ settlementId: 'S-3', costs: burden(1_000) }),
  ];
  await desk.resolve(JIANGXI, resolved.decisionId, [row('in-catalog-inpatient', '10.00', '10.00', null, '0.00')]);
  await desk.world.reverse('H1', reversed.settlementId);
  expect(await desk.queue(JIANGXI)).toEqual([open.decisionId]);
  expect(await desk.queue(NANTONG)).toEqual([]);
});

describe('page by page', () => {
  test('each once, oldest first, while others are resolved and come in', async () => {
    desk.world.enroll([NEW]);
    const settle = async (no: number) =>
      (await desk.settle({ settlementId: `S-${no}`, costs: burden(1_000) })).decisionId;
    const ids = [await settle(1), await settle(2), await settle(3), await settle(4)];
    const first = await desk.reviews.pended(JIANGXI, undefined, 2);
    await desk.resolve(JIANGXI, ids[1] ?? '', [row('in-catalog-inpatient', '10.00', '10.00', null, '0.00')]);
    ids.push(await settle(5));
    const second = await desk.reviews.pended(JIANGXI, first.next ?? '', 2);
    const third = await desk.reviews.pended(JIANGXI, second.next ?? '', 2);
    const seen = [first, second, third].map(({ pended }) => pended.map(({ decisionId }) => decisionId));
    expect(seen).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third.next).toBeNull();
  });

  test('a page may end between two policies of one decision', async () => {
    desk.world.registers.hospitals.set('H1', {
      id: 'H1',
      region: '320602',
      level: 3,
      ownership: 'public',
      designated: true,
      drg: true,
    });
    desk.world.enroll(twoYears());
    await desk.settle({ costs: burden(3_000_000) });
    const first = await desk.reviews.pended(NANTONG, undefined, 1);
    const second = await desk.reviews.pended(NANTONG, first.next ?? '', 1);
    expect([...first.pended, ...second.pended].map(({ policyNo }) => policyNo)).toEqual(['P-2023', 'P-2024']);
    expect(second.next).toBeNull();
  });

  test.each(['', 'x', 'MTIz', 'OTk5OTk5OTk5OTk5OTk5OTk5OSBQ'])('after %s is refused', async (after) => {
    expect((await refusalOf(desk.reviews.pended(JIANGXI, after, 1))).code).toBe('INVALID_PARAMETER');
  });
});
