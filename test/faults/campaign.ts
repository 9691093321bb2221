import { setTimeout as pause } from 'node:timers/promises';
import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import type { GatewayIdentity } from '../../adapters/mock-his/transmission.ts';
import type { Place } from '../../bench/server/gateway.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { addDays, type DateText } from '../../src/time/calendar.ts';
import { freePort } from '../support/postgres-server.ts';
import { addUp, countEntries, verifyLedger } from './books.ts';
import { Desk, type Experience } from './desk.ts';
import { Dice } from './dice.ts';
import { TestGateway } from './gateway.ts';
import { askFor, settleAgain } from './memory.ts';
import { Tally } from './tally.ts';

/** What a campaign is made of. */
export interface Orders {
  readonly place: Place;
  readonly kills: number;
  readonly seed: number;
  /** The database server's own end and its return, where the campaign may bring them about. */
  readonly crashDatabase?: () => Promise<void>;
  /** After so many kills everything is asked for, added up and verified. */
  readonly fullCheckEvery: number;
  readonly say?: (line: string) => void;
}

/** What was killed, and how often. */
export type Kill = 'gateway' | 'worker' | 'starting' | 'database';

/** What a campaign came to. */
export interface Figures extends Experience {
  readonly kills: Readonly<Record<Kill, number>>;
  /** How often it was asked to stop under load. */
  readonly stops: number;
  readonly decisions: number;
  readonly reversals: number;
  readonly acknowledgements: number;
  /** Times that everything was asked for and the ledger verified. */
  readonly fullChecks: number;
  readonly seconds: number;
}

const PARTIES = [HOSPITALS.nanchang.id, HOSPITALS.ganzhou.id, HOSPITALS.wenshan.id];
const DESKS_EACH = 3;
/** The first business day; from then on some starts are on the next one, so that days are sealed under load. */
const FIRST_DAY = '2024-01-02';
/** A kill comes after at most so many answers … */
const MOST_ANSWERS = 60;
/** … and at most so many milliseconds. */
const MOST_DELAY = 15;
/** So many of the decisions told long ago are asked for after each kill. */
const SAMPLE = 40;
/** One kill in so many hits the gateway while it starts; one start in so many ends with an orderly stop. */
const STARTING_ONE_IN = 8;
const STOP_ONE_IN = 8;
const DATABASE_ONE_IN = 5;

/**
 * Kills a gateway under load again and again at moments that dice choose, on the same data, and holds it to its promises
 * after each kill.
 *
 * @throws Broken where one is broken, or whatever a command says that fails
 */
export async function runCampaign(orders: Orders): Promise<Figures> {
  const campaign = new Campaign(orders);
  return campaign.run();
}

class Campaign {
  readonly #orders: Orders;
  readonly #dice: Dice;
  readonly #tally = new Tally();
  readonly #experience: Experience = { done: 0, made: 0, found: 0 };
  readonly #desks: readonly Desk[];
  readonly #kills: Record<Kill, number> = { gateway: 0, worker: 0, starting: 0, database: 0 };
  #stops = 0;
  #fullChecks = 0;
  #day: DateText = FIRST_DAY;
  /** It is always started on the same port, as its clients know no other. */
  #port: number | undefined;
  /** The gateway as it was met first: its keys must stay. */
  #identity: GatewayIdentity | undefined;

  constructor(orders: Orders) {
    this.#orders = orders;
    this.#dice = new Dice(orders.seed);
    this.#desks = PARTIES.flatMap((party, place) =>
      Array.from(
        { length: DESKS_EACH },
        (_, desk) => new Desk(`D${place}${desk}`, party, this.#dice.split(), this.#tally, this.#experience),
      ),
    );
  }

  get #killed(): number {
    return Object.values(this.#kills).reduce((sum, count) => sum + count, 0);
  }

  async run(): Promise<Figures> {
    const began = performance.now();
    const { kills, say } = this.#orders;
    let gateway = await this.#start();
    while (this.#killed < kills) {
      const before = this.#tally.told.length;
      gateway = await this.#strike(gateway);
      await this.#check(gateway, before);
      say?.(`${this.#killed} kills, ${this.#tally.told.length} decisions`);
    }
    await this.#checkAll(gateway);
    await gateway.stop();
    return {
      ...this.#experience,
      kills: this.#kills,
      stops: this.#stops,
      decisions: this.#tally.told.length,
      reversals: this.#tally.told.filter(({ reversed }) => reversed).length,
      acknowledgements: this.#tally.told.filter(({ acknowledged }) => acknowledged).length,
      fullChecks: this.#fullChecks,
      seconds: Math.round((performance.now() - began) / 1000),
    };
  }

  /** Starts a gateway of one worker or two, perhaps after one that was killed while it started. */
  async #start(): Promise<TestGateway> {
    if (this.#dice.throw() < 0.3) this.#day = addDays(this.#day, 1);
    this.#port ??= await freePort();
    const options = {
      port: this.#port,
      workers: this.#dice.throw() < 0.7 ? 1 : 2,
      businessTime: `${this.#day}T10:00:00+08:00`,
    };
    const delay = this.#dice.between(100, 1_500);
    if (this.#dice.between(1, STARTING_ONE_IN) === 1 && this.#killed < this.#orders.kills) {
      const starting = TestGateway.launch(this.#orders.place, options);
      await Promise.race([pause(delay), starting.port]);
      starting.kill('SIGKILL');
      await starting.ended;
      this.#kills.starting += 1;
    }
    const gateway = await TestGateway.start(this.#orders.place, options);
    this.#identity ??= await gateway.identity();
    return gateway;
  }

  /** Has something end under load. @returns the gateway that runs then, with no desk in doubt */
  async #strike(gateway: TestGateway): Promise<TestGateway> {
    const crash = this.#dice.between(1, DATABASE_ONE_IN) === 1 ? this.#orders.crashDatabase : undefined;
    if (crash !== undefined) {
      await this.#underLoad(gateway, crash, 'until it is back');
      this.#kills.database += 1;
      return gateway;
    }
    const nth = this.#dice.between(0, 1);
    if (gateway.processes.length > 1 && this.#dice.throw() < 0.5) {
      await this.#underLoad(gateway, () => gateway.killWorker(nth), 'until it is back');
      this.#kills.worker += 1;
      return gateway;
    }
    const stops = this.#dice.between(1, STOP_ONE_IN) === 1;
    await this.#underLoad(gateway, () => (stops ? gateway.stop() : gateway.kill()), 'until it is gone');
    const next = await this.#start();
    const found = this.#experience.found;
    await this.#resolve(next);
    if (stops) {
      this.#stops += 1;
      if (this.#experience.found > found) {
        throw new Error('a gateway that was told to stop has done something and not answered it');
      }
    } else this.#kills.gateway += 1;
    return next;
  }

  /** Has all desks work, and strikes after as many answers and milliseconds as the dice say. */
  async #underLoad(
    gateway: TestGateway,
    strike: () => Promise<void>,
    how: 'until it is gone' | 'until it is back',
  ): Promise<void> {
    const clients = await this.#clients(gateway);
    const from = this.#experience.done;
    const answers = this.#dice.between(1, MOST_ANSWERS);
    const delay = this.#dice.between(0, MOST_DELAY);
    let struck: Promise<void> | undefined;
    let over = false;
    const stopped = () => {
      if (this.#experience.done - from >= answers) {
        struck ??= pause(delay)
          .then(strike)
          .finally(() => {
            over = true;
          });
        // What it throws is thrown where it is waited for.
        struck.catch(() => undefined);
      }
      return over;
    };
    await Promise.all(this.#desks.map((desk) => desk.work(clientOf(clients, desk), stopped)));
    await struck;
    if (how === 'until it is back') await this.#resolve(gateway);
  }

  async #resolve(gateway: TestGateway): Promise<void> {
    const clients = await this.#clients(gateway);
    await Promise.all(this.#desks.map((desk) => desk.resolve(clientOf(clients, desk))));
  }

  /** After each kill: the entries are counted, and asked for is what was told since the last one and some of the rest. */
  async #check(gateway: TestGateway, before: number): Promise<void> {
    if (this.#killed % this.#orders.fullCheckEvery === 0) return this.#checkAll(gateway);
    const { told } = this.#tally;
    const clients = await this.#clients(gateway);
    const some = Array.from({ length: SAMPLE }, () => this.#dice.pick(told.slice(0, before)) ?? []).flat();
    const asked = new Set([...told.slice(before), ...some].map((one) => `${one.hospitalId} ${one.claim.settlementId}`));
    await askFor(
      told.filter((one) => asked.has(`${one.hospitalId} ${one.claim.settlementId}`)),
      clients,
    );
    await settleAgain(told.slice(-5), clients);
    await countEntries(this.#orders.place, this.#tally);
  }

  async #checkAll(gateway: TestGateway): Promise<void> {
    const { place } = this.#orders;
    const clients = await this.#clients(gateway);
    await askFor(this.#tally.told, clients);
    await settleAgain(this.#tally.told.slice(-5), clients);
    await countEntries(place, this.#tally);
    await addUp(clients, this.#tally, [FIRST_DAY, addDays(this.#day, 1)]);
    await verifyLedger(place);
    this.#fullChecks += 1;
  }

  async #clients(gateway: TestGateway): Promise<ReadonlyMap<string, HospitalClient>> {
    const made = PARTIES.map(async (party) => [party, await gateway.client(party, this.#identity)] as const);
    return new Map(await Promise.all(made));
  }
}

function clientOf(clients: ReadonlyMap<string, HospitalClient>, { party }: Desk): HospitalClient {
  const client = clients.get(party);
  if (client === undefined) throw new Error('unreachable: every hospital has a client');
  return client;
}
