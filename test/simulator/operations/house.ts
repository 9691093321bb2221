import { sealDays } from '../../../src/clearing/days/seal.ts';
import { Refusal } from '../../../src/problem/refusal.ts';
import { readjudicate } from '../../../src/settlement/readjudicate.ts';
import { addDays, dateOf } from '../../../src/time/calendar.ts';
import { plusDrugs } from '../../support/fixture-claims.ts';
import LISTS from '../../support/lists.json' with { type: 'json' };
import type { Doing } from '../doing.ts';
import { SHARES } from '../registers.ts';
import type { Enrolled } from '../settings.ts';
import type { Replica, World } from '../world.ts';
import { type Draw, outcomeOf } from './outcome.ts';

const DAY = 86_400_000;

/** A member's policy is as an import says from then on: another, cancelled, or in force again. */
const roster: Draw = (world, random) => {
  const person = random.pick(world.persons);
  const policy = random.pickAny(world.setting.policies(random, person));
  if (policy === undefined) return undefined;
  const status = random.chance(0.2) ? 'cancelled' : 'active';
  const replica = random.pick(world.replicas);
  const row = world.rosterRow(person, policy as Enrolled, status);
  return {
    words: `imports policy ${policy.policyNo} as ${status} at ${replica.name}`,
    run: async (doing) => {
      await outcomeOf(world, doing, world.enroll(replica, row));
    },
  };
};

/** Facts, lists, shares and hospitals as an operator changes them. */
const registers: Draw = (world, random) => {
  const { registers: all, setting } = world;
  const what = random.pick(['fact', 'brake', 'list', 'shares', 'hospital'] as const);
  return {
    words: `changes a ${what}`,
    run: async () => {
      const scheme = random.pick(setting.schemes);
      const facts = setting.facts[scheme] ?? {};
      if (what === 'fact') all.factsOf.set(scheme, random.chance(0.7) ? facts : {});
      else if (what === 'brake') {
        const autoPayLimit = random.pick(['5000.00', '30000.00', '100000.00']);
        all.factsOf.set(scheme, random.chance(0.5) ? facts : { ...facts, autoPayLimit });
      } else if (what === 'list') {
        const [name, entries] = random.pick(Object.entries({ ...LISTS, 'plus-drugs': plusDrugs }));
        all.importList(name, random.chance(0.6) ? entries : entries.slice(0, 1));
      } else if (what === 'shares') all.insurers = random.pick(SHARES);
      else {
        const one = random.pick(setting.hospitals);
        all.hospitals.set(one.id, { ...one, level: 1 + random.below(3), drg: random.chance(0.8) });
      }
      world.changes += 1;
    },
  };
};

const readjudication: Draw = (world, random) => {
  const scheme = random.pick(world.setting.schemes);
  const from = addDays(dateOf(world.now), -random.below(60));
  const order = { scheme, from, reason: `模拟更正 ${world.number()}` };
  const replica = random.pick(world.replicas);
  const commit = random.chance(0.8);
  return {
    words: `readjudicates ${scheme} from ${from}${commit ? ' and commits' : ''} at ${replica.name}`,
    run: async (doing) => {
      try {
        const { ledger, clock } = replica;
        for await (const found of readjudicate(ledger, world.registers, clock, order, commit)) {
          world.answered(`${doing.number} ${found.settlements} ${found.reviews} ${found.differences.length}`);
        }
      } catch (error) {
        // One write a member: those before the one that failed are done.
        if (!(error instanceof Refusal) || error.code !== 'UNAVAILABLE' || !doing.faulted) throw error;
      }
      world.checks.that('without --commit nothing is written', commit || doing.commits.length === 0, () => doing.words);
    },
  };
};

const seal: Draw = (world, random) => {
  const replica = random.pick(world.replicas);
  const named = random.chance(0.6);
  return { words: `seals what is over at ${replica.name}`, run: (doing) => sealAt(world, doing, replica, named) };
};

/** Seals what is over by the clock of a gateway. @param named through yesterday, however many days those are */
async function sealAt(world: World, doing: Doing, replica: Replica, named: boolean): Promise<void> {
  const yesterday = addDays(dateOf(replica.clock.business()), -1);
  try {
    const days = await sealDays(replica.sealing, named ? yesterday : undefined);
    world.answered(`${doing.number} ${days.join()}`);
  } catch (error) {
    const known = error instanceof Refusal && ['UNAVAILABLE', 'DAYS_UNNAMED', 'INVALID_PARAMETER'].includes(error.code);
    if (!known) throw error;
    const expected = error.code !== 'UNAVAILABLE' || doing.faulted;
    world.checks.that('only a fault makes the store unavailable', expected, () => doing.words);
  }
}

/** Time goes on: to just before or after the next midnight, by a day, or by weeks. */
const clock: Draw = (world, random) => {
  const midnight = Date.parse(`${addDays(dateOf(world.now), 1)}T00:00:00+08:00`);
  const by = random.weighted({ midnight: 5, day: 3, weeks: 1 });
  const to = {
    midnight: Math.max(world.now, midnight + random.below(3_000) - 1_500),
    day: world.now + DAY,
    weeks: world.now + (5 + random.below(16)) * DAY,
  }[by];
  const replica = random.pick(world.replicas);
  // As a gateway's timer does: while what was asked for before midnight is still under way.
  const seals = random.chance(0.5);
  return {
    words: `${dateOf(world.now)} becomes ${dateOf(to)}${seals ? `, and ${replica.name} seals` : ''}`,
    run: async (doing) => {
      world.now = to;
      world.changes += 1;
      if (seals) await sealAt(world, doing, replica, true);
    },
  };
};

/** What operators and time do. */
export const HOUSE = {
  roster: [2, roster],
  registers: [2, registers],
  readjudicate: [0.4, readjudication],
  seal: [1.5, seal],
  clock: [3, clock],
} as const satisfies Record<string, readonly [number, Draw]>;
