import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hospital, InsurerShare, Policy } from '../../src/adjudication/input.ts';
import { canonicalJson, sha256 } from '../../src/claim/digest.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { type Database, openDatabase } from '../../src/ledger/sqlite/database.ts';
import { SqliteLedger } from '../../src/ledger/sqlite/store.ts';
import { openVault, type Vault } from '../../src/ledger/vault.ts';
import { Money } from '../../src/money/money.ts';
import { CodeList, type ListEntry } from '../../src/scheme/lists.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import type { Rulebook } from '../../src/settlement/terms.ts';
import { claimInput, NOW, type Story } from './claims.ts';
import LISTS from './lists.json' with { type: 'json' };
import { NAME, residentId } from './people.ts';
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

/** A gateway without its doors: the real store in a folder of its own, the real service, registers of the test's own. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'yizhan-test-'));
  readonly database: Database = openDatabase(this.folder);
  readonly vault: Vault = openVault(this.database, OUTER_KEY);
  readonly registers = new Registers();
  readonly roster = new Map<string, Policy[]>();
  readonly ledger = new SqliteLedger(this.database, this.vault, (memberId) => this.roster.get(memberId) ?? []);
  /** What the business clock shows. */
  now = NOW;
  readonly service = new SettlementService({
    ledger: this.ledger,
    rulebook: this.registers,
    vault: this.vault,
    clock: { real: () => this.now, business: () => this.now },
  });

  private constructor() {
    // What a power cut would lose is not what these tests are about.
    this.database.raw.pragma('synchronous = OFF');
  }

  static async open(...hospitals: Hospital[]): Promise<World> {
    const world = new World();
    for (const scheme of library.list()) {
      await world.ledger.keepRules(scheme.digest, scheme.rules.scheme, scheme.text);
    }
    for (const one of hospitals) world.registers.hospitals.set(one.id, one);
    return world;
  }

  async close(): Promise<void> {
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
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

  /** How many rows each table has. */
  counts(): Record<string, number> {
    const tables = this.database.raw
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
      .all() as { name: string }[];
    return Object.fromEntries(
      tables.map(({ name }) => {
        const row = this.database.raw.prepare(`SELECT count(*) AS n FROM "${name}"`).get() as { n: number };
        return [name, row.n];
      }),
    );
  }
}
