import { expect, test } from 'vitest';
import { DailyFiles } from '../../src/clearing/days/daily-files.ts';
import { verifyDays } from '../../src/clearing/days/verify.ts';
import type { Posting } from '../../src/ledger/posting.ts';
import { Money } from '../../src/money/money.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { type Story, stories } from '../support/claims.ts';
import { NAME, residentId } from '../support/people.ts';
import { fc, tries } from '../support/properties.ts';
import { hospital, JIANGXI, NANTONG, policy, SCHEMES } from '../support/terms.ts';
import { World } from '../support/world.ts';
import {
  csvOf,
  endDay,
  fen,
  filesOf,
  hexSha256,
  PUBLIC_KEYS,
  partsFen,
  type Row,
  replicaOf,
  rowsOf,
  sum,
} from './days-support.ts';

type Event =
  | { readonly do: 'settle'; readonly story: Story; readonly person: number; readonly at: 'H1' | 'H2' }
  | { readonly do: 'retry' | 'reverse'; readonly pick: number }
  | { readonly do: 'night' };

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      story: stories({ year: '2024' }),
      person: fc.constantFrom(2, 3),
      at: fc.constantFrom('H1' as const, 'H2' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), pick: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reverse' as const), pick: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'night' as const }) },
);

const HELD = [NANTONG, JIANGXI];
const HOSPITALS = ['H1', 'H2'] as const;

async function open(): Promise<World> {
  const world = await World.open(hospital('320602'), hospital('360102', { id: 'H2' }));
  const shares = { 'INS-1': '0.40', 'INS-2': '0.35', 'INS-3': '0.25' };
  world.registers.insurers = Object.entries(shares).map(([insurer, share]) => ({ insurer, share: Money.of(share) }));
  for (const person of [2, 3]) {
    world.enroll(
      HELD.map((scheme) => policy(scheme, { policyNo: `P-${scheme}-${person}` })),
      person,
    );
  }
  return world;
}

/** Plays the days. @returns the sealed days with each file as it was right after it was sealed */
async function play(world: World, events: readonly Event[]): Promise<Map<string, string[]>> {
  const settled: { readonly at: 'H1' | 'H2'; readonly story: Story }[] = [];
  const files = new Map<string, string[]>();
  for (const [index, one] of [...events, { do: 'night' as const }].entries()) {
    if (one.do === 'night') {
      const date = await endDay(world);
      // A day before anything happened is not part of the files.
      if ((await filesOf(world).list(NANTONG)).days.length > 0) files.set(date, await csvsOf(world, date));
      continue;
    }
    const known = one.do === 'settle' ? undefined : settled[one.pick % Math.max(settled.length, 1)];
    try {
      if (one.do === 'settle') {
        const { at, person } = one;
        const story = { ...one.story, person, settlementId: `S-${index}` };
        await world.settle(at, story);
        settled.push({ at, story });
      } else if (known !== undefined && one.do === 'retry') await world.settle(known.at, known.story);
      else if (known !== undefined) await world.reverse(known.at, known.story.settlementId ?? '', `R-${index}`);
    } catch (error) {
      // A retry of what was reversed.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return files;
}

function csvsOf(world: World, date: string): Promise<string[]> {
  return Promise.all(SCHEMES.map((scheme) => csvOf(world, date, scheme)));
}

async function checkFile(world: World, date: string, scheme: string, rows: readonly Row[]): Promise<void> {
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => String(index + 1)));
  for (const row of rows) {
    const paid = fen(row['insurerPaid']) + fen(row['memberBenefit']);
    expect(partsFen(row['insurerShares'])).toBe(paid);
    expect(partsFen(row['benefits'])).toBe(paid);
    expect(row['businessDate']).toBe(date);
  }
  const manifest = await filesOf(world).manifest(scheme, date);
  const found = {
    count: rows.length,
    insurerPaid: sum(rows, 'insurerPaid'),
    memberBenefit: sum(rows, 'memberBenefit'),
  };
  const parts = [Object.values(manifest.recordTypes), manifest.hospitals];
  for (const sums of [[manifest.totals], ...parts]) {
    expect({
      count: sums.reduce((all, one) => all + one.count, 0),
      insurerPaid: sums.reduce((all, one) => all + fen(one.insurerPaid), 0),
      memberBenefit: sums.reduce((all, one) => all + fen(one.memberBenefit), 0),
    }).toEqual(found);
  }
  const shared = manifest.insurers.reduce((all, { amount }) => all + fen(amount), 0);
  expect(shared).toBe(found.insurerPaid + found.memberBenefit);
}

/** What hospitals took back and forth; adjustments are between insurer and member. */
function ofHospital(rows: readonly Row[], id: string): readonly Row[] {
  return rows.filter(({ hospitalId, recordType }) => hospitalId === id && recordType !== 'ADJUST');
}

async function journalPostings(world: World): Promise<Posting[]> {
  const entries = (await world.execute('SELECT body FROM entries')) as { body: string }[];
  return entries.flatMap(({ body }) => (JSON.parse(body) as { postings?: Posting[] }).postings ?? []);
}

test('over random days files, journal and statements come to the same, and files stay what they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 16 }), async (events) => {
      const world = await open();
      try {
        const files = await play(world, events);
        const all: Row[] = [];
        for (const date of files.keys()) {
          const day: Row[] = [];
          for (const scheme of SCHEMES) {
            const rows = await rowsOf(world, date, scheme);
            await checkFile(world, date, scheme, rows);
            day.push(...rows);
          }
          for (const id of HOSPITALS) {
            const { net } = (await world.service.statement(id, date)).totals;
            expect(sum(ofHospital(day, id), 'insurerPaid')).toBe(fen(net.insurerPaid));
            expect(sum(ofHospital(day, id), 'memberBenefit')).toBe(fen(net.memberBenefit));
          }
          all.push(...day);
        }
        const booked = await journalPostings(world);
        expect(all.length).toBe(booked.length);
        for (const column of ['insurerPaid', 'memberBenefit', 'total'] as const) {
          expect(sum(all, column)).toBe(booked.reduce((total, posting) => total + fen(posting[column]), 0));
        }
        await unchanged(world, files);
        for (const text of [...files.values()].flat()) {
          for (const person of [2, 3]) expect(text).not.toContain(residentId(person));
          expect(text).not.toContain(NAME);
        }
      } finally {
        await world.close();
      }
    }),
    tries(25),
  );
});

/** Every file is what it was on its day: after the days since, and to a process that has just started. */
async function unchanged(world: World, files: ReadonlyMap<string, string[]>): Promise<void> {
  const { database, close } = replicaOf(world);
  try {
    expect(await verifyDays(database, PUBLIC_KEYS)).toEqual({ days: files.size, difference: null });
    for (const [date, texts] of files) {
      expect(await csvsOf(world, date)).toEqual(texts);
      for (const [index, scheme] of SCHEMES.entries()) {
        const { sha256, bytes } = await new DailyFiles(database, []).manifest(scheme, date);
        const text = texts[index] ?? '';
        expect([sha256, bytes]).toEqual([hexSha256(text), Buffer.byteLength(text)]);
      }
    }
  } finally {
    await close();
  }
}
