import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Connection } from './store/connection.ts';
import type { SimulatedStore } from './store/store.ts';

/** So many turns without anything to answer, and what still waits waits for itself. */
const PATIENCE = 50;

/** So often those who wait for a turn of the event loop, as sealing does between batches, go on as well. */
const TIMERS = 0.05;

/** Resolves when no promise is left to be settled: everybody has asked the store what they have to ask. */
function everybodyHasAsked(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** The same after a turn of the event loop, which costs several times as much. */
function timersToo(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Draws whose statement is answered next. Nothing else decides what comes before what. */
export class Scheduler {
  readonly random: Random;
  readonly store: SimulatedStore;
  readonly faults: Faults;
  readonly counts = { answered: 0, waits: 0, racesLost: 0 };
  readonly #wanting: Connection[] = [];
  #idle = 0;

  constructor(random: Random, store: SimulatedStore, faults: Faults) {
    this.random = random;
    this.store = store;
    this.faults = faults;
  }

  /** A connection has been asked something. */
  wants(connection: Connection): void {
    if (!this.#wanting.includes(connection)) this.#wanting.push(connection);
  }

  /** Answers somebody, once everybody has asked what they have to ask. */
  async turn(): Promise<void> {
    await (this.random.chance(TIMERS) ? timersToo() : everybodyHasAsked());
    const able = this.#wanting.filter((one) => one.blockedOn === undefined);
    const connection = this.random.pickAny(able);
    if (connection === undefined) {
      await timersToo();
      return this.#stuck();
    }
    this.#idle = 0;
    // Mostly all that it was asked together is answered together; now and then others come in between.
    const several = this.random.chance(0.8);
    do {
      this.counts.answered += 1;
      connection.step();
    } while (several && connection.waiting && connection.blockedOn === undefined);
    if (!connection.waiting) this.#wanting.splice(this.#wanting.indexOf(connection), 1);
  }

  #stuck(): void {
    this.#idle += 1;
    if (this.#idle < PATIENCE) return;
    const victim = this.random.pickAny(this.#wanting.filter((one) => this.#waitsForItself(one)));
    if (victim === undefined) throw new Error('nobody can go on: an operation waits for what never comes');
    this.#idle = 0;
    this.faults.injected.deadlock += 1;
    victim.breakDeadlock();
    if (!victim.waiting) this.#wanting.splice(this.#wanting.indexOf(victim), 1);
  }

  #waitsForItself(connection: Connection): boolean {
    const seen = new Set<Connection>();
    let one: Connection | undefined = connection;
    while (one !== undefined && !seen.has(one)) {
      seen.add(one);
      const { blockedOn }: Connection = one;
      one = blockedOn === undefined ? undefined : this.#wanting.find(({ transaction }) => transaction === blockedOn);
    }
    return one === connection;
  }
}
