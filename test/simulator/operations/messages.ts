import type { NamedMessage, NamedOrigin } from '../../../src/settlement/message/service.ts';
import type { CentreRecord } from '../../../src/settlement/record.ts';
import type { Random } from '../random.ts';
import type { Replica, Sent, World } from '../world.ts';
import { checkSettled } from './decisions.ts';
import { newClaim, recent, wordsOf } from './desk.ts';
import { type Draw, type Operation, outcomeOf } from './outcome.ts';

type Messaged = Sent & { readonly centre: CentreRecord };

function originOf({ message, centre }: Messaged): NamedOrigin {
  return { message, centre, warnings: [] };
}

function isMessaged(sent: Sent): sent is Messaged {
  return sent.message !== null;
}

function known(world: World, random: Random): Messaged | undefined {
  return recent(random, world.sent.filter(isMessaged));
}

function send(world: World, replica: Replica, sent: Messaged, how: string): Operation {
  return {
    words: `sends ${wordsOf(sent)} in message ${sent.message?.id} ${how} to ${replica.name}`,
    run: async (doing) => {
      const takenBack = isTakenBack(world, sent);
      const call = replica.messages.settle(sent.hospitalId, sent.claim, originOf(sent));
      const outcome = await outcomeOf(world, doing, call);
      checkSettled(world, doing, sent, outcome);
      world.checks.that(
        'nothing is settled under what was taken back',
        !takenBack || outcome.answer === undefined,
        () => doing.words,
      );
    },
  };
}

function isTakenBack(world: World, { hospitalId, message }: Sent): boolean {
  return world.takenBack.some((one) => one.hospitalId === hospitalId && one.message.id === message?.id);
}

function newMessage(world: World, random: Random): Messaged {
  const plain = newClaim(world, random);
  const id = `M-${world.number()}`;
  const settledSchemes = random.chance(0.1) ? [random.pick(world.setting.schemes)] : [];
  const sent: Messaged = {
    ...plain,
    message: { id, person: random.chance(0.8) ? `N${plain.person}` : '' },
    centre: { date: null, clearing: null, settledSchemes },
  };
  world.sent.push(sent);
  return sent;
}

const message: Draw = (world, random) =>
  send(world, random.pick(world.replicas), newMessage(world, random), 'for the first time');

/** A message arrives, and at the same moment it is taken back, maybe at another gateway. */
export function arrivalAndTakeBack(world: World, random: Random): readonly Operation[] {
  const sent = newMessage(world, random);
  const arrival = send(world, random.pick(world.replicas), sent, 'for the first time');
  return [arrival, ...(sent.message === null ? [] : [back(world, random.pick(world.replicas), sent, sent.message)])];
}

const messageAgain: Draw = (world, random) => {
  const sent = known(world, random);
  return sent === undefined ? undefined : send(world, random.pick(world.replicas), sent, 'again');
};

/** The same claim in another message: a HIS that counts no attempts. */
const otherMessage: Draw = (world, random) => {
  const sent = known(world, random);
  if (sent?.message == null) return undefined;
  const next = {
    ...sent,
    message: { ...sent.message, id: `M-${world.number()}` },
    decision: undefined,
    decisionId: undefined,
  };
  world.sent.push(next);
  return send(world, random.pick(world.replicas), next, 'that is new');
};

/** As the centre's 2601 asks for it: what a message did is to be undone, whether or not it has arrived. */
const takeBack: Draw = (world, random) => {
  const sent = known(world, random);
  return sent?.message == null ? undefined : back(world, random.pick(world.replicas), sent, sent.message);
};

function back(world: World, replica: Replica, { hospitalId }: Messaged, named: NamedMessage): Operation {
  return {
    words: `takes message ${named.id} back at ${replica.name}`,
    run: async (doing) => {
      const { refusal } = await outcomeOf(world, doing, replica.messages.takeBack(hospitalId, named));
      if (refusal !== undefined) return;
      if (doing.commits.length > 0 && !doing.faulted) {
        world.takenBack.push({ hospitalId, message: named });
        world.checks.that('a message is taken back at once', doing.commits.length === 1, () => doing.words);
      }
    },
  };
}

const askedReversal: Draw = (world, random) => {
  const sent = known(world, random);
  if (sent === undefined) return undefined;
  const replica = random.pick(world.replicas);
  const messageId = random.chance(0.7) ? `V-${world.number()}` : null;
  const asked = {
    encounterId: random.chance(0.5) ? sent.claim.encounter.id : null,
    person: sent.message?.person ?? '',
    messageId,
  };
  return {
    words: `asks ${replica.name} in a message to reverse ${wordsOf(sent)}`,
    run: async (doing) => {
      await outcomeOf(world, doing, replica.messages.reverse(sent.hospitalId, sent.claim.settlementId, asked));
    },
  };
};

/** What a HIS's own messages ask for. */
export const MESSAGES = {
  message: [8, message],
  messageAgain: [4, messageAgain],
  otherMessage: [2, otherMessage],
  takeBack: [4, takeBack],
  askedReversal: [2, askedReversal],
} as const satisfies Record<string, readonly [number, Draw]>;
