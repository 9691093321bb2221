import { describe, expect, it } from 'vitest';
import type { Hospital } from '../../src/adjudication/input.ts';
import type { Claim } from '../../src/claim/claim.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { ReviewService } from '../../src/settlement/review-service.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import { verifyMember } from '../../src/settlement/verify.ts';
import { addDays } from '../../src/time/calendar.ts';
import {
  BAIHE,
  type Bill,
  billClaim,
  bills,
  FACTS,
  fixture,
  fixtures,
  hospitalOf,
  LINJIANG,
  type Member,
  members,
  plusDrugs,
  policyOf,
  QINGSHI,
  SHUANGQIAO,
} from '../support/fixture-claims.ts';
import { fc, tries } from '../support/properties.ts';
import { Registers, World } from '../support/world.ts';

/** The registers of the fixture schemes. */
class FixtureRegisters extends Registers {
  override scheme(id: string) {
    return fixtures.get(id);
  }

  override schemeByDigest(digest: string) {
    const found = fixtures.list().find((scheme) => scheme.digest === digest);
    if (found === undefined) throw new Error(`no rules ${digest}`);
    return found;
  }
}

/** A gateway of one fixture scheme with one member, whose clock stands shortly after each discharge. */
class Gateway {
  readonly #world: World;
  readonly #service: SettlementService;
  readonly #reviews: ReviewService;
  readonly #registers: Registers;
  readonly #scheme: string;

  private constructor(world: World, scheme: string, registers: Registers) {
    this.#world = world;
    this.#scheme = scheme;
    const now = () => world.now;
    this.#registers = registers;
    const { ledger, vault } = world;
    const given = { ledger, vault, rulebook: registers, clock: { real: now, business: now } };
    this.#service = new SettlementService(given);
    this.#reviews = new ReviewService({ ...given, policyHolder: async () => undefined });
  }

  static async open(scheme: string, { change, facts, imported }: Member): Promise<Gateway> {
    const world = await World.open();
    const { digest, rules, text } = fixture(scheme);
    await world.ledger.keepRules(digest, rules.scheme, text);
    const registers = new FixtureRegisters();
    registers.hospitals.set('H1', homeHospital(scheme));
    if (facts) registers.factsOf.set(scheme, FACTS[scheme] ?? {});
    if (imported) registers.importList('plus-drugs', plusDrugs);
    const policy = policyOf(scheme, change);
    world.enroll([policy]);
    world.now = Date.parse(`${policy.effectiveFrom}T00:00:00+08:00`);
    return new Gateway(world, scheme, registers);
  }

  /** The bill as its hospital sends it, once the patient has left. */
  #arrive(bill: Bill, id: string): Claim {
    const first = policyOf(this.#scheme, {}).effectiveFrom;
    const discharged = addDays(first, bill.admittedOn + bill.days);
    this.#world.now = Math.max(this.#world.now, Date.parse(`${discharged}T20:00:00+08:00`));
    const claim = billClaim(bill, first, id);
    return { ...claim, encounter: { ...claim.encounter, id } };
  }

  async settle(
    bill: Bill,
    id: string,
    replaces: string | null = null,
  ): Promise<{ quoted: DecisionDocument; settled: DecisionDocument }> {
    const claim = { ...this.#arrive(bill, id), replaces };
    const quoted = await this.#service.quote('H1', claim);
    const { decision } = await this.#service.settle('H1', claim);
    return { quoted, settled: decision };
  }

  quote(bill: Bill, id: string): Promise<DecisionDocument> {
    return this.#service.quote('H1', this.#arrive(bill, id));
  }

  wait(days: number): void {
    this.#world.now += days * 86_400_000;
  }

  permit(scheme: string, decisionId: string) {
    return this.#reviews.permitReversal('INS', scheme, decisionId, { reason: '医院误录' });
  }

  verify(): unknown {
    return verifyMember(this.#world.ledger, this.#registers, this.#world.member());
  }

  reverse(id: string) {
    return this.#service.reverse('H1', id, { reversalId: `R-${id}`, reason: '测试冲正' });
  }

  close() {
    return this.#world.close();
  }
}

function homeHospital(scheme: string): Hospital {
  return { ...hospitalOf({ hospital: 'home', level: 3 } as Bill, fixture(scheme).rules.region), id: 'H1' };
}

const figures = ({ outcome, insurerPaid, memberBenefit, patientPays, schemes }: DecisionDocument) => ({
  outcome,
  insurerPaid,
  memberBenefit,
  patientPays,
  schemes,
});

/** In the order in which the patients leave, all within 90 days, so that no window for claims or reversals closes. */
const season = fc
  .array(bills, { minLength: 2, maxLength: 5 })
  .map((all) => all.map((bill) => ({ ...bill, admittedOn: 100 + (bill.admittedOn % 60), days: bill.days % 25 })))
  .map((all) => all.sort((a, b) => a.admittedOn + a.days - b.admittedOn - b.days));

describe.each([LINJIANG, QINGSHI, BAIHE, SHUANGQIAO])('%s', (scheme) => {
  it('settles what it quotes, and after a reversal stands as if the claim had never been', async () => {
    await fc.assert(
      fc.asyncProperty(members(scheme), season, bills, fc.nat(4), async (member, all, probe, pick) => {
        const [one, other] = await Promise.all([Gateway.open(scheme, member), Gateway.open(scheme, member)]);
        try {
          const reversed = pick % all.length;
          for (const [index, bill] of all.entries()) {
            const { quoted, settled } = await one.settle(bill, `S-${index}`);
            expect(figures(settled)).toEqual(figures(quoted));
          }
          await one.reverse(`S-${reversed}`);
          for (const [index, bill] of all.entries()) {
            if (index !== reversed) await other.settle(bill, `S-${index}`);
          }
          const last = { ...probe, admittedOn: 170, days: 16 };
          expect(figures(await one.quote(last, 'PROBE'))).toEqual(figures(await other.quote(last, 'PROBE')));
        } finally {
          await Promise.all([one.close(), other.close()]);
        }
      }),
      tries(12),
    );
  });
});

describe('the window for reversals', () => {
  const member: Member = { change: { plan: 'basic' }, facts: true, imported: true };
  const [bill] = fc.sample(bills, { numRuns: 1, seed: 1 });
  if (bill === undefined) throw new Error('no bill');
  const line = {
    item: { code: 'OP', category: 'surgery' },
    inScope: 3_000_000,
    firstSelfPay: 0,
    fullySelfPaid: 0,
    overLimit: 0,
    day: 0,
  } as const;
  const plain: Bill = {
    ...bill,
    lines: [line],
    withoutLines: false,
    basic: 0,
    assistance: 0,
    others: [],
    encounter: { setting: 'inpatient', cause: 'illness', referral: 'filed' },
    settled: true,
    admittedOn: 60,
    days: 9,
  };

  it.each([
    [90, undefined],
    [91, 'REVERSAL_TOO_LATE'],
  ])('%i days after the decision: %s', async (days, code) => {
    const gateway = await Gateway.open(LINJIANG, member);
    try {
      // (30000 − 15000) × 60%
      expect((await gateway.settle(plain, 'S-1')).settled.insurerPaid).toBe('9000.00');
      gateway.wait(days);
      const reversal = gateway.reverse('S-1');
      if (code === undefined) await reversal;
      else await expect(reversal).rejects.toMatchObject({ code });
    } finally {
      await gateway.close();
    }
  });

  it('opens again for a decision whose insurer allows it, once', async () => {
    const gateway = await Gateway.open(LINJIANG, member);
    try {
      const { decisionId } = (await gateway.settle(plain, 'S-1')).settled;
      gateway.wait(200);
      await expect(gateway.permit(LINJIANG, 'unknown')).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
      await expect(gateway.permit(QINGSHI, decisionId)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
      const { created, permission } = await gateway.permit(LINJIANG, decisionId);
      expect([created, permission.already]).toEqual([true, false]);
      expect(await gateway.permit(LINJIANG, decisionId)).toEqual({
        created: false,
        permission: { ...permission, already: true },
      });
      expect((await gateway.reverse('S-1')).reversal.insurerPaid).toBe('-9000.00');
      expect(await gateway.verify()).toBeUndefined();
    } finally {
      await gateway.close();
    }
  });

  it('holds for what replaces a settlement, too', async () => {
    const gateway = await Gateway.open(LINJIANG, member);
    try {
      await gateway.settle(plain, 'S-1');
      gateway.wait(91);
      await expect(gateway.settle({ ...plain, days: 10 }, 'S-2', 'S-1')).rejects.toMatchObject({
        code: 'REVERSAL_TOO_LATE',
      });
    } finally {
      await gateway.close();
    }
  });
});
