import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/adjudication/input.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { type Story, stories } from '../support/claims.ts';
import LISTS from '../support/lists.json' with { type: 'json' };
import { fc, tries } from '../support/properties.ts';
import { refusalOf } from '../support/refusals.ts';
import { DIBUBAO, type Draft, drafts, hospital, JIANGXI, NANTONG, policy, SANMING, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { Model, nonZero } from './model.ts';

/** Something that happens to a member, or to what decisions hang on. `pick` chooses among what is there. */
type Event =
  | { readonly do: 'settle'; readonly story: Story; readonly at: 'H1' | 'H2' }
  | { readonly do: 'replace'; readonly pick: number; readonly story: Story }
  | { readonly do: 'again'; readonly pick: number; readonly story: Story }
  | { readonly do: 'reverse'; readonly pick: number }
  | { readonly do: 'change'; readonly what: 'rate' | 'list' | 'hospital' | 'roster'; readonly pick: number };

function events(year: string): fc.Arbitrary<Event> {
  const story = stories({ year });
  const pick = fc.nat(11);
  const settle = fc.record({ do: fc.constant('settle' as const), story, at: fc.constantFrom('H1', 'H2') });
  const change = fc.constantFrom('rate', 'list', 'hospital', 'roster');
  return fc.oneof(
    { weight: 6, arbitrary: settle },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('replace' as const), pick, story }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), pick, story }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('reverse' as const), pick }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), what: change, pick }) },
  ) as fc.Arbitrary<Event>;
}

const FAMILIES = [
  { name: 'four schemes of 2024', year: '2024', region: '360102', schemes: [JIANGXI, NANTONG, SANMING, WENSHAN] },
  { name: 'Nantong and what comes after it, 2022', year: '2022', region: '320602', schemes: [NANTONG, DIBUBAO] },
  { name: 'Sanming with its backstop', year: '2024', region: '350402', schemes: [SANMING] },
];

let world: World;
let person = 0;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** A person nobody knows, enrolled, and registers as they were in the beginning. */
function begin(year: string, region: string, enrolled: readonly Draft[]): Model {
  person += 1;
  world.registers.hospitals.clear();
  for (const id of ['H1', 'H2']) {
    world.registers.hospitals.set(id, hospital(id === 'H1' ? region : '360423', { id }));
  }
  for (const [list, entries] of Object.entries(LISTS)) world.registers.importList(list, entries);
  world.registers.factsOf.clear();
  world.registers.factsOf.set(SANMING, { participationRate: '0.31' });
  world.enroll(
    enrolled.map(({ scheme, change }) =>
      policy(scheme, {
        ...change,
        ...(scheme === NANTONG ? { effectiveFrom: `${year}-01-01`, effectiveTo: `${year}-12-31` } : {}),
      }),
    ),
    person,
  );
  return new Model(world, person);
}

function change(what: string, pick: number): void {
  const { registers } = world;
  const odd = pick % 2 === 1;
  if (what === 'rate') {
    registers.factsOf.set(SANMING, odd ? { participationRate: '0.25' } : {});
    registers.factsOf.set(JIANGXI, odd ? { autoPayLimit: '50000.00' } : {});
  } else if (what === 'list') {
    registers.importList('wenshan-drugs-devices', odd ? [{ code: 'XL01', name: '', class: '' }] : []);
    if (odd) registers.dropList('nantong-rare-diseases');
  } else if (what === 'hospital') {
    const old = registers.hospitals.get('H1');
    if (old !== undefined) registers.hospitals.set('H1', { ...old, drg: odd, level: 1 + (pick % 3) });
  } else {
    const policies: readonly Policy[] = world.roster.get(world.member(person)) ?? [];
    world.enroll(
      policies.map((one) => ({
        ...one,
        preexisting: odd ? ['malignancy'] : [],
        priorYears: pick,
        claimFreeYears: pick,
      })),
      person,
    );
  }
}

/** A quote, then the settlement: the same but for what makes a quote a quote, and only the second leaves anything behind. */
async function settle(at: string, story: Story): Promise<DecisionDocument> {
  const before = await world.counts();
  const quoted = await world.quote(at, story);
  expect(await world.counts()).toEqual(before);
  const { created, decision } = await world.settle(at, story);
  expect(created).toBe(true);
  expect({ ...quoted, kind: 'settlement' }).toEqual(decision);
  return decision;
}

async function play(model: Model, event: Event, number: number): Promise<void> {
  const settlementId = `P${person}-${number}`;
  const own = { person, settlementId };
  if (event.do === 'settle') {
    const story = { ...event.story, ...own };
    model.accept(event.at, story, await settle(event.at, story));
    return;
  }
  if (event.do === 'change') return change(event.what, event.pick);
  const known = model.latest();
  const one = known[event.pick % Math.max(known.length, 1)];
  if (one === undefined) return;
  const { hospitalId } = one;
  if (event.do === 'reverse') {
    const { created, reversal } = await world.reverse(hospitalId, one.settlementId);
    expect({ created, already: reversal.already }).toEqual({ created: one.live, already: !one.live });
    model.reverse(hospitalId, one.settlementId);
  } else if (event.do === 'replace') {
    const story = { ...event.story, ...own, replaces: one.settlementId };
    if (model.successor(one) !== undefined) {
      expect((await refusalOf(world.settle(hospitalId, story))).code).toBe('ALREADY_REPLACED');
      return;
    }
    model.accept(hospitalId, story, await settle(hospitalId, story));
  } else {
    const story = { ...event.story, person, settlementId: one.settlementId, attempt: one.attempt + 1 };
    if (one.live && one.decision.outcome === 'paid') {
      expect((await refusalOf(world.settle(hospitalId, story))).code).toBe('ATTEMPT_LIVE');
      return;
    }
    if (model.successor(one) !== undefined) {
      expect((await refusalOf(world.settle(hospitalId, story))).code).toBe('ALREADY_REPLACED');
      return;
    }
    model.accept(hospitalId, story, await settle(hospitalId, story));
  }
}

describe.each(FAMILIES)('whatever happens in whatever order: $name', ({ year, region, schemes }) => {
  const sequence = fc.record({
    enrolled: fc.tuple(...schemes.map(drafts)),
    happening: fc.array(events(year), { minLength: 2, maxLength: 9 }),
  });

  it('leaves the member as a fresh run over what stands would', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async ({ enrolled, happening }) => {
        const model = begin(year, region, enrolled);
        for (const [index, event] of happening.entries()) {
          await play(model, event, index);
          expect(await model.stored(), `what was used after step ${index + 1}`).toEqual(model.used());
          expect(nonZero(await model.booked()), `what was paid after step ${index + 1}`).toEqual(nonZero(model.due()));
        }
      }),
      tries(40),
    );
  });

  it('does not mind in which order settlements are reversed', async () => {
    const random = fc.record({
      enrolled: fc.tuple(...schemes.map(drafts)),
      claims: fc.array(stories({ year }), { minLength: 3, maxLength: 5 }),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(random, async ({ enrolled, claims, order }) => {
        const ends: unknown[] = [];
        for (const reversed of [order, order.toReversed(), order.toSorted()]) {
          const model = begin(year, region, enrolled);
          for (const [index, story] of claims.entries()) {
            await play(model, { do: 'settle', story, at: 'H1' }, index);
          }
          for (const index of reversed) {
            if (index < claims.length) await play(model, { do: 'reverse', pick: index }, index);
          }
          const end = JSON.stringify({ used: await model.stored(), booked: nonZero(await model.booked()) });
          ends.push(JSON.parse(end.replaceAll(`P${person}-`, '')));
        }
        expect(ends[1]).toEqual(ends[0]);
        expect(ends[2]).toEqual(ends[0]);
      }),
      tries(8),
    );
  });
});
