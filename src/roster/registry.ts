import type { Hospital, InsurerShare } from '../adjudication/input.ts';
import { Money } from '../money/money.ts';
import { CodeList, type ListEntry } from '../scheme/lists.ts';
import type { Bilingual } from '../scheme/words.ts';
import { type Database, NotYet } from '../store/database.ts';
import { asc, eq } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all, one, type Steps } from '../store/steps.ts';
import { type CentreFunds, type Party, type PartyEntry, partyOf } from './party.ts';
import { readRevision } from './revision.ts';
import { INSURER_SHARES, parseShares } from './shares.ts';

/** A code list and what identifies its version. */
export interface CurrentList {
  readonly digest: string;
  readonly list: CodeList;
}

interface Snapshot {
  readonly revision: number;
  readonly parties: ReadonlyMap<string, Party>;
  readonly insurers: ReadonlyMap<string, readonly string[]>;
  readonly facts: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly lists: ReadonlyMap<string, CurrentList>;
  /** Of all parties' keys. */
  readonly algorithms: ReadonlySet<string>;
}

const NO_FACTS: Readonly<Record<string, string>> = {};

const statements = define('registry', ({ query, tables: { facts, lists, parties } }) => ({
  parties: query
    .select({ body: parties.body, suspendedAt: parties.suspendedAt })
    .from(parties)
    .orderBy(asc(parties.id)),
  facts: query
    .select({ scheme: facts.scheme, name: facts.name, value: facts.value })
    .from(facts)
    .orderBy(asc(facts.version)),
  lists: query.select({ list: lists.list, digest: lists.digest }).from(lists).orderBy(asc(lists.version)),
  list: query
    .select({ body: lists.body })
    .from(lists)
    .where(eq(lists.digest, param('digest')))
    .limit(1),
}));

/**
 * Parties, lists and facts of one open store, held in memory. Where the store answers at once, every call first looks
 * whether any process has changed them, which costs one read of one row; where it has to be waited for,
 * {@link Registry.refresh} does that, once a request. Where nothing has changed, the answer comes from memory.
 */
export class Registry {
  readonly #database: Database;
  readonly #lists = new Map<string, CodeList>();
  /** Looked for and not found: told once, for it may be imported. */
  readonly #absent = new Set<string>();
  #parsed = new Map<string, { readonly body: string; readonly party: Party }>();
  #snapshot: Snapshot | undefined;
  #refreshing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  /** When the snapshot was last looked at, on a store that answers at once. */
  #moment: number | undefined;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async open(database: Database): Promise<Registry> {
    const registry = new Registry(database);
    await registry.refresh();
    return registry;
  }

  /** Takes over what others have changed by now. Those who ask while one look is under way share the next one. */
  async refresh(): Promise<void> {
    if (this.#database.now !== undefined) return;
    this.#next ??= this.#refreshAfter(this.#refreshing);
    await this.#next;
  }

  /** Counts up with each change that processes have to take over; see {@link Registry.refresh}. */
  revision(): number {
    return this.#current().revision;
  }

  party(id: string): Party | undefined {
    return this.#current().parties.get(id);
  }

  /** Whether any party has a key for that signature algorithm. */
  signsWith(alg: string): boolean {
    return this.#current().algorithms.has(alg);
  }

  /** All parties, by id. */
  parties(): readonly Party[] {
    return [...this.#current().parties.values()];
  }

  hospital(id: string): Hospital | undefined {
    const party = this.party(id);
    return party?.kind === 'hospital' ? party.hospital : undefined;
  }

  /** Which scheme a fund row of the insurance centre's is a payment of at this hospital. */
  centreFunds(id: string): CentreFunds {
    const party = this.party(id);
    return party?.kind === 'hospital' ? party.centreFunds : {};
  }

  /** The insurers that list a scheme, sorted by id. */
  insurersOf(scheme: string): readonly string[] {
    return this.#current().insurers.get(scheme) ?? [];
  }

  /** The present value of every fact of a scheme that was ever set. */
  facts(scheme: string): Readonly<Record<string, string>> {
    return this.#current().facts.get(scheme) ?? NO_FACTS;
  }

  /** The present version of every imported list, by name. */
  lists(): ReadonlyMap<string, CurrentList> {
    return this.#current().lists;
  }

  /** Any version that any list ever had. */
  listByDigest(digest: string): CodeList | undefined {
    const known = this.#lists.get(digest);
    if (known !== undefined) return known;
    const { now } = this.#database;
    if (now !== undefined) return now(this.#readList(digest));
    if (this.#absent.delete(digest)) return undefined;
    throw new NotYet(async (read) => {
      if ((await read(() => this.#readList(digest))) === undefined) this.#absent.add(digest);
    });
  }

  *#readList(digest: string): Steps<CodeList | undefined> {
    const known = this.#lists.get(digest);
    if (known !== undefined) return known;
    const row = yield* one(statements.list, { digest });
    if (row === undefined) return undefined;
    const list = new CodeList(JSON.parse(row.body) as ListEntry[]);
    this.#lists.set(digest, list);
    return list;
  }

  /**
   * How insurers share what a scheme pays, the lead first: as the fact `insurerShares` says; without it the one insurer
   * of the scheme bears all. Empty where that leaves it open ({@link Registry.sharesProblem}): shares are not guessed.
   */
  shares(scheme: string): readonly InsurerShare[] {
    const { facts: all, insurers } = this.#current();
    const text = all.get(scheme)?.[INSURER_SHARES];
    if (text !== undefined) return parseShares(text);
    const [insurer, second] = insurers.get(scheme) ?? [];
    return insurer === undefined || second !== undefined ? [] : [{ insurer, share: Money.ONE }];
  }

  /** Why {@link Registry.shares} of a scheme is empty, for the operator; `undefined` where it is not. */
  sharesProblem(scheme: string): Bilingual | undefined {
    if (this.shares(scheme).length > 0) return undefined;
    const insurers = this.insurersOf(scheme).join(', ');
    if (insurers === '') {
      return {
        zh: `没有登记 ${scheme} 的保险机构`,
        en: `No insurer of ${scheme} is registered`,
      };
    }
    return {
      zh: `${scheme} 有多家保险机构（${insurers}），须设置 ${INSURER_SHARES}`,
      en: `${scheme} has several insurers (${insurers}): set ${INSURER_SHARES}`,
    };
  }

  #current(): Snapshot {
    const { now } = this.#database;
    if (now === undefined) {
      if (this.#snapshot === undefined) throw new Error('unreachable: a registry is opened before it is asked');
      return this.#snapshot;
    }
    const moment = now.moment();
    if (this.#snapshot !== undefined && moment !== undefined && moment === this.#moment) return this.#snapshot;
    const current = this.#snapshot?.revision === now(readRevision()) ? this.#snapshot : now(this.#load());
    // What a transaction under way has changed may still be undone: seen in it, but not kept.
    if (moment !== undefined) {
      this.#snapshot = current;
      this.#moment = moment;
    }
    return current;
  }

  async #refreshAfter(before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => {});
    this.#refreshing = this.#next;
    this.#next = undefined;
    if (this.#snapshot?.revision === (await this.#database.read(readRevision))) return;
    this.#snapshot = await this.#database.read(() => this.#load());
  }

  *#load(): Steps<Snapshot> {
    const revision = yield* readRevision();
    const found = (yield* all(statements.parties)).map(({ body, suspendedAt }) =>
      this.#parse(body, suspendedAt !== null),
    );
    this.#parsed = new Map(found.map((one) => [one.party.id, one]));
    const registered = found.map(({ party }) => party);
    const values = new Map<string, Record<string, string>>();
    for (const { scheme, name, value } of yield* all(statements.facts)) {
      values.set(scheme, { ...values.get(scheme), [name]: value });
    }
    // In the order of versions, so the last one stays.
    const digests = new Map((yield* all(statements.lists)).map(({ list, digest }) => [list, digest]));
    const current = new Map<string, CurrentList>();
    for (const [name, digest] of digests) {
      const list = yield* this.#readList(digest);
      if (list !== undefined) current.set(name, { digest, list });
    }
    return {
      revision,
      parties: new Map(registered.map((party) => [party.id, party])),
      insurers: insurersByScheme(registered),
      facts: values,
      lists: current,
      algorithms: new Set(registered.flatMap(({ keys }) => keys.flatMap(({ algs }) => algs))),
    };
  }

  /** Importing keys is what costs, so a party that is as it was is not read again. */
  #parse(body: string, suspended: boolean): { readonly body: string; readonly party: Party } {
    const entry = JSON.parse(body) as PartyEntry;
    const known = this.#parsed.get(entry.id);
    if (known?.body !== body) return { body, party: partyOf(entry, suspended) };
    return known.party.suspended === suspended ? known : { body, party: { ...known.party, suspended } };
  }
}

function insurersByScheme(all: readonly Party[]): Map<string, string[]> {
  const insurers = new Map<string, string[]>();
  for (const party of all) {
    if (party.kind !== 'insurer') continue;
    for (const scheme of new Set(party.schemes)) insurers.set(scheme, [...(insurers.get(scheme) ?? []), party.id]);
  }
  return insurers;
}
