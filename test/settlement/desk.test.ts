import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { burden, type Story } from '../support/claims.ts';
import { NAME, residentId } from '../support/people.ts';
import { refusalOf } from '../support/refusals.ts';
import { DIBUBAO, JIANGXI, localHospital, NANTONG, policy, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open(localHospital(WENSHAN), localHospital(WENSHAN, { id: 'H2' }));
  world.enroll([policy(WENSHAN)]);
});
afterEach(() => world.close());

function stay(settlementId: string, yuan: number, more: Partial<Story> = {}): Story {
  return { settlementId, costs: burden(yuan * 100), ...more };
}

describe('an acknowledgement', () => {
  it('is taken once and repeated as often as asked', async () => {
    const { decision } = await world.settle('H1', stay('S-1', 52_000));
    expect(decision.acknowledgedAt).toBeNull();
    world.now += 60_000;
    const first = await world.service.acknowledge('H1', 'S-1');
    expect(first).toEqual({
      settlementId: 'S-1',
      attempt: 1,
      decisionId: decision.decisionId,
      insurerPaid: '32000.00',
      acknowledgedAt: '2026-01-01T00:01:00+08:00',
      already: false,
    });
    const before = await world.counts();
    world.now += 60_000;
    expect(await world.service.acknowledge('H1', 'S-1')).toEqual({ ...first, already: true });
    expect(await world.counts()).toEqual(before);
    expect((await world.service.query('H1', 'S-1')).acknowledgedAt).toBe(first.acknowledgedAt);
  });

  it('is of one’s own settlement that stands', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    expect((await refusalOf(world.service.acknowledge('H2', 'S-1'))).code).toBe('SETTLEMENT_NOT_FOUND');
    await world.reverse('H1', 'S-1');
    expect((await refusalOf(world.service.acknowledge('H1', 'S-1'))).code).toBe('SETTLEMENT_REVERSED');
  });

  it('is of the latest attempt', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.service.acknowledge('H1', 'S-1');
    await world.reverse('H1', 'S-1');
    await world.settle('H1', stay('S-1', 52_000, { attempt: 2 }));
    expect((await world.service.query('H1', 'S-1')).acknowledgedAt).toBeNull();
    expect(await world.service.acknowledge('H1', 'S-1')).toMatchObject({ attempt: 2, already: false });
  });
});

describe('a statement', () => {
  it('has the hospital’s own records of the day, and totals that are their sums', async () => {
    await world.settle('H1', stay('S-1', 52_000, { accountPaid: 5 }));
    await world.settle('H1', stay('S-2', 10_000));
    await world.settle('H2', stay('S-3', 10_000));
    await world.service.acknowledge('H1', 'S-2');
    await world.reverse('H1', 'S-1');
    const { hospitalId, date, records, totals } = await world.service.statement('H1', '2026-01-01');
    expect({ hospitalId, date }).toEqual({ hospitalId: 'H1', date: '2026-01-01' });
    expect(
      records.map(({ recordType, settlementId, total, insurerPaid, acknowledged }) =>
        [recordType, settlementId, total, insurerPaid, acknowledged].join(' '),
      ),
    ).toEqual([
      'SETTLE S-1 52000.00 32000.00 false',
      'SETTLE S-2 10000.00 8000.00 true',
      'REVERSE S-1 -52000.00 -32000.00 false',
    ]);
    expect(totals).toEqual({
      settlements: { count: 2, insurerPaid: '40000.00', memberBenefit: '0.00' },
      reversals: { count: 1, insurerPaid: '-32000.00', memberBenefit: '0.00' },
      net: { count: 3, insurerPaid: '8000.00', memberBenefit: '0.00' },
    });
  });

  it('has each record on its own day, which begins at midnight in Shanghai', async () => {
    world.now = Date.parse('2026-01-01T23:59:59.999+08:00');
    await world.settle('H1', stay('S-1', 52_000));
    world.now += 1;
    await world.settle('H1', stay('S-2', 10_000));
    await world.reverse('H1', 'S-1');
    const shown = async (date: string) => {
      const { records } = await world.service.statement('H1', date);
      return records.map(({ recordType, settlementId }) => `${recordType} ${settlementId}`);
    };
    expect(await shown('2026-01-01')).toEqual(['SETTLE S-1']);
    expect(await shown('2026-01-02')).toEqual(['SETTLE S-2', 'REVERSE S-1']);
    expect(await shown('2026-01-03')).toEqual([]);
    expect((await world.service.statement('H1', '2026-01-03')).totals.net).toEqual({
      count: 0,
      insurerPaid: '0.00',
      memberBenefit: '0.00',
    });
  });

  it('says of a settlement whether it was acknowledged, also once it was reversed on a later day', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 10_000));
    await world.service.acknowledge('H1', 'S-1');
    world.now = Date.parse('2026-01-02T09:00:00+08:00');
    await world.reverse('H1', 'S-1');
    const { records } = await world.service.statement('H1', '2026-01-01');
    expect(records.map(({ settlementId, acknowledged }) => `${settlementId} ${acknowledged}`)).toEqual([
      'S-1 true',
      'S-2 false',
    ]);
  });

  it('has both sides of a replacement', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 62_000, { replaces: 'S-1' }));
    const { totals } = await world.service.statement('H1', '2026-01-01');
    expect(totals.net.insurerPaid).toBe('40000.00');
    expect(totals.reversals).toMatchObject({ count: 1, insurerPaid: '-32000.00' });
  });
});

describe('eligibility', () => {
  const ask = (name = NAME, more = {}) => ({
    idType: '01',
    idNumber: residentId(2),
    name,
    date: '2024-03-01',
    setting: 'inpatient' as const,
    ...more,
  });

  it('tells the schemes in force on the day, and no health data', async () => {
    world.enroll([
      policy(WENSHAN, { preexisting: ['malignancy'] }),
      policy(JIANGXI, { cohorts: ['new-resident'] }),
      policy(DIBUBAO),
    ]);
    const { schemes } = await world.service.eligibility('H1', ask());
    expect(schemes.map(({ scheme, covered }) => [scheme, covered])).toEqual([
      [WENSHAN, true],
      [JIANGXI, true],
    ]);
    expect(schemes[1]?.papers.length).toBeGreaterThan(0);
    expect(schemes[0]?.papers).toEqual([]);
    expect(JSON.stringify(schemes)).not.toMatch(/malignancy|preexisting/);
    const outpatient = await world.service.eligibility('H1', ask(NAME, { setting: 'pharmacy' }));
    expect(outpatient.schemes.map(({ covered }) => covered)).toEqual([true, false]);
  });

  it('tells the first and the last day, and nothing beyond', async () => {
    const on = async (date: string) => (await world.service.eligibility('H1', ask(NAME, { date }))).schemes.length;
    expect(await on('2023-08-31')).toBe(0);
    expect(await on('2023-09-01')).toBe(1);
    expect(await on('2024-08-31')).toBe(1);
    expect(await on('2024-09-01')).toBe(0);
  });

  it('finds nothing for a name that is not the roster’s, and the name in another spelling', async () => {
    expect((await world.service.eligibility('H1', ask('测试乙'))).schemes).toEqual([]);
    expect((await world.service.eligibility('H1', ask(' 测试·甲 '))).schemes).toHaveLength(1);
    expect((await world.service.eligibility('H1', ask(NAME, { idNumber: residentId(3) }))).schemes).toEqual([]);
  });

  it('is journalled, also where it finds nothing', async () => {
    await world.service.eligibility('H1', ask());
    await world.service.eligibility('H2', ask('测试乙'));
    const rows = (await world.execute('SELECT type, member_id, body FROM entries ORDER BY seq')) as {
      type: string;
      member_id: string;
      body: string;
    }[];
    expect(rows.map(({ type, member_id }) => [type, member_id])).toEqual([
      ['INQUIRE', world.member()],
      ['INQUIRE', world.member()],
    ]);
    expect(rows.map(({ body }) => JSON.parse(body))).toEqual([
      { hospitalId: 'H1', date: '2024-03-01', setting: 'inpatient', schemes: [WENSHAN] },
      { hospitalId: 'H2', date: '2024-03-01', setting: 'inpatient', schemes: [] },
    ]);
    // And does not disturb what is settled after it.
    expect((await world.settle('H1', stay('S-1', 52_000))).decision.insurerPaid).toBe('32000.00');
  });
});

describe('personal data', () => {
  it('is never in the store in clear', async () => {
    world.enroll([policy(WENSHAN), policy(NANTONG)], 2, '欧阳测试乙');
    const name = '欧阳测试乙';
    await world.settle('H1', stay('S-1', 52_000, { name }));
    await world.settle('H1', stay('S-2', 52_000, { name, replaces: 'S-1' }));
    await world.settle('H1', stay('S-3', 52_000, { name: '别名测试丙' }));
    await world.reverse('H1', 'S-2');
    await world.service.acknowledge('H1', 'S-3');
    await world.service.eligibility('H1', {
      idType: '01',
      idNumber: residentId(2),
      name,
      date: '2024-03-01',
      setting: 'inpatient',
    });
    const bytes = await world.dump();
    // What the search would find if it were there.
    expect(bytes.includes('S-1')).toBe(true);
    expect(bytes.includes(WENSHAN)).toBe(true);
    for (const secret of [residentId(2), residentId(2).slice(0, 14), name, '欧阳', '别名测试丙']) {
      expect(bytes.includes(Buffer.from(secret, 'utf8')), secret).toBe(false);
      expect(bytes.includes(Buffer.from(secret, 'utf16le')), secret).toBe(false);
      expect(bytes.includes(Buffer.from(secret, 'utf8').toString('base64').slice(0, -4)), secret).toBe(false);
    }
  });

  it('can be read back with the key, by the entry it belongs to and no other', async () => {
    await world.settle('H1', stay('S-1', 52_000));
    await world.settle('H1', stay('S-2', 52_000));
    const rows = (await world.execute(
      'SELECT member_id AS "memberId", member_seq AS "memberSeq", personal FROM entries ORDER BY seq',
    )) as { memberId: string; memberSeq: number; personal: Buffer }[];
    for (const { memberId, memberSeq, personal } of rows) {
      expect(JSON.parse(world.vault.unseal(personal, `${memberId} ${memberSeq}`))).toEqual({
        idNumber: residentId(2),
        name: NAME,
      });
      expect(() => world.vault.unseal(personal, `${memberId} ${memberSeq + 1}`)).toThrow();
    }
    expect(rows).toHaveLength(2);
  });
});

describe('a settlement with its bill', () => {
  it('is its own hospital’s, of the attempt that is asked for, with what it replaced', async () => {
    await world.settle('H1', stay('S-1', 52_000, { funds: 0, accountPaid: 500 }));
    await world.reverse('H1', 'S-1');
    await world.settle('H1', stay('S-1', 30_000, { attempt: 2 }));
    await world.settle('H1', stay('S-2', 30_000, { replaces: 'S-1' }));
    const first = await world.service.billed('H1', 'S-1', 1);
    expect(first.bill).toMatchObject({ total: '52000.00', personal: '52000.00', accountPaid: '5.00' });
    expect(first.attempts.map(({ attempt, status }) => `${attempt} ${status}`)).toEqual(['1 reversed', '2 reversed']);
    const latest = await world.service.billed('H1', 'S-1');
    expect(latest.decision).toEqual(await world.service.query('H1', 'S-1'));
    expect(latest.decision.reversal?.replacedBy).toBe('S-2#1');
    expect((await world.service.billed('H1', 'S-2')).replaces).toBe('S-1');
    expect((await refusalOf(world.service.billed('H2', 'S-1'))).code).toBe('SETTLEMENT_NOT_FOUND');
    expect((await refusalOf(world.service.billed('H1', 'S-1', 3))).code).toBe('SETTLEMENT_NOT_FOUND');
  });
});
