import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/adjudication/input.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import LISTS from '../support/lists.json' with { type: 'json' };
import { SCHEMES } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { type Expected, readScenarios, rosterPolicy, type Scenario, scenarioClaim } from './scenarios.ts';

const scenarios = readScenarios();

/** What the scenarios say of a decision. */
function shown(decision: DecisionDocument): Expected {
  const { outcome, reason, insurerPaid, memberBenefit, patientPays, cashDue, refundDue, schemes } = decision;
  return {
    outcome,
    reason,
    insurerPaid,
    memberBenefit,
    patientPays,
    cashDue,
    refundDue,
    schemes: schemes.map(({ scheme, policyNo, status, reason, insurerPaid, memberBenefit, benefits }) => ({
      scheme,
      policyNo,
      status,
      reason,
      insurerPaid,
      memberBenefit,
      benefits: benefits.map(({ benefit, status, reason, base, deductible, eligible, paid }) =>
        status === 'paid' || status === 'nothing-due'
          ? [benefit, status, reason, base, deductible.applied, deductible.remaining, eligible, paid]
          : [benefit, status, reason],
      ),
    })),
  };
}

/** The expectation without figures it leaves open: those of a lump sum. */
function comparable(found: Expected, wanted: Expected): Expected {
  const open = (scheme: number, benefit: number, column: number) =>
    wanted.schemes[scheme]?.benefits[benefit]?.[column] === null && column > 2;
  return {
    ...found,
    schemes: found.schemes.map((scheme, s) => ({
      ...scheme,
      benefits: scheme.benefits.map((row, b) => row.map((cell, c) => (open(s, b, c) ? null : cell))),
    })),
  };
}

async function open(scenario: Scenario): Promise<World> {
  const world = await World.open(...scenario.hospitals);
  for (const name of Object.keys(LISTS)) if (!scenario.lists.includes(name)) world.registers.dropList(name);
  for (const [scheme, facts] of Object.entries(scenario.facts)) world.registers.factsOf.set(scheme, facts);
  for (const row of scenario.roster) {
    if (row.status === 'cancelled') continue;
    const { person, policy } = rosterPolicy(scenario, row);
    const memberId = world.vault.memberId(person.idType, person.idNumber);
    const known: Policy[] = world.roster.get(memberId) ?? [];
    world.roster.set(memberId, [...known, { ...policy, nameKey: world.vault.nameKey(person.name) }]);
  }
  return world;
}

/** The adjustments of all settlements that stand, by decision. */
async function adjustments(
  world: World,
  known: ReadonlyMap<string, readonly [string, string]>,
): Promise<Map<string, string[]>> {
  const standing = new Map<string, string[]>();
  for (const [hospital, settlementId] of known.values()) {
    const { decisionId, adjustments: booked, reversal } = await world.service.query(hospital, settlementId);
    if (reversal !== null) continue;
    standing.set(
      decisionId,
      booked.map(({ scheme, amount }) => `${hospital} ${settlementId} ${scheme} ${amount}`),
    );
  }
  return standing;
}

describe('what an independent implementation of the rules comes to', () => {
  it.each(scenarios.map((scenario) => ({ name: `${scenario.id}`, scenario })))(
    'scenario $name',
    async ({ scenario }) => {
      const world = await open(scenario);
      const known = new Map<string, readonly [string, string]>();
      try {
        for (const [index, step] of scenario.ops.entries()) {
          const before = await adjustments(world, known);
          if (step.op === 'settle') {
            const claim = parseClaim(scenarioClaim(scenario, step.claim), world.now);
            const quoted = await world.service.quote(step.hospital, claim);
            const { created, decision } = await world.service.settle(step.hospital, claim);
            expect(created).toBe(true);
            known.set(`${step.hospital} ${claim.settlementId}`, [step.hospital, claim.settlementId]);
            expect(comparable(shown(decision), step.expect), `step ${index + 1}`).toEqual(step.expect);
            expect(shown(quoted), `quote of step ${index + 1}`).toEqual(shown(decision));
          } else {
            const { created } = await world.reverse(step.hospital, step.settlementId);
            expect(created).toBe(true);
          }
          const booked = [...(await adjustments(world, known))].flatMap(([id, all]) =>
            all.slice(before.get(id)?.length ?? 0),
          );
          const wanted = (step.adjustments ?? []).map((one) => one.join(' '));
          expect(booked.sort(), `adjustments of step ${index + 1}`).toEqual(wanted.sort());
        }
      } finally {
        await world.close();
      }
    },
  );

  it('is about every scheme, every status and every way of changing one’s mind', () => {
    const steps = scenarios.flatMap(({ ops }) => ops);
    const settled = steps.flatMap((step) => (step.op === 'settle' ? [step] : []));
    const decided = settled.flatMap(({ expect: { schemes } }) => schemes);
    for (const scheme of SCHEMES) {
      const statuses = new Set(decided.filter((one) => one.scheme === scheme).map(({ status }) => status));
      expect([...statuses].sort(), scheme).toEqual(['declined', 'nothing-due', 'paid', 'pended']);
    }
    const count = (of: readonly unknown[]) => of.length;
    expect(count(scenarios)).toBeGreaterThanOrEqual(120);
    expect(count(settled.filter(({ claim }) => 'replaces' in claim))).toBeGreaterThanOrEqual(8);
    expect(count(settled.filter(({ claim }) => 'attempt' in claim))).toBeGreaterThanOrEqual(6);
    expect(count(steps.filter(({ op }) => op === 'reverse'))).toBeGreaterThanOrEqual(40);
    expect(count(steps.flatMap(({ adjustments: all }) => all ?? []))).toBeGreaterThanOrEqual(40);
    const several = settled.filter((one) => one.expect.schemes.filter(({ status }) => status === 'paid').length > 1);
    expect(count(several)).toBeGreaterThanOrEqual(40);
  });
});
