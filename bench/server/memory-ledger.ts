import type { Accumulators } from '../../src/adjudication/accumulators.ts';
import { type Policy, policyKey } from '../../src/adjudication/input.ts';
import type { Ask, Ledger, MemberView, Verdict } from '../../src/ledger/ledger.ts';

/**
 * A ledger that keeps nothing but what its very first settlement has used: to every later one it is as if its member had
 * settled that one before, and no other. It stands for a store that costs no time.
 */
export class MemoryLedger implements Pick<Ledger, 'write'> {
  readonly #policies: ReadonlyMap<string, Policy>;
  #used: Accumulators | undefined;

  /** @param policies by member */
  constructor(policies: ReadonlyMap<string, Policy>) {
    this.#policies = policies;
  }

  async write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    const { append, answer } = decide(this.#view(ask));
    if (this.#used === undefined) [this.#used] = append?.accumulators.values() ?? [];
    return answer;
  }

  #view({ memberId }: Ask): MemberView {
    const policy = this.#policies.get(memberId);
    const used = this.#used;
    return {
      memberId,
      version: used === undefined ? 0 : 1,
      policies: policy === undefined ? [] : [policy],
      accumulators: new Map(policy === undefined || used === undefined ? [] : [[policyKey(policy), used]]),
      attempts: [],
      encounter: [],
      replaced: undefined,
      openDay: '',
      messages: [],
      attemptsOf: () => [],
      messagesOf: () => [],
      bookings: () => [],
      reviews: () => [],
      survivors: () => [],
      permissions: () => new Map(),
      booked: () => [],
      cancelled: () => undefined,
      look: nothingKept,
      recorded: nothingKept,
      entry: nothingKept,
    };
  }
}

function nothingKept(): never {
  throw new Error('nothing is kept here');
}
