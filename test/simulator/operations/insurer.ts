import { parseWith } from '../../../src/claim/parse.ts';
import { Money } from '../../../src/money/money.ts';
import {
  externalCancellationRequest,
  externalClaimRequest,
  resolutionRequest,
  reversalPermissionRequest,
} from '../../../src/settlement/review-requests.ts';
import { dateOf } from '../../../src/time/calendar.ts';
import type { Doing } from '../doing.ts';
import type { Random } from '../random.ts';
import { schemeNamed } from '../settings.ts';
import type { Replica, Stated, World } from '../world.ts';
import { recent } from './desk.ts';
import { checkCommits, type Draw, outcomeOf } from './outcome.ts';

const INSURER = 'INS-1';

/** What an insurer states of one benefit. */
function row(random: Random, scheme: string, benefitId?: string): object {
  const { benefits } = schemeNamed(scheme).rules;
  const benefit = benefits.find(({ id }) => id === benefitId) ?? random.pick(benefits);
  const yuan = (fen: number) => Money.ofFen(BigInt(fen)).toFixed2();
  const [rates] = benefit.rates ?? [];
  const table = rates === undefined ? null : (Object.keys(rates.classes ?? {})[0] ?? rates.table);
  if (table === null) {
    const paid = random.chance(0.5) ? '0.00' : '1000.00';
    return { benefit: benefit.id, base: '0.00', deductibleApplied: '0.00', eligible: '0.00', table, paid };
  }
  const base = random.below(2_000_000);
  const deductible = random.chance(0.5) ? 0 : random.below(Math.min(base, 100_000) + 1);
  const eligible = base - deductible;
  const paid = random.below(Math.floor(eligible / 4) + 1);
  return {
    ...{ benefit: benefit.id, base: yuan(base), deductibleApplied: yuan(deductible) },
    ...{ eligible: yuan(eligible), table, paid: yuan(paid) },
  };
}

/** The same statement has the same answer ever after. */
function checkStated(world: World, doing: Doing, stated: Stated, answer: object): void {
  const { already: _, cancellation: _c, ...rest } = answer as { already: boolean; cancellation?: unknown };
  const text = JSON.stringify(rest);
  world.checks.that('a repeated statement has the same answer', (stated.first ?? text) === text, () => doing.words);
  stated.first = text;
}

async function book(world: World, doing: Doing, replica: Replica, stated: Stated): Promise<void> {
  const request = parseWith(externalClaimRequest, stated.request);
  const { answer } = await outcomeOf(world, doing, replica.reviews.external(INSURER, stated.scheme, request));
  if (answer === undefined) return;
  checkCommits(world, doing, answer.created ? 1 : 0);
  checkStated(world, doing, stated, answer.claim);
}

const external: Draw = (world, random) => {
  const scheme = random.pick(world.setting.schemes);
  const policies = world.store.tables.enrollments.all(undefined).filter((one) => one.scheme === scheme);
  const policy = random.pickAny(policies);
  if (policy === undefined) return undefined;
  const claimNo = `C-${world.number()}`;
  const settledOn = dateOf(world.now) < policy.effectiveFrom ? policy.effectiveFrom : dateOf(world.now);
  const request = { claimNo, policyNo: policy.policyNo, settledOn, benefits: [row(random, scheme)] };
  const stated: Stated = { scheme, id: claimNo, request, first: undefined };
  world.stated.push(stated);
  const replica = random.pick(world.replicas);
  return {
    words: `books claim ${claimNo} in ${scheme} at ${replica.name}`,
    run: (doing) => book(world, doing, replica, stated),
  };
};

const externalAgain: Draw = (world, random) => {
  const stated = recent(random, world.stated);
  if (stated === undefined) return undefined;
  const replica = random.pick(world.replicas);
  return {
    words: `books claim ${stated.id} again at ${replica.name}`,
    run: (doing) => book(world, doing, replica, stated),
  };
};

const cancelExternal: Draw = (world, random) => {
  const stated = recent(random, world.stated);
  if (stated === undefined) return undefined;
  const replica = random.pick(world.replicas);
  const request = parseWith(externalCancellationRequest, { reason: '模拟撤销' });
  return {
    words: `takes claim ${stated.id} back at ${replica.name}`,
    run: async (doing) => {
      const call = replica.reviews.cancelExternal(INSURER, stated.scheme, stated.id, request);
      const { answer } = await outcomeOf(world, doing, call);
      if (answer !== undefined) checkCommits(world, doing, answer.created ? 1 : 0);
    },
  };
};

/** What waits for an insurer is resolved, or was meanwhile; the same twice is the same. */
const resolve: Draw = (world, random) => {
  const scheme = random.pick(world.setting.schemes);
  const all = world.store.tables.reviews.under('scheme', scheme, undefined);
  const review = recent(random, random.chance(0.85) ? all.filter(({ status }) => status === 'open') : all);
  if (review === undefined) return undefined;
  const opened = world.store.tables.entries.get(String(review.entrySeq), undefined);
  const { decision } = JSON.parse(opened?.body ?? '{}') as {
    decision: { schemes: { scheme: string; policyNo: string; benefits: { benefit: string; status: string }[] }[] };
  };
  const pended = decision.schemes
    .find((one) => one.scheme === scheme && one.policyNo === review.policyNo)
    ?.benefits.find(({ status }) => status === 'pended');
  const { policyNo, decisionId } = review;
  const request = parseWith(resolutionRequest, { policyNo, benefits: [row(random, scheme, pended?.benefit)] });
  const replica = random.pick(world.replicas);
  return {
    words: `resolves ${decisionId} in ${scheme} at ${replica.name}`,
    run: async (doing) => {
      const call = replica.reviews.resolve(INSURER, scheme, decisionId, request);
      const { answer } = await outcomeOf(world, doing, call);
      if (answer === undefined) return;
      checkCommits(world, doing, answer.created ? 1 : 0);
      const again = await outcomeOf(world, doing, replica.reviews.resolve(INSURER, scheme, decisionId, request));
      if (again.answer === undefined) return;
      const text = (one: object) => JSON.stringify({ ...one, already: true });
      const same = text(again.answer.resolution) === text(answer.resolution) && !again.answer.created;
      world.checks.that('a repeated resolution is the same', same, () => doing.words);
    },
  };
};

const permit: Draw = (world, random) => {
  const sent = recent(
    random,
    world.sent.filter(({ decisionId }) => decisionId !== undefined),
  );
  const decisionId = sent?.decisionId;
  if (decisionId === undefined) return undefined;
  const scheme = random.pick(world.setting.schemes);
  const replica = random.pick(world.replicas);
  const request = parseWith(reversalPermissionRequest, { reason: '模拟同意' });
  return {
    words: `allows the reversal of ${decisionId} in ${scheme} at ${replica.name}`,
    run: async (doing) => {
      const call = replica.reviews.permitReversal(INSURER, scheme, decisionId, request);
      const { answer } = await outcomeOf(world, doing, call);
      if (answer !== undefined) checkCommits(world, doing, answer.created ? 1 : 0);
    },
  };
};

const queue: Draw = (world, random) => {
  const scheme = random.pick(world.setting.schemes);
  const replica = random.pick(world.replicas);
  return {
    words: `looks at the queue of ${scheme} at ${replica.name}`,
    run: async (doing) => {
      await outcomeOf(world, doing, replica.reviews.pended(scheme, undefined, 5));
      checkCommits(world, doing, 0);
    },
  };
};

/** What insurers do. */
export const INSURER_DESK = {
  external: [3, external],
  externalAgain: [1, externalAgain],
  cancelExternal: [1.5, cancelExternal],
  resolve: [6, resolve],
  permit: [2, permit],
  queue: [0.5, queue],
} as const satisfies Record<string, readonly [number, Draw]>;
