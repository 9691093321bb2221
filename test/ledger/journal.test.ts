import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, entryHash, GENESIS } from '../../src/ledger/journal.ts';
import type { MemberView } from '../../src/ledger/ledger.ts';
import { burden, type Story } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, localHospital, policy, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open(localHospital(WENSHAN));
});
afterEach(() => world.close());

async function entries(of: World): Promise<Entry[]> {
  return (await of.execute(
    `SELECT seq, member_id AS "memberId", member_seq AS "memberSeq", type, at, business_date AS "businessDate", body,
              personal, previous, hash FROM entries ORDER BY seq`,
  )) as unknown as Entry[];
}

/** What is wrong with the chains of all members, read from the first entry to the last. */
function faults(all: readonly Entry[]): string[] {
  const heads = new Map<string, { seq: number; hash: string }>();
  return all.flatMap((entry) => {
    const head = heads.get(entry.memberId) ?? { seq: 0, hash: GENESIS };
    heads.set(entry.memberId, { seq: entry.memberSeq, hash: entry.hash });
    const { seq: _seq, hash, ...rest } = entry;
    return [
      ...(entry.memberSeq === head.seq + 1 ? [] : [`${entry.seq}: number`]),
      ...(entry.previous === head.hash ? [] : [`${entry.seq}: link`]),
      ...(entryHash(rest) === hash ? [] : [`${entry.seq}: hash`]),
    ];
  });
}

async function busyDays(): Promise<void> {
  const stay = (settlementId: string, person: number, more: Partial<Story> = {}): Story => ({
    settlementId,
    person,
    costs: burden(3_000_000, 2_000_000),
    ...more,
  });
  for (const person of [2, 3, 4]) {
    world.enroll([policy(WENSHAN), policy(JIANGXI, { insuredRegion: '532602' })], person);
    await world.settle('H1', stay(`S-${person}-1`, person));
    await world.settle('H1', stay(`S-${person}-2`, person));
    world.now += 86_400_000;
    await world.service.acknowledge('H1', `S-${person}-2`);
    await world.reverse('H1', `S-${person}-1`);
    await world.settle('H1', stay(`S-${person}-3`, person, { replaces: `S-${person}-2` }));
  }
}

describe('the journal', () => {
  it('is a chain for each member, whatever happened to them', async () => {
    await busyDays();
    const all = await entries(world);
    expect(all.map(({ type }) => type)).toEqual(expect.arrayContaining(['SETTLE', 'ACKNOWLEDGE', 'REVERSE', 'ADJUST']));
    expect(faults(all)).toEqual([]);
    const members = await world.execute('SELECT member_id, version, head FROM members ORDER BY member_id');
    const last = new Map(all.map((entry) => [entry.memberId, entry]));
    expect(members).toEqual(
      [...last.values()]
        .sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
        .map(({ memberId, memberSeq, hash }) => ({ member_id: memberId, version: memberSeq, head: hash })),
    );
  });

  it('shows any change of any field, and any entry that is gone or moved', async () => {
    await busyDays();
    const all = await entries(world);
    const change: Record<string, (entry: Entry) => Partial<Entry>> = {
      type: () => ({ type: 'INQUIRE' }),
      at: ({ at }) => ({ at: at + 1 }),
      businessDate: () => ({ businessDate: '2025-12-31' }),
      body: ({ body }) => ({ body: body.replace('S-', 'T-') }),
      'blank in the body': ({ body }) => ({ body: `${body} ` }),
      personal: ({ personal }) => ({ personal: Buffer.concat([personal ?? Buffer.alloc(0), Buffer.from([0])]) }),
      memberId: () => ({ memberId: 'somebody else' }),
    };
    for (const [name, bend] of Object.entries(change)) {
      const bent = all.map((entry, index) => (index === 1 ? { ...entry, ...bend(entry) } : entry));
      expect(faults(bent), name).not.toEqual([]);
    }
    expect(faults(all.toSpliced(1, 1))).not.toEqual([]);
    expect(faults(all.toSpliced(0, 2, ...all.slice(0, 2).reverse()))).not.toEqual([]);
  });

  it('hashes no two entries alike, not even those that read alike from end to end', () => {
    const one = {
      memberId: 'a',
      memberSeq: 11,
      type: 'SETTLE',
      at: 5,
      businessDate: '2026-01-01',
      body: '{}',
    } as const;
    const rest = { personal: null, previous: GENESIS };
    const shifted = { ...one, memberId: 'a1', memberSeq: 1 };
    expect(entryHash({ ...shifted, ...rest })).not.toBe(entryHash({ ...one, ...rest }));
    const sealed = { ...rest, body: '{', personal: Buffer.from('}') };
    expect(entryHash({ ...one, ...sealed })).not.toBe(entryHash({ ...one, ...rest }));
  });

  it('hashes no two entries alike', () => {
    const text = fc.oneof(fc.constantFrom('', '1', '11', '1:', 'a', 'SETTLE'), fc.string({ maxLength: 6 }));
    const entry = fc.record({
      memberId: text,
      memberSeq: fc.nat(20),
      type: fc.constantFrom('SETTLE' as const, 'REVERSE' as const),
      at: fc.nat(20),
      businessDate: text,
      body: text,
      personal: fc.option(fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes))),
      previous: text,
    });
    fc.assert(
      fc.property(entry, entry, (one, two) => {
        expect(entryHash(one) === entryHash(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
        expect(entryHash({ ...one, personal: null })).not.toBe(entryHash({ ...one, personal: Buffer.alloc(0) }));
      }),
      tries(500),
    );
  });
});

describe('a write', () => {
  it('that is refused leaves nothing behind', async () => {
    world.enroll([policy(WENSHAN)]);
    await world.settle('H1', { settlementId: 'S-1', costs: burden(5_200_000) });
    const before = { counts: await world.counts(), entries: await entries(world) };
    await refusalOf(world.settle('H1', { settlementId: 'S-1', costs: burden(1) }));
    await refusalOf(world.settle('H1', { settlementId: 'S-2', costs: burden(1), replaces: 'S-9' }));
    expect({ counts: await world.counts(), entries: await entries(world) }).toEqual(before);
  });

  it('does not bring back what another has ended since, and is decided anew', async () => {
    world.enroll([policy(WENSHAN)]);
    await world.settle('H1', { settlementId: 'S-1', costs: burden(5_200_000) });
    const ask = { memberId: world.member(), hospitalId: 'H1', settlementId: 'S-1' };
    const ends = (status: 'live' | 'reversed' | 'superseded') => (view: MemberView) => {
      const settlements = view.attempts.map((record) => ({ ...record, status, acknowledgedAt: 1 }));
      const entries = [{ type: 'ACKNOWLEDGE' as const, at: 0, businessDate: '2026-01-01', body: {} }];
      return { answer: 'written', append: { entries, settlements, accumulators: new Map(), replaceAll: false } };
    };
    const stale = await world.ledger.read((ledger) => ledger.member(ask).attempts);
    // The other's own chain grows, not that of the member whose settlement ends.
    const other = { ...ask, memberId: world.member(2) };
    await world.ledger.write(other, ends('superseded'));
    for (const status of ['live', 'reversed'] as const) {
      let calls = 0;
      const answer = await world.ledger.write(ask, (view) => {
        calls += 1;
        return calls === 1
          ? ends(status)({ ...view, attempts: stale })
          : { answer: `seen ${view.attempts[0]?.status}` };
      });
      expect(answer).toBe('seen superseded');
    }
    const now = await world.ledger.read((ledger) => ledger.attempts('H1', 'S-1'));
    expect(now.map(({ status }) => status)).toEqual(['superseded']);
  });

  it('that breaks half way is undone as a whole, and the next one goes on', async () => {
    world.enroll([policy(WENSHAN)]);
    const ask = { memberId: world.member(), hospitalId: 'H1' };
    const broken = world.ledger.write(ask, () => ({
      answer: 'never given',
      append: {
        entries: [{ type: 'INQUIRE', at: 0, businessDate: '2026-01-01', body: {} }],
        // A settlement without its SETTLE entry cannot be stored.
        settlements: [
          {
            hospitalId: 'H1',
            settlementId: 'S-1',
            attempt: 1,
            decisionId: 'D',
            memberId: world.member(),
            place: 1,
            encounterId: 'E',
            billedFrom: 0,
            billedThrough: 0,
            digest: '',
            status: 'live',
            paid: true,
            businessDate: '2026-01-01',
            settledOn: '2026-01-01',
            reversal: null,
            acknowledgedAt: null,
          },
        ],
        accumulators: new Map(),
        replaceAll: false,
      },
    }));
    const next = world.settle('H1', { settlementId: 'S-1', costs: burden(5_200_000) });
    await expect(broken).rejects.toThrow('a new settlement comes with its entry');
    expect((await next).decision.insurerPaid).toBe('32000.00');
    expect((await entries(world)).map(({ type, memberSeq }) => [type, memberSeq])).toEqual([['SETTLE', 1]]);
    expect(faults(await entries(world))).toEqual([]);
  });

  it('sees a member of its own moment', async () => {
    world.enroll([policy(WENSHAN)]);
    const settle = (settlementId: string) => world.settle('H1', { settlementId, costs: burden(5_200_000) });
    await settle('S-1');
    const ask = { memberId: world.member(), hospitalId: 'H1', settlementId: 'S-1' };
    const [view, survivors] = await world.ledger.read((ledger) => {
      const member = ledger.member(ask);
      return [member, member.survivors()] as const;
    });
    expect(view).toMatchObject({ version: 1, memberId: world.member() });
    expect(view.attempts.map(({ status, paid, place }) => ({ status, paid, place }))).toEqual([
      { status: 'live', paid: true, place: 1 },
    ]);
    expect(survivors.map(({ record }) => record.settlementId)).toEqual(['S-1']);
    expect([...view.accumulators.keys()]).toEqual([`${WENSHAN}/P-${WENSHAN}`]);
  });
});

describe('the texts of rules', () => {
  it('are kept by their digest, once', async () => {
    await world.ledger.keepRules('sha256:x', 'some-scheme', 'the text');
    await world.ledger.keepRules('sha256:x', 'some-scheme', 'another text');
    const rules = (digest: string) => world.ledger.read(() => world.ledger.rules(digest));
    expect(await rules('sha256:x')).toBe('the text');
    expect(await rules('sha256:y')).toBeUndefined();
  });
});
