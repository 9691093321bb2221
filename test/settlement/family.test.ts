import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Hospital } from '../../src/adjudication/input.ts';
import { Money } from '../../src/money/money.ts';
import { loadSchemeText } from '../../src/scheme/load.ts';
import { readjudicate } from '../../src/settlement/readjudicate.ts';
import { verifyMember } from '../../src/settlement/verify.ts';
import { burden } from '../support/claims.ts';
import { schemeHead } from '../support/scheme-head.ts';
import { policy, SANMING } from '../support/terms.ts';
import { World } from '../support/world.ts';

const ID = 'small-2025';
const HOSPITAL: Hospital = { id: 'H1', region: '379901', level: 3, ownership: 'public', designated: true, drg: true };

/** A family bears so much together; what is above it is paid. */
const schemeOf = (deductible: number) =>
  loadSchemeText(`${schemeHead(ID, '小例', 'Small', '例3')}
benefits:
  - id: costs
    name: { zh: 费用, en: Costs }
    payTo: hospital
    base: { pots: in-catalog, clause: notice 二 }
    deductible: { per: year, amount: ${deductible}, familyShared: true, clause: notice 二 }
    rates: [{ table: all, rate: 1, clause: notice 二 }]
`);
const [before, after] = [schemeOf(20_000), schemeOf(30_000)];

let world: World;
let inForce = before;
beforeEach(async () => {
  world = await World.open(HOSPITAL);
  inForce = before;
  world.now = Date.parse('2025-06-01T10:00:00+08:00');
  world.registers.scheme = (id) => (id === ID ? inForce : undefined);
  world.registers.schemeByDigest = (digest) => [before, after].find((one) => one.digest === digest) ?? inForce;
  for (const scheme of [before, after]) await world.ledger.keepRules(scheme.digest, ID, scheme.text);
});
afterEach(() => world.close());

const deductibleOf = async (person: number) =>
  (await world.accumulators(person)).get(`${ID}/P${person}`)?.benefits['costs']?.deductible ?? Money.ZERO;

/** Has the roster say of a person what it would: what the others of the family have borne by now. */
async function enroll(person: number, family: readonly number[]): Promise<void> {
  const others = await Promise.all(family.filter((one) => one !== person).map(deductibleOf));
  const plain = policy(SANMING, { scheme: ID, policyNo: `P${person}`, insuredRegion: '379900' });
  const year = { effectiveFrom: '2025-01-01', effectiveTo: '2025-12-31' };
  const familyUsed = { costs: Money.sum(others).toExact() };
  world.enroll([{ ...plain, ...year, familyBorne: [], familyUsed }], person);
}

const FAMILY = [2, 3, 4];

async function settle(person: number, settlementId: string, yuan: number, replaces?: string): Promise<string> {
  await enroll(person, FAMILY);
  const day = `2025-03-${String(10 + Number(/\d/.exec(settlementId)?.[0])).padStart(2, '0')}`;
  const { decision } = await world.settle('H1', {
    settlementId,
    person,
    costs: burden(yuan * 100, 0),
    ...(replaces === undefined ? {} : { replaces }),
    encounter: { id: `E-${day}-${person}`, admittedAt: `${day}T09:00:00+08:00`, dischargedAt: `${day}T20:00:00+08:00` },
  });
  return decision.insurerPaid;
}

async function expectBorne(...borne: string[]): Promise<void> {
  expect((await Promise.all(FAMILY.map(deductibleOf))).map((sum) => sum.toFixed2())).toEqual(borne);
  for (const person of FAMILY) {
    expect(await verifyMember(world.ledger, world.registers, world.member(person))).toBeUndefined();
  }
}

it('what is replaced and what stands behind it count what the others have borne since: nothing is borne twice', async () => {
  expect(await settle(2, 'R1', 5_000)).toBe('0.00');
  expect(await settle(2, 'R2', 10_000)).toBe('0.00');
  expect(await settle(3, 'S3', 20_000)).toBe('15000.00');
  // 12,000 now and 5,000 by the other leave 3,000 for R2, of which 7,000 come back.
  expect(await settle(2, 'C1', 12_000, 'R1')).toBe('0.00');
  await expectBorne('15000.00', '5000.00', '0.00');
  const { adjustments } = await world.service.query('H1', 'R2');
  expect(adjustments.map(({ amount }) => amount)).toEqual(['7000.00']);
  expect(await settle(4, 'T4', 1_000)).toBe('1000.00');
});

it('a reversal changes no decision of another; what it frees is borne by who comes next', async () => {
  await settle(2, 'R1', 15_000);
  expect(await settle(3, 'S2', 20_000)).toBe('15000.00');
  await enroll(2, FAMILY);
  await world.reverse('H1', 'R1');
  await expectBorne('0.00', '5000.00', '0.00');
  expect(await settle(4, 'T3', 18_000)).toBe('3000.00');
  await expectBorne('0.00', '5000.00', '15000.00');
});

it('a deductible that is corrected is borne once by all, member after member, and nothing changes when it is run again', async () => {
  await settle(2, 'R1', 15_000);
  await settle(3, 'S2', 25_000);
  await settle(4, 'T3', 8_000);
  await expectBorne('15000.00', '5000.00', '0.00');
  inForce = after;
  const clock = { real: () => world.now, business: () => world.now };
  const run = async () => {
    const differences: string[] = [];
    const order = { scheme: ID, from: '2025-01-01', reason: '免赔额更正' };
    // As the roster answers anew for each member.
    const ledger = { write: world.ledger.write.bind(world.ledger), membersSince: membersInTurn } as never;
    for await (const found of readjudicate(ledger, world.registers, clock, order, true)) {
      differences.push(...found.differences.map((one) => `${one.settlementId} ${one.amount.toFixed2()}`));
    }
    return differences;
  };
  expect(await run()).toEqual(['S2 -10000.00']);
  await expectBorne('15000.00', '15000.00', '0.00');
  expect(await run()).toEqual([]);
});

async function* membersInTurn(): AsyncGenerator<string> {
  for (const person of FAMILY) {
    await enroll(person, FAMILY);
    yield world.member(person);
  }
}
