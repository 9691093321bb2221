import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Accumulators, accumulatorsToJson, admissionKey } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { Adjudication, SchemeDecision } from '../../src/adjudication/decision.ts';
import { type AdjudicationInput, type Held, policyKey } from '../../src/adjudication/input.ts';
import { applyStatement, type Statement } from '../../src/adjudication/statement.ts';
import { Money } from '../../src/money/money.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import type { Reason } from '../../src/scheme/words.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { claimOf, type Story, stories } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';
import { atDischarge, DIBUBAO, JIANGXI, localHospital, NANTONG, policy, schemeOf, termsOf } from '../support/terms.ts';
import { Desk, type Row } from './fixtures.ts';

/** What an insurer states of one benefit; amounts in fen. */
interface ByHand {
  readonly pick: number;
  readonly base: number;
  readonly share: number;
}

/** Something that happens to a member. `pick` chooses among what is there. */
type Event =
  /** `tight`: the scheme's brake is set to just below what it would be paid. */
  | { readonly do: 'settle'; readonly story: Story; readonly tight: boolean }
  | { readonly do: 'replace'; readonly pick: number; readonly story: Story }
  | { readonly do: 'again'; readonly pick: number; readonly story: Story }
  | { readonly do: 'reverse'; readonly pick: number }
  | ({ readonly do: 'resolve' } & ByHand)
  | ({ readonly do: 'external' } & ByHand)
  | { readonly do: 'cancel'; readonly pick: number }
  | { readonly do: 'brake'; readonly limit: string | undefined };

function events(year: string): fc.Arbitrary<Event> {
  const story = stories({ year });
  const pick = fc.nat(11);
  const stated = { pick, base: fc.integer({ min: 0, max: 9_000_000 }), share: fc.integer({ min: 0, max: 100 }) };
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('settle' as const), story, tight: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), pick, story }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), pick, story }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('reverse' as const), pick }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('resolve' as const), ...stated }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('external' as const), ...stated }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('brake' as const),
        limit: fc.constantFrom('20000.00', '60000.00', undefined),
      }),
    },
  );
}

interface Settled {
  readonly place: number;
  readonly input: Omit<AdjudicationInput, 'accumulators' | 'held'>;
  readonly decision: DecisionDocument;
  live: boolean;
}
interface Stated {
  readonly place: number;
  readonly scheme: string;
  readonly statement: Statement;
  /** Where it was settled elsewhere. */
  readonly claimNo?: string;
  /** What it resolves, and what of it was pended. */
  readonly of?: { readonly settled: Settled; readonly held: Held };
}

const FAMILIES = [
  { year: '2024', schemes: [JIANGXI], cohorts: [] as string[] },
  { year: '2024', schemes: [JIANGXI], cohorts: ['new-resident'] },
  { year: '2022', schemes: [NANTONG, DIBUBAO], cohorts: [] },
];

let desk: Desk;
let person = 10;
beforeAll(async () => {
  desk = await Desk.open(JIANGXI);
});
afterAll(() => desk.close());

/** One member's history as it should be, kept beside the ledger and run from nothing whenever it is asked for. */
class History {
  readonly settled: Settled[] = [];
  readonly stated: Stated[] = [];
  /** What was left to a person, at the desk or by a fresh run since, whether that person has decided or not. */
  readonly #waiting = new Map<Settled, Map<string, SchemeDecision>>();
  readonly #family: (typeof FAMILIES)[number];
  readonly #person: number;
  #place = 0;
  #no = 0;

  constructor(family: (typeof FAMILIES)[number]) {
    person += 1;
    this.#family = family;
    this.#person = person;
    desk.world.registers.factsOf.clear();
    desk.world.registers.hospitals.set('H1', localHospital(family.schemes[0] ?? ''));
    desk.world.enroll(this.#policies(), person);
  }

  #policies() {
    const { year, schemes, cohorts } = this.#family;
    const whole = { effectiveFrom: `${year}-01-01`, effectiveTo: `${year}-12-31` };
    return schemes.map((scheme) =>
      policy(scheme, {
        policyNo: `P${this.#person}`,
        ...(scheme === NANTONG ? whole : {}),
        ...(scheme === DIBUBAO ? {} : { cohorts }),
      }),
    );
  }

  async run(event: Event): Promise<void> {
    const live = this.settled.filter((one) => one.live);
    if (event.do === 'brake') {
      const facts = event.limit === undefined ? {} : { autoPayLimit: event.limit };
      for (const scheme of this.#family.schemes) desk.world.registers.factsOf.set(scheme, facts);
    } else if (event.do === 'settle') {
      const story = { ...event.story, settlementId: this.#id(), person: this.#person };
      if (event.tight) await this.#tighten(story);
      await this.#settle(story);
    } else if (event.do === 'external') await this.#external(event);
    else if (event.do === 'cancel') await this.#cancel(event.pick);
    else if (live.length > 0) {
      const one = live[event.pick % live.length] as Settled;
      const { settlementId, attempt } = one.decision;
      if (event.do === 'reverse') {
        await desk.world.reverse('H1', settlementId);
        one.live = false;
      } else if (event.do === 'resolve') await this.#resolve(event, one);
      else if (event.do === 'replace')
        await this.#settle({ ...event.story, settlementId: this.#id(), replaces: settlementId }, one);
      else await this.#settle({ ...event.story, settlementId, attempt: attempt + 1 }, one);
    }
  }

  async #tighten(story: Story): Promise<void> {
    const { schemes } = await desk.world.quote('H1', story);
    for (const { scheme, insurerPaid } of schemes) {
      const autoPayLimit = Money.of(insurerPaid).minusDownToZero(Money.of('1.00')).toFixed2();
      desk.world.registers.factsOf.set(scheme, { autoPayLimit });
    }
  }

  #id(): string {
    this.#no += 1;
    return `S${this.#person}-${this.#no}`;
  }

  #next(): number {
    this.#place += 1;
    return this.#place;
  }

  async #settle(given: Story, instead?: Settled): Promise<void> {
    const story = { ...given, person: this.#person };
    const before = this.fresh().used;
    const terms = this.#policies().map((of) => {
      const facts = desk.world.registers.facts(of.scheme);
      return termsOf({ ...of, nameKey: 'same' }, { facts, shares: desk.world.registers.shares() });
    });
    const hospital = localHospital(this.#family.schemes[0] ?? '');
    const input = { claim: claimOf(story), ...atDischarge(claimOf(story)), nameKey: 'same', hospital, terms };
    try {
      const { decision } = await desk.world.settle('H1', story);
      if (instead !== undefined) instead.live = false;
      else withinLimits(decision, before);
      this.settled.push({ place: instead?.place ?? this.#next(), input, decision, live: true });
    } catch (error) {
      // A settlement that paid is live for a further attempt, whether at the desk or by hand.
      expect(error instanceof Refusal && error.code).toBe('ATTEMPT_LIVE');
      const byHand = this.stated.some(
        ({ of, statement }) => of?.settled === instead && statement.benefits.some(({ paid }) => paid.isPositive()),
      );
      expect(instead?.decision.outcome === 'paid' || byHand).toBe(true);
    }
  }

  async #external({ pick, base, share }: ByHand): Promise<void> {
    const scheme = this.#family.schemes[pick % this.#family.schemes.length] ?? '';
    const benefit = schemeOf(scheme).rules.benefits[0];
    const is = benefit?.deductible?.amount[0]?.is;
    const most = is !== undefined && 'yuan' in is ? Number(is.yuan.toFixed2()) * 100 : 0;
    const rows = [stated(benefit?.id ?? '', benefit?.rates?.[0]?.table ?? null, base, share, most)];
    const claim = { claimNo: this.#id(), policyNo: `P${this.#person}`, settledOn: '2024-01-01', benefits: rows };
    await desk.external(scheme, claim);
    const statement = statementOf(rows, null);
    this.stated.push({ place: this.#next(), scheme, claimNo: claim.claimNo, statement });
  }

  async #cancel(pick: number): Promise<void> {
    const booked = this.stated.filter(({ claimNo }) => claimNo !== undefined);
    const one = booked[pick % booked.length];
    if (one?.claimNo === undefined) return;
    await desk.cancel(one.scheme, one.claimNo);
    this.stated.splice(this.stated.indexOf(one), 1);
  }

  async #resolve({ base, share }: ByHand, settled: Settled): Promise<void> {
    const { decision } = settled;
    const [row] = this.#open(settled);
    if (row === undefined) return;
    const { rules } = schemeOf(row.scheme);
    const pended = row.benefits.filter(({ status }) => status === 'pended');
    const benefit = rules.benefits.find(({ id }) => id === (pended[0]?.benefit ?? rules.benefits[0]?.id));
    const rows = [stated(benefit?.id ?? '', benefit?.rates?.[0]?.table ?? null, base, share)];
    try {
      await desk.resolve(row.scheme, decision.decisionId, rows);
    } catch (error) {
      expect(error instanceof Refusal && error.detail.errors?.map(({ code }) => code)).toEqual(['INDEMNITY']);
      return;
    }
    const held = {
      scheme: pended.length === 0 ? (row.reason as Reason) : null,
      benefits: Object.fromEntries(pended.map((one) => [one.benefit, one.reason as Reason])),
      paid: benefit?.lumpSum === undefined ? Money.of(rows[0]?.paid ?? '0') : Money.ZERO,
    };
    const admission = admissionKey('H1', settled.input.claim.encounter.id);
    const statement = statementOf(rows, admission);
    this.stated.push({ place: this.#next(), scheme: row.scheme, statement, of: { settled, held } });
  }

  /** What of a settlement waits for a person. */
  #open(settled: Settled): SchemeDecision[] {
    const rows = settled.live ? [...(this.#waiting.get(settled)?.values() ?? [])] : [];
    return rows.filter(
      ({ scheme }) => !this.stated.some(({ of, scheme: known }) => of?.settled === settled && known === scheme),
    );
  }

  #notice(results: ReadonlyMap<Settled, Adjudication>): void {
    for (const [settled, { schemes }] of results) {
      const rows = schemes.filter(
        ({ status, benefits }) => status === 'pended' || benefits.some((one) => one.status === 'pended'),
      );
      const known = this.#waiting.get(settled) ?? [];
      this.#waiting.set(settled, new Map([...known, ...rows.map((row) => [row.scheme, row] as const)]));
    }
  }

  /** Whatever waits for a person stands in the queue. */
  async #checkQueue(settled: Settled): Promise<void> {
    const reviews = (await desk.world.reviews(settled.decision.decisionId)).filter(({ status }) => status === 'open');
    const waiting = this.#open(settled).map(({ scheme }) => scheme);
    expect(reviews.map(({ scheme }) => scheme).sort()).toEqual(waiting.sort());
  }

  /** What stands, run from nothing. */
  fresh(): { used: Map<string, Accumulators>; results: Map<Settled, Adjudication> } {
    const used = new Map<string, Accumulators>();
    const results = new Map<Settled, Adjudication>();
    const key = (scheme: string) => policyKey({ scheme, policyNo: `P${this.#person}` });
    const standing = [
      ...this.settled.filter(({ live }) => live),
      ...this.stated.filter(({ of }) => of === undefined || of.settled.live),
    ];
    for (const one of standing.sort((a, b) => a.place - b.place)) {
      if ('statement' in one) {
        const { rules } = schemeOf(one.scheme);
        used.set(key(one.scheme), applyStatement(used.get(key(one.scheme)), one.statement, rules));
        continue;
      }
      const held = new Map(
        this.stated.flatMap(({ scheme, of }) => (of?.settled === one ? [[key(scheme), of.held] as const] : [])),
      );
      const found = adjudicate({ ...one.input, accumulators: used, held });
      results.set(one, found);
      for (const [policyOf, value] of found.accumulators) used.set(policyOf, value);
    }
    return { used, results };
  }

  async check(): Promise<void> {
    const { used, results } = this.fresh();
    const json = Object.fromEntries([...used].map(([key, value]) => [key, accumulatorsToJson(value)]));
    expect(await desk.used(this.#person)).toEqual(json);
    this.#notice(results);
    for (const one of this.settled) {
      await this.#checkBooked(one, results.get(one)?.schemes ?? []);
      await this.#checkQueue(one);
    }
  }

  /** At any time: what was booked = what a fresh run pays + what was resolved; nothing for what fell. */
  async #checkBooked(one: Settled, due: readonly SchemeDecision[]): Promise<void> {
    const { postings } = await desk.world.recorded(one.decision.decisionId);
    const byHand = this.stated.filter(({ of }) => of?.settled === one && one.live);
    for (const scheme of this.#family.schemes) {
      const booked = postings.filter((posting) => posting.scheme === scheme);
      const sum = Money.sum(booked.flatMap((of) => [Money.of(of.insurerPaid), Money.of(of.memberBenefit)]));
      const fresh = due.filter((of) => of.scheme === scheme).flatMap((of) => [of.insurerPaid, of.memberBenefit]);
      const stated = byHand.filter((of) => of.scheme === scheme).flatMap((of) => of.statement.benefits);
      expect(sum.toFixed2()).toBe(Money.sum([...fresh, ...stated.map(({ paid }) => paid)]).toFixed2());
      const shared = Money.sum(booked.flatMap(({ insurers }) => insurers.map(([, amount]) => Money.of(amount))));
      expect(shared.toFixed2()).toBe(sum.toFixed2());
    }
  }
}

function stated(benefit: string, table: string | null, base: number, share: number, most = base): Row {
  const fen = (amount: number) => Money.ofFen(BigInt(Math.trunc(amount))).toFixed2();
  const deductibleApplied = Math.min(most, Math.trunc(base / 5));
  const eligible = base - deductibleApplied;
  return {
    benefit,
    base: fen(base),
    deductibleApplied: fen(deductibleApplied),
    eligible: fen(eligible),
    table,
    paid: fen((eligible * share) / 100),
  };
}

function statementOf(rows: readonly Row[], admission: string | null): Statement {
  const benefits = rows.map(({ benefit, base, deductibleApplied, eligible, table, paid }) => ({
    benefit,
    base: Money.of(base),
    table,
    deductibleApplied: Money.of(deductibleApplied),
    eligible: Money.of(eligible),
    paid: Money.of(paid),
  }));
  return { benefits, admission, itemGroups: {}, outOfPocket: Money.ZERO };
}

/** What is paid at the desk never exceeds what hands and desk have left of a year's limit. */
function withinLimits({ schemes }: DecisionDocument, used: ReadonlyMap<string, Accumulators>): void {
  for (const one of schemes) {
    const { benefits } = schemeOf(one.scheme).rules;
    for (const { benefit, paid } of one.benefits) {
      const amounts = benefits.find(({ id }) => id === benefit)?.limit?.[0]?.amount ?? [];
      const limits = amounts.flatMap(({ is }) => ('yuan' in is ? [is.yuan] : []));
      const [first, ...others] = limits;
      if (first === undefined) continue;
      const before = used.get(policyKey(one))?.benefits[benefit]?.paid ?? Money.ZERO;
      expect(Money.of(paid).lte(Money.max(first, ...others).minusDownToZero(before))).toBe(true);
    }
  }
}

describe.each(FAMILIES)('whatever happens in what order ($schemes, $cohorts)', (family) => {
  test('what was used and booked is what a fresh run says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events(family.year), { minLength: 6, maxLength: 20, size: 'max' }), async (all) => {
        const history = new History(family);
        for (const event of all) {
          await history.run(event);
          await history.check();
        }
      }),
      tries(40),
    );
  });
});
