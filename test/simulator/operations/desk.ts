import type { Claim } from '../../../src/claim/claim.ts';
import { Money } from '../../../src/money/money.ts';
import { NAME, residentId } from '../../support/people.ts';
import type { Doing } from '../doing.ts';
import type { Random } from '../random.ts';
import type { Replica, Sent, World } from '../world.ts';
import { checkSettled, checkSums, core } from './decisions.ts';
import { checkCommits, type Draw, outcomeOf } from './outcome.ts';

/** Recent ones more often than old ones: most repeats come soon, some come late. */
export function recent<T>(random: Random, all: readonly T[]): T | undefined {
  const within = random.chance(0.7) ? 12 : all.length;
  return random.pickAny(all.slice(-within));
}

/** A new claim of somebody, not sent yet. */
export function newClaim(world: World, random: Random, change: Partial<Claim> = {}, person?: number): Sent {
  const of = person ?? world.somebody();
  const base = random.pick(world.setting.claims());
  const settlementId = change.settlementId ?? `S-${world.number()}`;
  const hospital = random.pick(world.setting.hospitals);
  const earlier = random.chance(0.12)
    ? recent(
        random,
        world.sent.filter((one) => one.person === of),
      )
    : undefined;
  const claim: Claim = {
    ...base,
    settlementId,
    attempt: 1,
    replaces: null,
    patient: {
      ...base.patient,
      idNumber: residentId(of),
      name: random.chance(0.02) ? '测试乙' : NAME,
    },
    encounter: { ...base.encounter, id: earlier?.claim.encounter.id ?? `E-${settlementId}` },
    ...change,
  };
  const hospitalId = earlier?.hospitalId ?? hospital.id;
  return sentAs({ hospitalId, claim, person: of }, world);
}

function sentAs({ hospitalId, claim, person }: Pick<Sent, 'hospitalId' | 'claim' | 'person'>, world: World): Sent {
  const memberId = world.memberOf(person);
  return { hospitalId, claim, person, memberId, message: null, decision: undefined, decisionId: undefined };
}

export function wordsOf({ hospitalId, claim }: Sent): string {
  return `${claim.settlementId}#${claim.attempt} of ${claim.patient.idNumber.slice(3, 6)}${claim.patient.idNumber.slice(14, 17)} at ${hospitalId}`;
}

export async function settle(world: World, doing: Doing, replica: Replica, sent: Sent): Promise<void> {
  const decided = sent.decision !== undefined;
  const outcome = await outcomeOf(world, doing, replica.settlements.settle(sent.hospitalId, sent.claim));
  const code = outcome.refusal?.code;
  const known = code === undefined || code === 'SETTLEMENT_REVERSED' || code === 'UNAVAILABLE';
  world.checks.that('what was decided is found again', !decided || known, () => `${doing.words}: ${code}`);
  checkSettled(world, doing, sent, outcome);
}

/** A claim that stands by itself among what was sent without a message. */
function known(world: World, random: Random): Sent | undefined {
  return recent(
    random,
    world.sent.filter(({ message }) => message === null),
  );
}

const settling: Draw = (world, random) => {
  const replica = random.pick(world.replicas);
  const sent = newClaim(world, random);
  world.sent.push(sent);
  return { words: `settles ${wordsOf(sent)} at ${replica.name}`, run: (doing) => settle(world, doing, replica, sent) };
};

const retry: Draw = (world, random) => {
  const sent = known(world, random);
  if (sent === undefined) return undefined;
  const replica = random.pick(world.replicas);
  return {
    words: `sends ${wordsOf(sent)} again to ${replica.name}`,
    run: (doing) => settle(world, doing, replica, sent),
  };
};

const conflict: Draw = (world, random) => {
  const sent = known(world, random);
  if (sent === undefined) return undefined;
  const replica = random.pick(world.replicas);
  const claim = { ...sent.claim, accountPaid: sent.claim.accountPaid.plus(Money.ONE) };
  return {
    words: `sends ${wordsOf(sent)} with other content to ${replica.name}`,
    run: async (doing) => {
      const before = sent.decision;
      const { answer, refusal } = await outcomeOf(world, doing, replica.settlements.settle(sent.hospitalId, claim));
      if (answer?.created === true) {
        // The first of the two never arrived.
        world.sent.splice(world.sent.indexOf(sent), 1);
        world.sent.push({ ...sent, claim, decision: core(answer.decision), decisionId: answer.decision.decisionId });
        return;
      }
      world.checks.that(
        'other content under the same attempt is a conflict',
        before === undefined || answer === undefined,
        () => doing.words,
      );
      if (refusal?.code !== 'SETTLEMENT_CONFLICT' || before === undefined) return;
      const { decision } = refusal.detail.extensions as { decision: Parameters<typeof core>[0] };
      world.checks.that('a conflict shows what was decided', core(decision) === before, () => doing.words);
    },
  };
};

const again: Draw = (world, random) => {
  const sent = known(world, random);
  if (sent === undefined) return undefined;
  const attempt = sent.claim.attempt + (random.chance(0.9) ? 1 : 2);
  const same = random.chance(0.6);
  const person = random.chance(0.95) ? sent.person : random.pick(world.persons);
  const other = newClaim(world, random, { settlementId: sent.claim.settlementId, attempt }, person);
  const claim = same ? { ...sent.claim, attempt, patient: other.claim.patient } : other.claim;
  const next = { ...other, hospitalId: sent.hospitalId, claim };
  world.sent.push(next);
  const replica = random.pick(world.replicas);
  return {
    words: `settles ${wordsOf(next)} anew at ${replica.name}`,
    run: (doing) => settle(world, doing, replica, next),
  };
};

const replace: Draw = (world, random) => {
  const sent = recent(random, world.sent);
  if (sent === undefined) return undefined;
  const replaces = sent.claim.settlementId;
  const next = { ...newClaim(world, random, { replaces }, sent.person), hospitalId: sent.hospitalId };
  world.sent.push(next);
  const replica = random.pick(world.replicas);
  return {
    words: `replaces ${replaces} by ${wordsOf(next)} at ${replica.name}`,
    run: (doing) => settle(world, doing, replica, next),
  };
};

const reverse: Draw = (world, random) => {
  const sent = recent(random, world.sent);
  if (sent === undefined) return undefined;
  const { hospitalId, claim } = sent;
  const replica = random.pick(world.replicas);
  const attempt = random.chance(0.5) ? { attempt: claim.attempt } : {};
  const request = { reversalId: `R-${world.number()}`, reason: '模拟冲正', ...attempt };
  return {
    words: `reverses ${wordsOf(sent)} at ${replica.name}`,
    run: async (doing) => {
      const call = replica.settlements.reverse(hospitalId, claim.settlementId, request);
      const { answer } = await outcomeOf(world, doing, call);
      if (answer === undefined) return;
      checkCommits(world, doing, answer.created ? 1 : 0);
      const { reversal } = answer;
      world.checks.that('a repeated reversal says so', reversal.already !== answer.created, () => doing.words);
      const mine = reversal.reversalId === request.reversalId;
      world.checks.that(
        'a reversal is done once',
        mine === answer.created,
        () => `${doing.words}: ${reversal.reversalId}`,
      );
    },
  };
};

const acknowledge: Draw = (world, random) => {
  const sent = recent(random, world.sent);
  if (sent === undefined) return undefined;
  const replica = random.pick(world.replicas);
  return {
    words: `acknowledges ${wordsOf(sent)} at ${replica.name}`,
    run: async (doing) => {
      const call = replica.settlements.acknowledge(sent.hospitalId, sent.claim.settlementId);
      const { answer } = await outcomeOf(world, doing, call);
      if (answer !== undefined) checkCommits(world, doing, answer.already ? 0 : 1);
    },
  };
};

/** A quote, then the settlement: the same, where nothing has come in between. */
const quote: Draw = (world, random) => {
  const sent = newClaim(world, random);
  const replica = random.pick(world.replicas);
  const settles = random.chance(0.8);
  if (settles) world.sent.push(sent);
  return {
    words: `asks for a quote of ${wordsOf(sent)} at ${replica.name}`,
    run: async (doing) => {
      const before = `${world.commits} ${world.changes} ${world.now}`;
      const quoted = await outcomeOf(world, doing, replica.settlements.quote(sent.hospitalId, sent.claim));
      checkCommits(world, doing, 0);
      if (quoted.answer !== undefined) checkSums(world, quoted.answer, sent);
      if (!settles || doing.faulted) return;
      const outcome = await outcomeOf(world, doing, replica.settlements.settle(sent.hospitalId, sent.claim));
      checkSettled(world, doing, sent, outcome);
      const after = `${world.commits - doing.commits.length} ${world.changes} ${world.now}`;
      if (before !== after || outcome.answer === undefined || quoted.answer === undefined) return;
      world.checks.that('a quote is kept', core(quoted.answer) === core(outcome.answer.decision), () => doing.words);
    },
  };
};

const query: Draw = (world, random) => {
  const sent = recent(random, world.sent);
  if (sent === undefined) return undefined;
  const replica = random.pick(world.replicas);
  return {
    words: `queries ${wordsOf(sent)} at ${replica.name}`,
    run: async (doing) => {
      const call = replica.settlements.query(sent.hospitalId, sent.claim.settlementId);
      const { answer } = await outcomeOf(world, doing, call);
      checkCommits(world, doing, 0);
      if (answer?.decisionId === undefined || answer.decisionId !== sent.decisionId) return;
      world.checks.that('a query tells what was decided', core(answer) === sent.decision, () => doing.words);
    },
  };
};

const inquire: Draw = (world, random) => {
  const person = random.pick(world.persons);
  const replica = random.pick(world.replicas);
  const date = new Date(world.now).toISOString().slice(0, 10);
  const hospitalId = random.pick(world.setting.hospitals).id;
  const request = { idType: '01', idNumber: residentId(person), name: NAME, date, setting: 'inpatient' } as const;
  return {
    words: `asks for the schemes of ${person} at ${replica.name}`,
    run: async (doing) => {
      const { answer } = await outcomeOf(world, doing, replica.settlements.eligibility(hospitalId, request));
      if (answer !== undefined) checkCommits(world, doing, 1);
    },
  };
};

/** What hospitals do. */
export const DESK = {
  settle: [30, settling],
  retry: [8, retry],
  conflict: [3, conflict],
  again: [6, again],
  replace: [6, replace],
  reverse: [12, reverse],
  acknowledge: [5, acknowledge],
  quote: [5, quote],
  query: [3, query],
  inquire: [1, inquire],
} as const satisfies Record<string, readonly [number, Draw]>;
