import { expect, test } from 'vitest';
import { Clearing } from '../../src/clearing/statement/clearing.ts';
import type { Posting } from '../../src/ledger/posting.ts';
import { Money } from '../../src/money/money.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { type Story, stories } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';
import { hospital, JIANGXI, library, NANTONG, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { csvOf, endDay, fen, rowsOf, sum } from './days-support.ts';
import { countsOf, ofHospital, ofScheme, upload } from './reconciliation-support.ts';

const HOSPITALS = ['H1', 'H2'] as const;
const HELD = [NANTONG, JIANGXI];
/** A night of eleven days: so that a month ends in between. */
const NIGHT = 11 * 86_400_000;
const MONTHS = Array.from({ length: 9 }, (_, index) => `2026-0${index + 1}`);

interface Event {
  readonly do: 'settle' | 'retry' | 'reverse' | 'acknowledge' | 'night';
  readonly story: Story;
  readonly person: number;
  readonly at: (typeof HOSPITALS)[number];
  readonly pick: number;
}
const event: fc.Arbitrary<Event> = fc.record({
  do: fc.constantFrom('settle', 'settle', 'settle', 'retry', 'reverse', 'acknowledge', 'night'),
  story: stories({ year: '2024' }),
  person: fc.constantFrom(2, 3),
  at: fc.constantFrom(...HOSPITALS),
  pick: fc.nat(20),
});

async function open(): Promise<World> {
  const world = await World.open(hospital('320602'), hospital('360102', { id: 'H2' }));
  for (const person of [2, 3]) {
    world.enroll(
      HELD.map((scheme) => policy(scheme, { policyNo: `P-${scheme}-${person}` })),
      person,
    );
  }
  return world;
}

/** @returns the days on which anything could happen */
async function play(world: World, events: readonly Event[]): Promise<string[]> {
  const settled: { at: string; story: Story }[] = [];
  const days: string[] = [];
  for (const [index, one] of events.entries()) {
    if (one.do === 'night') {
      days.push(await endDay(world));
      world.now += NIGHT;
      continue;
    }
    const known = settled[one.pick % Math.max(settled.length, 1)];
    try {
      if (one.do === 'settle') {
        const story = { ...one.story, person: one.person, settlementId: `S-${index}` };
        await world.settle(one.at, story);
        settled.push({ at: one.at, story });
      } else if (known !== undefined) {
        const id = known.story.settlementId ?? '';
        if (one.do === 'retry') await world.settle(known.at, known.story);
        else if (one.do === 'reverse') await world.reverse(known.at, id, `R-${index}`);
        else await world.service.acknowledge(known.at, id);
      }
    } catch (error) {
      // What was reversed is neither settled nor acknowledged again.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return [...days, await endDay(world)];
}

test('files, journal and statements come to the same; what is reversed comes to nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 14 }), async (events) => {
      const world = await open();
      try {
        const days = await play(world, events);
        const clearing = new Clearing(world.database, library, { real: () => world.now, business: () => world.now });
        for (const scheme of HELD) {
          const files = (await Promise.all(days.map((date) => rowsIn(world, date, scheme)))).flat();
          const booked = await journalOf(world, scheme);
          const months = await Promise.all(MONTHS.map((month) => clearing.ofScheme(scheme, month)));
          const total = (of: (month: (typeof months)[number]) => string) =>
            months.reduce((all, month) => all + fen(of(month)), 0);
          for (const column of ['insurerPaid', 'memberBenefit'] as const) {
            const journal = booked.reduce((all, posting) => all + fen(posting[column]), 0);
            expect(sum(files, column)).toBe(journal);
            expect(total((month) => (column === 'insurerPaid' ? month.totals.net : month.members.memberBenefit))).toBe(
              journal,
            );
          }
          expect(total(({ totals }) => totals.cancelled)).toBe(0);
          for (const { totals, insurers, members } of months) {
            const parts = [totals.payable, totals.held.insurerPaid, totals.cancelled];
            expect(parts.reduce((all, part) => all + fen(part), 0)).toBe(fen(totals.net));
            const owed = Money.of(totals.net).plus(Money.of(members.memberBenefit)).toFixed2();
            expect(Money.sum(insurers.map(({ amount }) => Money.of(amount))).toFixed2()).toBe(owed);
          }
        }
        for (const id of HOSPITALS) {
          const own = await Promise.all(MONTHS.map((month) => clearing.ofHospital(id, month)));
          const statements = await Promise.all(days.map((date) => world.service.statement(id, date)));
          const net = statements.reduce((all, { totals }) => all + fen(totals.net.insurerPaid), 0);
          expect(own.reduce((all, { totals }) => all + fen(totals.net), 0)).toBe(net);
        }
      } finally {
        await world.close();
      }
    }),
    tries(20),
  );
});

test('our own views, sent back, differ in nothing; then nothing that stands is held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 10 }), async (events) => {
      const world = await open();
      try {
        const days = await play(world, events);
        for (const date of days) {
          for (const scheme of HELD) {
            if ((await rowsIn(world, date, scheme)).length === 0) continue;
            const report = await upload(world, ofScheme(date, scheme), await csvOf(world, date, scheme));
            expect([countsOf(report), report.totals.here]).toEqual([{}, report.totals.there]);
          }
          for (const id of HOSPITALS) {
            const { records } = await world.service.statement(id, date);
            const rows = records.map((row) => `${row.recordType},${row.settlementId},${row.insurerPaid}\n`);
            const file = `recordType,settlementId,insurerPaid\n${rows.join('')}`;
            expect(countsOf(await upload(world, ofHospital(date, id), file))).toEqual({});
          }
        }
        const clearing = new Clearing(world.database, library, { real: () => world.now, business: () => world.now });
        for (const id of HOSPITALS) {
          for (const month of MONTHS) {
            const { totals } = await clearing.ofHospital(id, month);
            expect([totals.held.count, totals.payable, totals.cancelled]).toEqual([0, totals.net, '0.00']);
          }
        }
      } finally {
        await world.close();
      }
    }),
    tries(15),
  );
});

/** The rows of a day's file; a day before anything was booked has none. */
async function rowsIn(world: World, date: string, scheme: string) {
  try {
    return await rowsOf(world, date, scheme);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'DAY_NOT_SEALED') return [];
    throw error;
  }
}

async function journalOf(world: World, scheme: string): Promise<Posting[]> {
  const entries = (await world.execute('SELECT body FROM entries')) as { body: string }[];
  return entries
    .flatMap(({ body }) => (JSON.parse(body) as { postings?: Posting[] }).postings ?? [])
    .filter((posting) => posting.scheme === scheme);
}
