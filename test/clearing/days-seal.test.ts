import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sealDays } from '../../src/clearing/days/seal.ts';
import { DAYS_CHAIN, sealOf } from '../../src/clearing/days/sealed.ts';
import { verifyDays } from '../../src/clearing/days/verify.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { NANTONG, SCHEMES } from '../support/terms.ts';
import type { World } from '../support/world.ts';
import {
  book,
  DAY,
  daysAfter,
  endDay,
  FIRST,
  filesOf,
  KEYS,
  nantong,
  PUBLIC_KEYS,
  replicaOf,
  rowsOf,
  sealingOf,
  stay,
} from './days-support.ts';

let world: World;
beforeEach(async () => {
  world = await nantong();
});
afterEach(() => world.close());

const listed = async () => (await filesOf(world).list(NANTONG)).days;
const code = (name: string) => expect.objectContaining({ code: name });

test('every day that is over is sealed, the oldest first, also one on which nothing happened', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += 3 * DAY;
  expect(await sealDays(sealingOf(world))).toEqual([FIRST, daysAfter(1), daysAfter(2)]);
  expect(await listed()).toEqual([
    expect.objectContaining({ date: FIRST, count: 1, insurerPaid: '15400.00' }),
    expect.objectContaining({ date: daysAfter(1), count: 0, insurerPaid: '0.00', memberBenefit: '0.00' }),
    expect.objectContaining({ date: daysAfter(2), count: 0 }),
  ]);
  expect(await filesOf(world).manifest(NANTONG, daysAfter(1))).toMatchObject({
    recordTypes: {},
    hospitals: [],
    insurers: [],
    totals: { count: 0, insurerPaid: '0.00', memberBenefit: '0.00' },
  });
  expect(await rowsOf(world, daysAfter(1))).toEqual([]);
});

test('every scheme has a file, also one in which nothing was booked', async () => {
  await world.settle('H1', stay('S-1'));
  await endDay(world);
  for (const scheme of SCHEMES) expect((await filesOf(world).list(scheme)).days).toHaveLength(1);
});

test('sealing again changes nothing', async () => {
  await world.settle('H1', stay('S-1'));
  await endDay(world);
  const before = await world.counts();
  expect(await sealDays(sealingOf(world))).toEqual([]);
  expect(await sealDays(sealingOf(world), FIRST)).toEqual([]);
  expect(await world.counts()).toEqual(before);
});

test('through a day that is named, no further', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += 3 * DAY;
  expect(await sealDays(sealingOf(world), daysAfter(1))).toEqual([FIRST, daysAfter(1)]);
  expect(await listed()).toHaveLength(2);
});

test.each([0, 1, 400])('a day that is not over is refused: %i days on', async (ahead) => {
  await world.settle('H1', stay('S-1'));
  await expect(sealDays(sealingOf(world), daysAfter(ahead))).rejects.toEqual(code('DAY_NOT_OVER'));
  expect(await listed()).toEqual([]);
});

describe('a gateway on which nothing was ever booked', () => {
  test('has nothing to seal', async () => {
    expect(await sealDays(sealingOf(world))).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  test('seals the day that is named, and from then on every day', async () => {
    expect(await sealDays(sealingOf(world), daysAfter(-3))).toEqual([daysAfter(-3)]);
    expect(await sealDays(sealingOf(world))).toEqual([daysAfter(-2), daysAfter(-1)]);
    expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 3, difference: null });
  });

  test('but no day of another century', async () => {
    await expect(sealDays(sealingOf(world), '1926-01-01')).rejects.toEqual(code('INVALID_PARAMETER'));
  });
});

test('more than a month is sealed by name only: a clock that is years ahead closes no day', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += 32 * DAY;
  await expect(sealDays(sealingOf(world))).rejects.toEqual(code('DAYS_UNNAMED'));
  expect(await listed()).toEqual([]);
  expect(await sealDays(sealingOf(world), daysAfter(31))).toHaveLength(32);
});

test('a clock that is set back puts nothing into a sealed day', async () => {
  await world.settle('H1', stay('S-1'));
  await endDay(world);
  const sealed = await rowsOf(world, FIRST);
  world.now -= DAY;
  const { decision } = await world.settle('H1', stay('S-2'));
  expect(decision.businessDate).toBe(daysAfter(1));
  world.now += DAY;
  expect(await rowsOf(world, FIRST)).toEqual(sealed);
  await endDay(world);
  expect(await rowsOf(world, daysAfter(1))).toMatchObject([{ settlementId: 'S-2', businessDate: daysAfter(1) }]);
});

test('a late reversal falls on the next open day', async () => {
  await world.settle('H1', stay('S-1'));
  await endDay(world);
  await endDay(world);
  await world.reverse('H1', 'S-1');
  const date = await endDay(world);
  expect(date).toBe(daysAfter(2));
  expect(await rowsOf(world, FIRST)).toMatchObject([{ recordType: 'SETTLE', insurerPaid: '15400.00' }]);
  expect(await rowsOf(world, date)).toMatchObject([
    { recordType: 'REVERSE', settlementId: 'S-1', businessDate: date, insurerPaid: '-15400.00', total: '-30000.00' },
  ]);
});

test('two replicas seal at once: each day is sealed by one of them', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += 10 * DAY;
  const { database, ledger, close } = replicaOf(world);
  try {
    const done = await Promise.all([sealDays(sealingOf(world)), sealDays({ ...sealingOf(world), database, ledger })]);
    expect(done.flat().sort()).toEqual(Array.from({ length: 10 }, (_, index) => daysAfter(index)));
    expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 10, difference: null });
  } finally {
    await close();
  }
});

test('what commits while a large day is gone through is in the file of the day, or of the next', async () => {
  await book(world, 1_200);
  world.now += DAY;
  const sealing = sealDays(sealingOf(world));
  // A replica whose clock is behind.
  world.now -= DAY;
  const late = await Promise.all([1, 2, 3].map((n) => world.settle('H1', { ...stay(`S-${n}`), person: n + 1 })));
  world.now += DAY;
  await sealing;
  await endDay(world);
  for (const { decision } of late) {
    expect(await rowsOf(world, decision.businessDate)).toContainEqual(
      expect.objectContaining({ settlementId: decision.settlementId }),
    );
  }
  expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 2, difference: null });
});

test('entries that keep coming are caught up with outside the transaction', async () => {
  await book(world, 1);
  world.now += DAY;
  const sealing = sealingOf(world);
  let bursts = 2;
  const ledger: Pick<Ledger, 'write'> = {
    write: async (ask, decide) => {
      if (ask.memberId === DAYS_CHAIN && bursts > 0) {
        bursts -= 1;
        await book(world, 700, FIRST);
      }
      return world.ledger.write(ask, decide);
    },
  };
  expect(await sealDays({ ...sealing, ledger: ledger as Ledger })).toEqual([FIRST]);
  expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 1, difference: null });
});

test.each([1, 2, 3])(
  'an entry that can be seen only after others with higher numbers is in the day: %i in turn',
  async (entries) => {
    // Their numbers are lower than those of the day.
    await book(world, entries, daysAfter(1));
    await book(world, 300);
    world.now += DAY;
    let unseen = entries;
    const ledger: Pick<Ledger, 'write'> = {
      write: async (ask, decide) => {
        if (ask.memberId === DAYS_CHAIN && unseen > 0) {
          unseen -= 1;
          await world.execute(
            `UPDATE entries SET business_date = '${FIRST}' WHERE seq =
               (SELECT max(seq) FROM entries WHERE business_date = '${daysAfter(1)}')`,
          );
        }
        return world.ledger.write(ask, decide);
      },
    };
    expect(await sealDays({ ...sealingOf(world), ledger: ledger as Ledger })).toEqual([FIRST]);
    const seal = await world.database.read(() => sealOf(FIRST));
    expect(seal?.entries).toEqual({ count: 300 + entries, first: 1, last: 300 + entries });
    expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 1, difference: null });
  },
);

test('what is booked before the first day while that is gone through, by a replica whose clock is behind, gets its day', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += DAY;
  let early = true;
  const ledger: Pick<Ledger, 'write'> = {
    write: async (ask, decide) => {
      if (early) await book(world, 1, daysAfter(-1));
      early = false;
      return world.ledger.write(ask, decide);
    },
  };
  expect(await sealDays({ ...sealingOf(world), ledger: ledger as Ledger })).toEqual([daysAfter(-1), FIRST]);
  expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 2, difference: null });
});

test('where signing fails nothing is sealed, and the next attempt seals', async () => {
  await world.settle('H1', stay('S-1'));
  world.now += DAY;
  const broken = { ...KEYS.current, alg: 'none' };
  await expect(sealDays({ ...sealingOf(world), keys: { current: broken } })).rejects.toThrow();
  expect(await listed()).toEqual([]);
  expect(await sealDays(sealingOf(world))).toEqual([FIRST]);
});
