import { Broken } from './broken.ts';
import type { Bug } from './bugs.ts';
import { as, Doing } from './doing.ts';
import { FAULTS, type FaultRates } from './faults.ts';
import { DESK, newClaim, recent, settle, wordsOf } from './operations/desk.ts';
import { HOUSE } from './operations/house.ts';
import { INSURER_DESK } from './operations/insurer.ts';
import { arrivalAndTakeBack, MESSAGES } from './operations/messages.ts';
import type { Draw, Operation } from './operations/outcome.ts';
import type { Random } from './random.ts';
import { World } from './world.ts';

/** One simulated city from its first day to its last. */
export interface EpisodeOptions {
  readonly seed: number;
  readonly operations: number;
  readonly replicas: number;
  readonly faults?: FaultRates | undefined;
  readonly bug?: Bug | undefined;
  readonly setting?: string | undefined;
}

/** What became of it. */
export interface Episode {
  readonly seed: number;
  readonly setting: string;
  readonly operations: Readonly<Record<string, number>>;
  /** Digest of all answers. */
  readonly hash: string;
  readonly commits: number;
  readonly entries: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly racesLost: number;
  readonly waits: number;
  readonly statements: number;
  readonly checks: Readonly<Record<string, number>>;
  readonly failure: Failure | undefined;
}

/** What did not hold, after which operation, and what came before it. */
export interface Failure {
  readonly seed: number;
  readonly step: number;
  readonly what: string;
  readonly last: readonly string[];
}

const KINDS: Readonly<Record<string, readonly [number, Draw]>> = { ...DESK, ...MESSAGES, ...INSURER_DESK, ...HOUSE };
const WEIGHTS = Object.fromEntries(Object.entries(KINDS).map(([kind, [weight]]) => [kind, weight]));

/** So many operations are under way at once at most. */
const AT_ONCE = 6;
/** So many last operations are told where one fails. */
const TOLD = 25;

/** Runs one episode. The same options give the same episode, to the last answer. */
export async function runEpisode(options: EpisodeOptions): Promise<Episode> {
  const { seed, operations, faults = FAULTS } = options;
  return new Run(new World({ ...options, faults }), seed, operations).run();
}

class Run {
  readonly #world: World;
  readonly #random: Random;
  readonly #seed: number;
  readonly #operations: number;
  readonly #done: Record<string, number> = {};
  readonly #last: string[] = [];
  #step = 0;
  #underWay = 0;
  #failure: Failure | undefined;

  constructor(world: World, seed: number, operations: number) {
    this.#world = world;
    this.#random = world.random;
    this.#seed = seed;
    this.#operations = operations;
  }

  async run(): Promise<Episode> {
    try {
      while ((this.#step < this.#operations || this.#underWay > 0) && this.#failure === undefined) {
        if (this.#step < this.#operations && this.#underWay < AT_ONCE && this.#random.chance(0.3)) this.#begin();
        if (this.#underWay > 0) await this.#world.scheduler.turn();
      }
      if (this.#failure === undefined) this.#checkAll();
    } catch (error) {
      this.#fail(error);
    }
    return this.#episode();
  }

  #begin(): void {
    const kind = this.#random.weighted(WEIGHTS);
    // Now and then the same arrives at two replicas at once.
    if (kind === 'settle' && this.#random.chance(0.15)) {
      this.#twins();
      return;
    }
    if (kind === 'message' && this.#random.chance(0.15)) {
      for (const operation of arrivalAndTakeBack(this.#world, this.#random))
        this.#start('arrivalAndTakeBack', operation);
      return;
    }
    const operation = KINDS[kind]?.[1](this.#world, this.#random);
    if (operation !== undefined) this.#start(kind, operation);
  }

  #twins(): void {
    const { replicas, sent } = this.#world;
    const again = this.#random.chance(0.3)
      ? recent(
          this.#random,
          sent.filter(({ message }) => message === null),
        )
      : undefined;
    const claim = again ?? newClaim(this.#world, this.#random);
    if (again === undefined) sent.push(claim);
    for (const replica of [this.#random.pick(replicas), this.#random.pick(replicas)]) {
      const words = `settles ${wordsOf(claim)} at ${replica.name}, as another does at this moment`;
      this.#start('twin', { words, run: (doing) => settle(this.#world, doing, replica, claim) });
    }
  }

  #start(kind: string, operation: Operation): void {
    this.#step += 1;
    this.#world.now += this.#random.below(240_000);
    this.#done[kind] = (this.#done[kind] ?? 0) + 1;
    const doing = new Doing(this.#step, operation.words, this.#world.changes);
    this.#tell(`${this.#step} ${operation.words}`);
    this.#underWay += 1;
    as(doing, () => operation.run(doing))
      .then(() => this.#checkTouched(doing))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  #checkTouched({ commits }: Doing): void {
    for (const memberId of new Set(commits.flatMap(({ entries }) => entries.map((entry) => entry.memberId)))) {
      this.#world.model.checkMember(memberId);
    }
    if (this.#random.chance(0.002)) this.#world.model.checkSeals();
  }

  #checkAll(): void {
    const { model } = this.#world;
    for (const memberId of model.members.keys()) model.checkWhole(memberId);
    model.checkSeals();
    model.checkMessages();
  }

  #tell(line: string): void {
    this.#last.push(line);
    if (this.#last.length > TOLD) this.#last.shift();
  }

  #fail(error: unknown): void {
    const what =
      error instanceof Broken ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#failure ??= { seed: this.#seed, step: this.#step, what, last: [...this.#last] };
  }

  #episode(): Episode {
    const { setting, commits, checks, faults, scheduler, model } = this.#world;
    return {
      ...{ seed: this.#seed, setting: setting.name, operations: this.#done, hash: this.#world.hash(), commits },
      entries: [...model.members.values()].reduce((sum, { version }) => sum + version, 0),
      faults: faults.injected,
      racesLost: scheduler.counts.racesLost,
      waits: scheduler.counts.waits,
      statements: scheduler.counts.answered,
      checks: Object.fromEntries(checks.counts),
      failure: this.#failure,
    };
  }
}
