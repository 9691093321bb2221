import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Money } from '../../src/money/money.ts';
import { burden, type EncounterInput, type Story } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, localHospital, NANTONG, policy, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';

/** Wenshan pays 80% above 12,000 of the in-catalog burden, 20% above 12,000 of the rest. */
const LOCAL = localHospital(WENSHAN);

let world: World;
beforeEach(async () => {
  world = await World.open(LOCAL, { ...LOCAL, id: 'H2' });
  world.enroll([policy(WENSHAN)]);
});
afterEach(() => world.close());

function stay(settlementId: string, yuan: number, more: Partial<Story> = {}): Story {
  return { settlementId, costs: burden(yuan * 100), ...more };
}

/** Adjustments of a settlement as it stands now. */
async function adjusted(settlementId: string): Promise<string[]> {
  return (await world.service.query('H1', settlementId)).adjustments.map(({ amount }) => amount);
}

describe('the same settlement again', () => {
  it('answers with the same decision and writes nothing', async () => {
    const first = await world.settle('H1', stay('S-1', 52_000));
    expect(first).toMatchObject({ created: true, decision: { outcome: 'paid', insurerPaid: '32000.00' } });
    const before = await world.counts();
    world.now += 86_400_000;
    const retry = await world.settle('H1', stay('S-1', 52_000));
    expect(retry).toEqual({ created: false, decision: first.decision });
    const spelled = await world.settle('H1', stay('S-1', 52_000, { name: '测试·甲' }));
    expect(spelled).toEqual({ created: false, decision: first.decision });
    expect(await world.counts()).toEqual(before);
  });

  it('answers with what has come since: adjustments, reversal of others, acknowledgement', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.service.acknowledge('H1', 'S-2');
    await world.reverse('H1', 'S-1');
    const { created, decision } = await world.settle('H1', stay('S-2', 10_000));
    expect(created).toBe(false);
    expect(decision).toMatchObject({ insurerPaid: '8000.00', adjustments: [{ amount: '-8000.00' }] });
    expect(decision.acknowledgedAt).not.toBeNull();
    expect(decision).toEqual(await world.service.query('H1', 'S-2'));
  });

  it('is refused with other content, and the recorded decision comes with it', async () => {
    const { decision } = await world.settle('H1', stay('S-1', 52_000));
    for (const other of [
      stay('S-1', 52_000.01),
      stay('S-1', 52_000, { accountPaid: 1 }),
      stay('S-1', 52_000, { person: 3 }),
    ]) {
      const refusal = await refusalOf(world.settle('H1', other));
      expect(refusal).toMatchObject({ code: 'SETTLEMENT_CONFLICT', status: 409 });
      expect(refusal.detail.extensions).toEqual({ decision });
    }
    expect((await refusalOf(world.quote('H1', stay('S-1', 1)))).code).toBe('SETTLEMENT_CONFLICT');
  });

  it('is another settlement at another hospital', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const { created, decision } = await world.settle('H2', stay('S-1', 52_000));
    expect({ created, paid: decision.insurerPaid }).toEqual({ created: true, paid: '41600.00' });
    expect((await refusalOf((async () => await world.service.query('H3', 'S-1'))())).code).toBe('SETTLEMENT_NOT_FOUND');
  });

  it('sent twice at once gives one decision', async () => {
    const claims = Array.from({ length: 8 }, () => world.settle('H1', stay('S-1', 52_000)));
    const answers = await Promise.all(claims);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ decision }) => JSON.stringify(decision))).size).toBe(1);
    expect(await world.counts()).toMatchObject({ settlements: 1, entries: 1 });
    const rivals = [stay('S-2', 1_000), stay('S-2', 2_000)].map((story) => world.settle('H1', story));
    const outcomes = await Promise.allSettled(rivals);
    const codes = outcomes.map((one) => (one.status === 'fulfilled' ? 'settled' : one.reason.code));
    expect(codes.sort()).toEqual(['SETTLEMENT_CONFLICT', 'settled']);
  });
});

describe('several settlements of one member at once', () => {
  it('spend a limit once', async () => {
    const huge = (settlementId: string) => stay(settlementId, 2_000_000);
    const answers = await Promise.all([
      world.settle('H1', huge('S-1')),
      world.settle('H2', huge('S-2')),
      world.settle('H2', huge('S-3')),
    ]);
    const paid = answers.map(({ decision }) => Number(decision.insurerPaid)).sort((a, b) => b - a);
    expect(paid).toEqual([1_590_400, 409_600, 0]);
    const last = answers.find(({ decision }) => decision.insurerPaid === '0.00');
    expect(last?.decision.schemes[0]?.benefits[0]).toMatchObject({ status: 'nothing-due', reason: 'LIMIT_EXHAUSTED' });
  });

  it('of many members do not touch each other', async () => {
    const people = [10, 11, 12, 13, 14];
    for (const person of people) world.enroll([policy(WENSHAN, { policyNo: `P-${person}` })], person);
    const answers = await Promise.all(
      people.map((person) => world.settle('H1', stay(`S-${person}`, 52_000, { person }))),
    );
    expect(answers.map(({ decision }) => decision.insurerPaid)).toEqual(people.map(() => '32000.00'));
  });
});

describe('attempts', () => {
  it('follow a reversal', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    expect((await refusalOf(world.settle('H1', stay('S-1', 60_000, { attempt: 2 })))).code).toBe('ATTEMPT_LIVE');
    await world.reverse('H1', 'S-1');
    const refusal = await refusalOf(world.settle('H1', stay('S-1', 52_000)));
    expect(refusal).toMatchObject({ code: 'SETTLEMENT_REVERSED', status: 409 });
    expect(refusal.detail.detailEn).toContain('attempt 2');
    const { created, decision } = await world.settle('H1', stay('S-1', 60_000, { attempt: 2 }));
    expect(created).toBe(true);
    expect(decision).toMatchObject({ attempt: 2, insurerPaid: '38400.00', reversal: null });
    expect(await world.service.query('H1', 'S-1')).toEqual(decision);
    expect((await refusalOf(world.settle('H1', stay('S-1', 52_000)))).code).toBe('SETTLEMENT_REVERSED');
  });

  it('follow a decision that paid nothing', async () => {
    const nothing = await world.settle('H1', stay('S-1', 8_000));
    expect(nothing.decision).toMatchObject({ outcome: 'nothing-due', insurerPaid: '0.00' });
    const { decision } = await world.settle('H1', stay('S-1', 52_000, { attempt: 2 }));
    // The 8,000 of deductible that the first attempt used are free again.
    expect(decision).toMatchObject({ attempt: 2, insurerPaid: '32000.00' });
    expect((await world.settle('H1', stay('S-1', 8_000))).created).toBe(false);
    const reversed = await world.reverse('H1', 'S-1');
    expect(reversed.reversal).toMatchObject({ attempt: 2, insurerPaid: '-32000.00' });
  });

  it('come one after the other', async () => {
    for (const attempt of [2, 3]) {
      const refusal = await refusalOf(world.settle('H1', stay('S-1', 52_000, { attempt })));
      expect(refusal).toMatchObject({ code: 'ATTEMPT_OUT_OF_ORDER', status: 409 });
    }
    await world.settle('H1', stay('S-1', 8_000));
    expect((await refusalOf(world.settle('H1', stay('S-1', 9_000, { attempt: 3 })))).code).toBe('ATTEMPT_OUT_OF_ORDER');
    await world.reverse('H1', 'S-1');
    expect((await refusalOf(world.settle('H1', stay('S-1', 9_000, { attempt: 3 })))).code).toBe('ATTEMPT_OUT_OF_ORDER');
  });

  it('stand in the place of the first', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.reverse('H1', 'S-1');
    expect(await adjusted('S-2')).toEqual(['-8000.00']);
    // In its old place it takes the deductible again, so that what was adjusted comes back.
    const { decision } = await world.settle('H1', stay('S-1', 22_000, { attempt: 2 }));
    expect(decision.insurerPaid).toBe('8000.00');
    expect(await adjusted('S-2')).toEqual(['-8000.00', '8000.00']);
  });

  it('may be for another patient once the first is reversed', async () => {
    world.enroll([policy(WENSHAN, { policyNo: 'P-3' })], 3);
    await world.settle('H1', stay('S-1', 52_000));
    await world.reverse('H1', 'S-1');
    const { decision } = await world.settle('H1', stay('S-1', 52_000, { attempt: 2, person: 3 }));
    expect(decision.schemes[0]).toMatchObject({ policyNo: 'P-3', insurerPaid: '32000.00' });
    expect((await world.reverse('H1', 'S-1')).reversal.attempt).toBe(2);
  });

  it('are not for another patient while a decision that paid nothing stands', async () => {
    await world.settle('H1', stay('S-1', 8_000));
    expect((await refusalOf(world.settle('H1', stay('S-1', 8_000, { attempt: 2, person: 3 })))).code).toBe(
      'ATTEMPT_LIVE',
    );
  });
});

describe('a reversal', () => {
  it('that names its attempt and comes late leaves the next attempt alone', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const request = { reversalId: 'R1', reason: '测试冲正', attempt: 1 };
    expect((await world.service.reverse('H1', 'S-1', request)).created).toBe(true);
    await world.settle('H1', stay('S-1', 52_000, { attempt: 2 }));
    const late = await world.service.reverse('H1', 'S-1', request);
    expect(late).toMatchObject({ created: false, reversal: { attempt: 1, already: true } });
    expect(await world.service.query('H1', 'S-1')).toMatchObject({ attempt: 2, reversal: null });
    const unknown = await refusalOf(world.service.reverse('H1', 'S-1', { ...request, attempt: 3 }));
    expect(unknown.code).toBe('SETTLEMENT_NOT_FOUND');
  });

  it('is done once, whatever id it comes with', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const first = await world.reverse('H1', 'S-1', 'R1');
    expect(first).toMatchObject({
      created: true,
      reversal: { reversalId: 'R1', insurerPaid: '-32000.00', memberBenefit: '0.00', already: false },
    });
    const before = await world.counts();
    world.now += 1_000;
    for (const id of ['R1', 'R2']) {
      expect(await world.reverse('H1', 'S-1', id)).toEqual({
        created: false,
        reversal: { ...first.reversal, already: true },
      });
    }
    expect(await world.counts()).toEqual(before);
    expect((await world.service.query('H1', 'S-1')).reversal).toMatchObject({ reversalId: 'R1', replacedBy: null });
  });

  it('sent twice at once is done once', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const both = await Promise.all([world.reverse('H1', 'S-1', 'R1'), world.reverse('H1', 'S-1', 'R2')]);
    expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(both[1]?.reversal.reversalId).toBe(both[0]?.reversal.reversalId);
  });

  it('of what is not there, or another hospital’s, finds nothing', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    expect(await refusalOf(world.reverse('H1', 'S-9'))).toMatchObject({ code: 'SETTLEMENT_NOT_FOUND', status: 404 });
    expect((await refusalOf(world.reverse('H2', 'S-1'))).code).toBe('SETTLEMENT_NOT_FOUND');
  });

  it('leaves the member as if it had never been', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.reverse('H1', 'S-1');
    expect((await world.accumulators()).size).toBe(0);
    expect((await world.settle('H1', stay('S-2', 52_000))).decision.insurerPaid).toBe('32000.00');
  });

  it('books what it changes for later settlements on its own day, and leaves their receipts alone', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const { decision } = await world.settle('H2', stay('S-2', 10_000));
    world.now += 3 * 86_400_000;
    await world.reverse('H1', 'S-1');
    const now = await world.service.query('H2', 'S-2');
    const first = await world.service.query('H1', 'S-1');
    expect(now.adjustments).toEqual([
      { businessDate: '2026-01-04', scheme: WENSHAN, amount: '-8000.00', because: first.decisionId },
    ]);
    expect({ ...now, adjustments: [] }).toEqual(decision);
    // And when the second goes too, nothing is left of either.
    await world.reverse('H2', 'S-2');
    expect((await world.service.query('H2', 'S-2')).adjustments.map(({ amount }) => amount)).toEqual([
      '-8000.00',
      '8000.00',
    ]);
  });
});

describe('a settlement that replaces another', () => {
  it('takes its place in one go, with what that changes for later ones', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    const story = stay('S-3', 7_000, { replaces: 'S-1' });
    const quoted = await world.quote('H1', story);
    const { created, decision } = await world.settle('H1', story);
    expect(created).toBe(true);
    expect({ ...quoted, kind: 'settlement' }).toEqual(decision);
    expect(decision).toMatchObject({ insurerPaid: '0.00', outcome: 'nothing-due' });
    expect((await world.service.query('H1', 'S-1')).reversal).toMatchObject({ reversalId: null, replacedBy: 'S-3#1' });
    // 10,000 less the 5,000 of deductible that S-3 left, at 80%: 4,000 instead of 8,000.
    expect(await adjusted('S-2')).toEqual(['-4000.00']);
    expect(await world.reverse('H1', 'S-1')).toMatchObject({
      created: false,
      reversal: { already: true, reversalId: null },
    });
    expect((await world.settle('H1', story)).created).toBe(false);
  });

  it('takes the place of one that is reversed already', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.reverse('H1', 'S-1');
    const { decision } = await world.settle('H1', stay('S-3', 52_000, { replaces: 'S-1' }));
    expect(decision.insurerPaid).toBe('32000.00');
    expect(await adjusted('S-2')).toEqual(['-8000.00', '8000.00']);
    expect((await world.service.query('H1', 'S-1')).reversal).toMatchObject({ replacedBy: null });
  });

  it('may be replaced in its turn, still in the same place', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.settle('H1', stay('S-3', 7_000, { replaces: 'S-1' }));
    const { decision } = await world.settle('H1', stay('S-4', 52_000, { replaces: 'S-3' }));
    expect(decision.insurerPaid).toBe('32000.00');
    expect(await adjusted('S-2')).toEqual(['-4000.00', '4000.00']);
    await world.reverse('H1', 'S-4');
    expect(await adjusted('S-2')).toEqual(['-4000.00', '4000.00', '-8000.00']);
  });

  it('is refused where another live settlement has taken that place: a correction is corrected, not made twice', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000, { replaces: 'S-1' }));
    const twice = await refusalOf(world.settle('H1', stay('S-3', 7_000, { replaces: 'S-1' })));
    expect(twice.code).toBe('ALREADY_REPLACED');
    expect(twice.detail.detailEn).toContain('S-2');
    expect((await refusalOf(world.settle('H1', stay('S-1', 7_000, { attempt: 2 })))).code).toBe('ALREADY_REPLACED');
    await world.reverse('H1', 'S-2');
    expect((await world.settle('H1', stay('S-3', 7_000, { replaces: 'S-1' }))).created).toBe(true);
  });

  it('has to find it, at its own hospital, of the same patient', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    const replaces = (hospital: string, story: Story) =>
      refusalOf(world.settle(hospital, { ...story, replaces: 'S-1' }));
    expect((await refusalOf(world.settle('H1', stay('S-2', 1, { replaces: 'S-9' })))).code).toBe('REPLACES_NOT_FOUND');
    expect((await replaces('H2', stay('S-2', 1))).code).toBe('REPLACES_NOT_FOUND');
    expect((await replaces('H1', stay('S-2', 1, { person: 3 }))).code).toBe('REPLACES_OTHER_PATIENT');
    expect(await replaces('H1', stay('S-1', 1, { attempt: 2 }))).toMatchObject({ code: 'ATTEMPT_LIVE' });
    await world.reverse('H1', 'S-1');
    const itself = await replaces('H1', stay('S-1', 1, { attempt: 2 }));
    expect(itself).toMatchObject({ code: 'INVALID_BODY' });
    expect(itself.detail.errors?.[0]?.pointer).toBe('/replaces');
    expect(await world.counts()).toMatchObject({ settlements: 1 });
  });

  it('takes back what was adjusted on the one it replaces', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.reverse('H1', 'S-1');
    await world.settle('H1', stay('S-3', 10_000, { replaces: 'S-2' }));
    expect(await adjusted('S-2')).toEqual(['-8000.00', '8000.00']);
    expect(await adjusted('S-3')).toEqual([]);
  });
});

describe('settlements of one stay', () => {
  const part = (from: string, through: string, interim = true): Partial<EncounterInput> => ({
    id: 'E-1',
    interim,
    admittedAt: '2024-03-01T09:00:00+08:00',
    billedFrom: `2024-03-${from}T00:00:00+08:00`,
    ...(interim
      ? { billedThrough: `2024-03-${through}T00:00:00+08:00`, dischargedAt: null }
      : { dischargedAt: `2024-03-${through}T00:00:00+08:00` }),
  });
  const bill = (settlementId: string, encounter: Partial<EncounterInput>, more: Partial<Story> = {}) =>
    world.settle('H1', stay(settlementId, 10_000, { encounter, ...more }));

  it('may follow each other, the final one after the interim ones', async () => {
    await bill('S-1', part('02', '05'));
    await bill('S-2', part('05', '09'));
    const { decision } = await bill('S-3', part('09', '12', false));
    expect(decision.insurerPaid).toBe('8000.00');
  });

  it('must not bill the same time twice', async () => {
    await bill('S-1', part('02', '05'));
    for (const again of [part('04', '06'), part('02', '05'), part('03', '04'), part('02', '12', false)]) {
      expect(await refusalOf(bill('S-2', again))).toMatchObject({ code: 'PERIOD_OVERLAP', status: 409 });
    }
    expect((await refusalOf(world.quote('H1', stay('S-2', 1, { encounter: part('04', '06') })))).code).toBe(
      'PERIOD_OVERLAP',
    );
  });

  it('must not bill the same time twice without saying what they bill', async () => {
    const whole = { id: 'E-1' };
    await bill('S-1', whole);
    expect((await refusalOf(bill('S-2', whole))).code).toBe('PERIOD_OVERLAP');
    expect((await refusalOf(bill('S-2', part('05', '06')))).code).toBe('PERIOD_OVERLAP');
  });

  it('must not bill one moment twice', async () => {
    const moment = { id: 'E-1', admittedAt: '2024-03-01T00:00:00+08:00', dischargedAt: '2024-03-01T00:00:00+08:00' };
    await bill('S-1', moment);
    expect((await refusalOf(bill('S-2', moment))).code).toBe('PERIOD_OVERLAP');
  });

  it('may bill it again in place of what they replace, or once it is reversed', async () => {
    await bill('S-1', part('02', '05'));
    await bill('S-2', part('02', '06'), { replaces: 'S-1' });
    expect((await refusalOf(bill('S-3', part('02', '05')))).code).toBe('PERIOD_OVERLAP');
    await world.reverse('H1', 'S-2');
    expect((await bill('S-3', part('02', '05'))).created).toBe(true);
  });

  it('are of one hospital and one patient', async () => {
    world.enroll([policy(WENSHAN)], 3);
    await bill('S-1', part('02', '05'));
    const story = stay('S-2', 10_000, { encounter: part('02', '05') });
    expect((await world.settle('H2', story)).created).toBe(true);
    expect((await world.settle('H1', { ...story, person: 3 })).created).toBe(true);
  });

  it('are many in an outpatient visit', async () => {
    const visit = { id: 'E-1', setting: 'outpatient' as const };
    await bill('S-1', visit);
    expect((await bill('S-2', visit, { costs: burden(2_000) })).created).toBe(true);
  });

  it('are not the same bill of an outpatient visit under two ids', async () => {
    const visit = { id: 'E-1', setting: 'outpatient' as const };
    await bill('S-1', visit);
    expect((await refusalOf(bill('S-2', visit))).code).toBe('PERIOD_OVERLAP');
  });
});

describe('a decision', () => {
  it('keeps what it was made under', async () => {
    const { decision } = await world.settle('H1', stay('S-1', 52_000));
    const [scheme] = decision.schemes;
    expect(scheme?.schemeDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(scheme?.insurers).toEqual([{ insurer: 'INS-1', amount: '32000.00' }]);
    expect(decision).toMatchObject({
      hospitalId: 'H1',
      kind: 'settlement',
      decidedAt: '2026-01-01T00:00:00+08:00',
      businessDate: '2026-01-01',
      patientPays: '20000.00',
    });
  });

  it('is made for a hospital alone', async () => {
    expect(await refusalOf(world.settle('H9', stay('S-1', 1)))).toMatchObject({ code: 'FORBIDDEN', status: 403 });
  });

  it('is that nobody insures the patient, where nobody does', async () => {
    const { decision } = await world.settle('H1', stay('S-1', 52_000, { person: 3 }));
    expect(decision).toMatchObject({
      outcome: 'declined',
      reason: 'NOT_ENROLLED',
      schemes: [],
      patientPays: '52000.00',
    });
  });

  it('splits what several insurers pay, to the fen, and back again', async () => {
    world.registers.insurers = ['0.4', '0.3', '0.3'].map((share, index) => ({
      insurer: `INS-${index}`,
      share: Money.of(share),
    }));
    const { decision } = await world.settle('H1', stay('S-1', 52_000.04));
    expect(decision.insurerPaid).toBe('32000.03');
    expect(decision.schemes[0]?.insurers.map(({ amount }) => amount)).toEqual(['12800.01', '9600.01', '9600.01']);
    await world.reverse('H1', 'S-1');
    const posted = (await world.recorded(decision.decisionId)).postings;
    expect(posted.map(({ recordType, insurers }) => [recordType, ...insurers.map(([, amount]) => amount)])).toEqual([
      ['SETTLE', '12800.01', '9600.01', '9600.01'],
      ['REVERSE', '-12800.01', '-9600.01', '-9600.01'],
    ]);
  });

  it('pays through two schemes what neither alone would', async () => {
    world.enroll([policy(JIANGXI, { insuredRegion: '532602' }), policy(NANTONG)]);
    const { decision } = await world.settle('H1', stay('S-1', 115_000, { encounter: { referral: 'none' } }));
    expect(decision.schemes.map(({ insurerPaid }) => insurerPaid)).toEqual(['30000.00', '53900.00']);
    expect(decision.patientPays).toBe('31100.00');
  });
});
