import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hospital, InsurerShare, Policy } from '../../src/adjudication/input.ts';
import { canonicalJson, sha256 } from '../../src/claim/digest.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { PostgresLedger } from '../../src/ledger/postgres-ledger.ts';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.ts';
import { openVault, type Vault } from '../../src/ledger/vault.ts';
import type { Enrolled } from '../../src/ledger/view.ts';
import { Money } from '../../src/money/money.ts';
import { CodeList, type ListEntry } from '../../src/scheme/lists.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import type { Rulebook } from '../../src/settlement/terms.ts';
import { getTableName } from '../../src/store/drizzle.ts';
import type { Steps } from '../../src/store/steps.ts';
import { tables } from '../../src/store/tables.ts';
import { claimInput, NOW, type Story } from './claims.ts';
import LISTS from './lists.json' with { type: 'json' };
import { NAME, residentId } from './people.ts';
import { execute, openTestStore, type TestDatabase, type TestStore } from './stores.ts';
import { library } from './terms.ts';

export const OUTER_KEY = Buffer.alloc(32, 7);

/** Registers that a test can change under a running gateway: what the registry and the roster are to it. */
export class Registers implements Rulebook {
  readonly hospitals = new Map<string, Hospital>();
  readonly factsOf = new Map<string, Readonly<Record<string, string>>>();
  readonly #current = new Map<string, { digest: string; list: CodeList }>();
  readonly #versions = new Map<string, CodeList>();
  insurers: readonly InsurerShare[] = [{ insurer: 'INS-1', share: Money.ONE }];

  constructor() {
    for (const [name, entries] of Object.entries(LISTS)) this.importList(name, entries);
  }

  importList(name: string, entries: readonly ListEntry[]): void {
    const current = { digest: sha256(canonicalJson([name, entries])), list: new CodeList(entries) };
    this.#current.set(name, current);
    this.#versions.set(current.digest, current.list);
  }

  dropList(name: string): void {
    this.#current.delete(name);
  }

  scheme(id: string) {
    return library.get(id);
  }

  schemeByDigest(digest: string) {
    const found = library.list().find((scheme) => scheme.digest === digest);
    if (found === undefined) throw new Error(`no rules ${digest}`);
    return found;
  }

  facts(scheme: string) {
    return this.factsOf.get(scheme) ?? {};
  }

  lists() {
    return this.#current;
  }

  listByDigest(digest: string) {
    return this.#versions.get(digest);
  }

  shares() {
    return this.insurers;
  }

  hospital(id: string) {
    return this.hospitals.get(id);
  }
}

/** A gateway without its doors: the real store, the real service, registers of the test's own. */
export class World {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly vault: Vault;
  readonly registers = new Registers();
  readonly roster = new Map<string, Policy[]>();
  readonly ledger: Ledger;
  /** What the business clock shows. */
  now = NOW;
  readonly service: SettlementService;
  readonly #store: TestStore;

  private constructor(store: TestStore, vault: Vault) {
    this.#store = store;
    this.database = store.database;
    this.folder = store.folder;
    this.vault = vault;
    this.ledger = openTestLedger(store.database, vault, this.roster);
    this.service = new SettlementService({
      ledger: this.ledger,
      rulebook: this.registers,
      vault,
      clock: { real: () => this.now, business: () => this.now },
    });
  }

  static async open(...hospitals: Hospital[]): Promise<World> {
    const store = await openTestStore();
    const world = new World(store, await openVault(store.database, OUTER_KEY));
    for (const scheme of library.list()) {
      await world.ledger.keepRules(scheme.digest, scheme.rules.scheme, scheme.text);
    }
    for (const one of hospitals) world.registers.hospitals.set(one.id, one);
    return world;
  }

  close(): Promise<void> {
    return this.#store.release();
  }

  member(person = 2): string {
    return this.vault.memberId('01', residentId(person));
  }

  /** Puts a person's policies on the roster, in place of what was there. */
  enroll(policies: readonly Policy[], person = 2, name = NAME): void {
    const nameKey = this.vault.nameKey(name);
    this.roster.set(
      this.member(person),
      policies.map((policy) => ({ ...policy, nameKey })),
    );
  }

  settle(hospitalId: string, story: Story) {
    return this.service.settle(hospitalId, parseClaim(claimInput(story), this.now));
  }

  quote(hospitalId: string, story: Story): Promise<DecisionDocument> {
    return this.service.quote(hospitalId, parseClaim(claimInput(story), this.now));
  }

  reverse(hospitalId: string, settlementId: string, reversalId = 'R1') {
    return this.service.reverse(hospitalId, settlementId, { reversalId, reason: '测试冲正' });
  }

  /** Looks at the ledger. */
  attempts(hospitalId: string, settlementId: string) {
    return this.ledger.read((ledger) => ledger.attempts(hospitalId, settlementId));
  }

  recorded(decisionId: string) {
    return this.ledger.read((ledger) => ledger.recorded(decisionId));
  }

  reviews(decisionId: string) {
    return this.ledger.read((ledger) => ledger.reviews(decisionId));
  }

  async accumulators(person?: number) {
    const ask = { memberId: this.member(person), hospitalId: 'H1' };
    return this.ledger.read((ledger) => ledger.member(ask).accumulators);
  }

  /** Runs a text without parameters. */
  execute(sql: string) {
    return execute(this.database, sql);
  }

  /** All that is stored: the files of the embedded store, every value of every table of another. */
  async dump(): Promise<Buffer> {
    if ('raw' in this.database) {
      const files = readdirSync(this.folder).filter((file) => file.startsWith('yizhan.db'));
      return Buffer.concat(files.map((file) => readFileSync(join(this.folder, file))));
    }
    const parts: Buffer[] = [];
    for (const table of Object.values(tables)) {
      for (const row of await this.execute(`SELECT * FROM ${getTableName(table)}`)) {
        for (const value of Object.values(row)) parts.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
      }
    }
    return Buffer.concat(parts);
  }

  /** How many rows each table has. */
  async counts(): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const table of Object.values(tables)) {
      const name = getTableName(table);
      const [row] = await this.execute(`SELECT count(*) AS n FROM ${name}`);
      found[name] = Number(row?.['n']);
    }
    return found;
  }
}

function openTestLedger(database: TestDatabase, vault: Vault, roster: ReadonlyMap<string, readonly Policy[]>): Ledger {
  // biome-ignore lint/correctness/useYield: the roster of a test is at hand.
  const enrolled = function* (memberId: string): Steps<Enrolled> {
    return { policies: roster.get(memberId) ?? [], families: [] };
  };
  return 'raw' in database
    ? new SqliteLedger(database, vault, enrolled)
    : new PostgresLedger(database, vault, enrolled);
}
