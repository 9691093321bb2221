import { createHash } from 'node:crypto';
import type { Claim } from '../../src/claim/claim.ts';
import type { Sealing } from '../../src/clearing/days/seal.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { PostgresLedger } from '../../src/ledger/postgres-ledger.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { enrolled, policyHolder } from '../../src/roster/policies.ts';
import type { NamedMessage } from '../../src/settlement/message/service.ts';
import { MessageService } from '../../src/settlement/message/service.ts';
import { ReviewService } from '../../src/settlement/review-service.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import type { Database } from '../../src/store/database.ts';
import { define, placeholders } from '../../src/store/statement.ts';
import { run } from '../../src/store/steps.ts';
import type { Clock } from '../../src/time/clock.ts';
import { NAME, residentId } from '../support/people.ts';
import { Checks } from './broken.ts';
import type { Bug } from './bugs.ts';
import { committed } from './committed.ts';
import { simulatedDatabase } from './database.ts';
import { Doing } from './doing.ts';
import { type FaultRates, Faults } from './faults.ts';
import { Model } from './model/model.ts';
import { Random } from './random.ts';
import { SimulatedRegisters } from './registers.ts';
import { Scheduler } from './scheduler.ts';
import { type Enrolled, SETTINGS, type Setting } from './settings.ts';
import { SimulatedStore } from './store/store.ts';
import { TransparentVault } from './vault.ts';

/** One gateway of several that share a store, with a clock that is a little off. */
export interface Replica {
  readonly name: string;
  readonly database: Database;
  readonly ledger: Ledger;
  readonly settlements: SettlementService;
  readonly messages: MessageService;
  readonly reviews: ReviewService;
  readonly sealing: Sealing;
  readonly clock: Clock;
}

/** A claim that was sent, and what was answered first. */
export interface Sent {
  readonly hospitalId: string;
  readonly claim: Claim;
  readonly person: number;
  readonly memberId: string;
  readonly message: NamedMessage | null;
  /** The decision, without what comes later. */
  decision: string | undefined;
  decisionId: string | undefined;
}

/** Something that an insurer stated, to be repeated or taken back. */
export interface Stated {
  readonly scheme: string;
  /** The claim number, or the decision. */
  readonly id: string;
  readonly request: object;
  first: string | undefined;
}

/** What a world is made by. */
export interface WorldOptions {
  readonly seed: number;
  readonly replicas: number;
  /** How many operations are to come. */
  readonly operations: number;
  readonly faults: FaultRates;
  readonly bug?: Bug | undefined;
  /** Only this setting; by default the seed chooses. */
  readonly setting?: string | undefined;
}

/**
 * About so many things happen to one member before others have their turn, and how often. Mostly few: all that a member
 * has is run through again whenever something of it falls away.
 */
const EACH = { 3: 14, 12: 1 };
/** So many members have their turn at once, and how often: among few of them writes meet all the time. */
const AT_ONCE = { 3: 1, 12: 6 };

const KEYS = parseKeyStore(newKeyStore(0), 'keys');

/** The roster's import as far as the settlement core sees it: a row is there, or is another. */
const roster = define('simulator', ({ query, tables: { enrollments } }) => ({
  enroll: query
    .insert(enrollments)
    .values(
      placeholders([
        ...(['scheme', 'policyNo', 'memberId', 'nameKey', 'effectiveFrom', 'effectiveTo'] as const),
        ...(['status', 'body', 'digest', 'asOf'] as const),
      ]),
    ),
}));

/** A city in memory: members, hospitals, insurers, and several gateways on one simulated store. */
export class World {
  readonly random: Random;
  readonly setting: Setting;
  readonly checks = new Checks();
  readonly store: SimulatedStore;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly registers: SimulatedRegisters;
  readonly vault = new TransparentVault();
  readonly model: Model;
  readonly replicas: readonly Replica[];
  readonly persons: readonly number[];
  readonly #each: number;
  readonly #atOnce: number;
  readonly sent: Sent[] = [];
  readonly stated: Stated[] = [];
  readonly takenBack: { readonly hospitalId: string; readonly message: NamedMessage }[] = [];
  /** Business time. */
  now: number;
  commits = 0;
  /** Changes of what decisions hang on and no version tells: registers, roster, clock. */
  changes = 0;
  readonly #hash = createHash('sha256');
  #numbers = 0;

  constructor({ seed, replicas, operations, faults, bug, setting }: WorldOptions) {
    this.random = new Random(seed);
    const drawn = this.random.weighted(Object.fromEntries(SETTINGS.map(({ name, weight }) => [name, weight])));
    this.setting = SETTINGS.find(({ name }) => name === (setting ?? drawn)) ?? this.random.pick(SETTINGS);
    this.now = Date.parse(`${this.setting.from}T08:00:00+08:00`);
    this.store = new SimulatedStore(bug);
    this.faults = new Faults(new Random(seed + 1), faults);
    this.scheduler = new Scheduler(this.random, this.store, this.faults);
    this.registers = new SimulatedRegisters(this.setting);
    this.model = new Model(this.store, this.registers, this.checks);
    this.store.onCommit = (transaction, tag) => {
      this.commits += 1;
      const commit = committed(this.commits, transaction);
      const doing = tag instanceof Doing ? tag : undefined;
      doing?.commits.push(commit);
      this.model.take(commit, doing?.changesBefore === this.changes);
    };
    this.replicas = Array.from({ length: replicas }, (_, index) => this.#replica(index));
    this.#each = Number(this.random.weighted(EACH));
    this.#atOnce = Number(this.random.weighted(AT_ONCE));
    const members = Math.max(8, Math.ceil(operations / (3 * this.#each)));
    this.persons = Array.from({ length: members }, (_, index) => index + 3);
    for (const person of this.persons) {
      for (const policy of this.setting.policies(this.random, person)) this.#enrollAtOnce(person, policy);
    }
  }

  /** A number that nothing else in this world has. */
  number(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  /** Whom something new happens to: few at a time, so that writes meet, and others later, so that histories stay short. */
  somebody(): number {
    const first = Math.floor(this.#numbers / this.#each);
    return this.persons[(first + this.random.below(this.#atOnce)) % this.persons.length] ?? 0;
  }

  memberOf(person: number): string {
    return this.vault.memberId('01', residentId(person));
  }

  /** Takes an answer into what two runs of one seed must agree on. */
  answered(text: string): void {
    this.#hash.update(text).update('\n');
  }

  /** A digest of all answers so far. */
  hash(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  /** A row of the roster as an import would write it. */
  rosterRow(person: number, { family, ...policy }: Enrolled, status: 'active' | 'cancelled' = 'active') {
    const {
      scheme,
      policyNo,
      effectiveFrom,
      effectiveTo,
      nameKey: _,
      familyBorne: _borne,
      familyUsed: _used,
      ...terms
    } = policy;
    return {
      ...{ scheme, policyNo, memberId: this.memberOf(person), nameKey: this.vault.nameKey(NAME), effectiveFrom },
      ...{ effectiveTo, status, body: JSON.stringify({ ...terms, ...(family === undefined ? {} : { family }) }) },
      ...{ digest: '', asOf: this.now },
    };
  }

  /** Changes a row of the roster, as an import at a replica would. */
  async enroll(replica: Replica, row: ReturnType<World['rosterRow']>): Promise<void> {
    await replica.database.write(() => run(roster.enroll, row));
    this.changes += 1;
  }

  #enrollAtOnce(person: number, policy: Enrolled): void {
    const transaction = this.store.begin();
    this.store.answer({ statement: roster.enroll, params: this.rosterRow(person, policy), how: 'run' }, transaction);
    transaction.commit();
  }

  #replica(index: number): Replica {
    const database = simulatedDatabase(this.scheduler);
    const ledger = new PostgresLedger(database, this.vault, enrolled);
    const offset = index * 700 - 900;
    const clock = { real: () => this.now + offset, business: () => this.now + offset };
    const on = { ledger, rulebook: this.registers, vault: this.vault, clock };
    const schemes = this.setting.schemes;
    return {
      name: `replica ${index + 1}`,
      ...{ database, ledger, clock },
      settlements: new SettlementService(on),
      messages: new MessageService(on),
      reviews: new ReviewService({
        ...on,
        policyHolder: (scheme, policyNo) => database.read(() => policyHolder(scheme, policyNo)),
      }),
      sealing: { database, ledger, gateway: 'simulated', keys: KEYS, schemes, clock },
    };
  }
}
