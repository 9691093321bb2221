import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { verifyMember } from '../../src/settlement/verify.ts';
import { burden, claimInput, stories } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';
import { JIANGXI, policy, WENSHAN } from '../support/terms.ts';
import { type Answered, HisWorld } from './support.ts';

/** What a HIS reads in an answer, whatever its format. */
export interface Heard {
  readonly ok: boolean;
  /** The code at the front of a refusal's text; empty on success. */
  readonly code: string;
  readonly settlementId?: string;
  readonly decisionId?: string;
  readonly insurerPaid?: string;
  readonly patientPays?: string;
  readonly already?: boolean;
}

/** A HIS that speaks the adapter's format: canonical claims out, answers in. */
export interface Voice {
  readonly adapter: string;
  readonly type: string;
  /** The claim as this format can say it: what it has no words for is what the adapter takes instead. */
  expressible(claim: ClaimInput): ClaimInput;
  settle(claim: ClaimInput, messageId: string): Uint8Array;
  quote(claim: ClaimInput, messageId: string): Uint8Array;
  reverse(claim: ClaimInput, messageId: string): Uint8Array;
  takeBack(messageId: string, newMessageId: string): Uint8Array;
  query?(claim: ClaimInput, messageId: string): Uint8Array;
  hear(answer: Answered): Heard;
  /** Further messages that are mutated; none of them pays anything. */
  readonly samples: readonly Uint8Array[];
}

const STORY = { costs: burden(26_500_000, 3_500_000), funds: 0 };

/** What every adapter must do alike (adapters/README.md). */
export function adapterSuite(voice: Voice): void {
  let his: HisWorld;
  beforeEach(async () => {
    his = await HisWorld.open([policy(JIANGXI), policy(WENSHAN)]);
  });
  afterEach(async () => {
    for (const memberId of [his.world.member()]) {
      expect(await verifyMember(his.world.ledger, his.world.registers, memberId)).toBeUndefined();
    }
    await his.close();
  });

  const claim = (settlementId: string, encounter = {}) =>
    voice.expressible(claimInput({ ...STORY, settlementId, encounter }));
  const say = async (bytes: Uint8Array) => voice.hear(await his.send(voice.adapter, bytes, 'H1', voice.type));

  describe('a settlement', () => {
    test('is quoted, settled, asked for and reversed', async () => {
      const one = claim('S-1');
      const canonical = await his.world.service.quote('H1', parseClaim(one, his.world.now));
      const paid = { ok: true, insurerPaid: canonical.insurerPaid, patientPays: canonical.patientPays };
      expect(canonical.insurerPaid).not.toBe('0.00');
      expect(await say(voice.quote(one, 'M0'))).toMatchObject(paid);
      expect(await his.world.attempts('H1', 'S-1')).toEqual([]);
      expect(await say(voice.settle(one, 'M1'))).toMatchObject({ ...paid, already: false });
      if (voice.query !== undefined) expect(await say(voice.query(one, 'M2'))).toMatchObject(paid);
      const back = await say(voice.reverse(one, 'M3'));
      expect(back).toMatchObject({ ok: true, insurerPaid: `-${canonical.insurerPaid}`, already: false });
      expect(await say(voice.reverse(one, 'M4'))).toMatchObject({ ok: true, already: true });
    });

    test('is the same decision however often its message comes', async () => {
      const one = claim('S-1');
      const first = await say(voice.settle(one, 'M1'));
      // An HTTP stack that resends, and a user who presses the button again.
      const again = await Promise.all([voice.settle(one, 'M1'), voice.settle(one, 'M2')].map(say));
      for (const answer of again) expect(answer).toEqual({ ...first, already: true });
      expect(await his.world.attempts('H1', 'S-1')).toHaveLength(1);
    });

    test('sent twice at the same moment is settled once', async () => {
      const one = claim('S-1');
      const answers = await Promise.all(['M1', 'M1', 'M2'].map((id) => say(voice.settle(one, id))));
      expect(answers.filter(({ ok, already }) => ok && already === false)).toHaveLength(1);
      expect(new Set(answers.map(({ decisionId }) => decisionId)).size).toBe(1);
    });

    test('is settled again after a reversal, by a new message only', async () => {
      const one = claim('S-1');
      const first = await say(voice.settle(one, 'M1'));
      await say(voice.reverse(one, 'M2'));
      expect(await say(voice.settle(one, 'M1'))).toMatchObject({ ok: false, code: 'SETTLEMENT_REVERSED' });
      const second = await say(voice.settle(one, 'M3'));
      expect(second).toMatchObject({ ok: true, already: false, insurerPaid: first.insurerPaid });
      // The first reversal's message, on its way for long, reverses nothing that was settled since.
      expect(await say(voice.reverse(one, 'M2'))).toMatchObject({ ok: true, already: true });
      expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['reversed', 'live']);
    });

    test('with other content under the same id is refused while it stands', async () => {
      await say(voice.settle(claim('S-1'), 'M1'));
      const other = voice.expressible(claimInput({ ...STORY, settlementId: 'S-1', costs: burden(9_000_000) }));
      expect(await say(voice.settle(other, 'M2'))).toMatchObject({ ok: false, code: 'SETTLEMENT_CONFLICT' });
    });

    test('of another hospital is not found', async () => {
      const one = claim('S-1');
      await his.world.service.settle('H2', parseClaim(one, his.world.now));
      expect(await say(voice.reverse(one, 'M1'))).toMatchObject({ ok: false, code: 'SETTLEMENT_NOT_FOUND' });
    });
  });

  describe('a message whose answer never came', () => {
    test('is taken back after it arrived', async () => {
      await say(voice.settle(claim('S-1'), 'M1'));
      expect(await say(voice.takeBack('M1', 'M2'))).toMatchObject({ ok: true });
      expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['reversed']);
      expect(await say(voice.takeBack('M1', 'M3'))).toMatchObject({ ok: true });
      expect(await say(voice.settle(claim('S-1'), 'M1'))).toMatchObject({ ok: false, code: 'SETTLEMENT_REVERSED' });
      expect(await say(voice.settle(claim('S-1'), 'M4'))).toMatchObject({ ok: true, already: false });
    });

    test('is taken back before it arrives', async () => {
      expect(await say(voice.takeBack('M1', 'M2'))).toMatchObject({ ok: true });
      expect(await say(voice.settle(claim('S-1'), 'M1'))).toMatchObject({ ok: false, code: 'SETTLEMENT_REVERSED' });
      expect(await his.world.attempts('H1', 'S-1')).toEqual([]);
      expect(await say(voice.settle(claim('S-1'), 'M3'))).toMatchObject({ ok: true, already: false });
    });

    test('is taken back at the moment it arrives: it never stands', async () => {
      for (const [index, first] of [0, 1, 2, 3].entries()) {
        const one = claim(`S-${index}`, {
          admittedAt: `2024-0${index + 3}-01T09:00:00+08:00`,
          dischargedAt: `2024-0${index + 3}-05T09:00:00+08:00`,
        });
        const messages = [voice.settle(one, `M${index}`), voice.takeBack(`M${index}`, `B${index}`)];
        const [a, b] = await Promise.all((first % 2 === 0 ? messages : messages.toReversed()).map(say));
        expect([a?.ok, b?.ok]).toContain(true);
        expect((await his.world.attempts('H1', `S-${index}`)).filter(({ status }) => status === 'live')).toEqual([]);
      }
    });

    test('is not taken back where the settlement was also sent by another', async () => {
      await say(voice.settle(claim('S-1'), 'M1'));
      await say(voice.settle(claim('S-1'), 'M2'));
      for (const id of ['M1', 'M2']) {
        expect(await say(voice.takeBack(id, 'M3'))).toMatchObject({ ok: false, code: 'SETTLED_BY_OTHER_MESSAGE' });
      }
      expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['live']);
    });

    test('is not taken back where two settlements carry its id', async () => {
      await say(voice.settle(claim('S-1'), 'M1'));
      const second = claim('S-2', {
        id: 'E-2',
        admittedAt: '2024-05-01T09:00:00+08:00',
        dischargedAt: '2024-05-09T09:00:00+08:00',
      });
      expect(await say(voice.settle(second, 'M1'))).toMatchObject({ ok: true });
      expect(await say(voice.takeBack('M1', 'M3'))).toMatchObject({ ok: false, code: 'MESSAGE_AMBIGUOUS' });
    });

    test('is not taken back by another hospital', async () => {
      await say(voice.settle(claim('S-1'), 'M1'));
      await his.desk.execute('H2', { kind: 'reverse-message', original: { id: 'M1', person: '' } });
      expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['live']);
    });
  });

  test('decides what the canonical interface decides, on random claims', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories({ year: '2024' }), async (story) => {
        const [one, other] = await Promise.all([0, 1].map(() => HisWorld.open([policy(JIANGXI), policy(WENSHAN)])));
        if (one === undefined || other === undefined) throw new Error('two worlds were opened');
        try {
          const said = voice.expressible(claimInput({ ...story, settlementId: 'S-1' }));
          const heard = voice.hear(await one.send(voice.adapter, voice.settle(said, 'M1'), 'H1', voice.type));
          const settled = await other.world.service.settle('H1', parseClaim(said, other.world.now)).catch(codeOf);
          if (typeof settled === 'string') {
            expect(heard).toMatchObject({ ok: false, code: settled });
            return;
          }
          expect(heard).toMatchObject({ ok: true, insurerPaid: settled.decision.insurerPaid });
          expect(await one.world.service.query('H1', 'S-1')).toEqual(settled.decision);
        } finally {
          await Promise.all([one.close(), other.close()]);
        }
      }),
      tries(25),
    );
  });

  test('a broken message does no harm: no crash, and never other money', { timeout: 120_000 }, async () => {
    const said = claimInput({ ...STORY, settlementId: 'S-F' });
    const { insurerPaid } = await his.world.service.quote('H1', parseClaim(voice.expressible(said), his.world.now));
    const samples = [
      voice.settle(voice.expressible(said), 'MF1'),
      voice.quote(voice.expressible(said), 'MF2'),
      voice.reverse(voice.expressible(said), 'MF3'),
      voice.takeBack('MF4', 'MF5'),
      ...voice.samples,
    ];
    await fc.assert(
      fc.asyncProperty(fc.nat(samples.length - 1), mutation, async (index, mutate) => {
        // Nobody is to be limited for sending too much at once.
        his.world.now += 1_000;
        const sample = samples[index] ?? Buffer.from('');
        const answer = await his.send(voice.adapter, mutate(sample), 'H1', voice.type);
        expect([200, 401, 403, 413]).toContain(answer.status);
        const heard = voice.hear(answer);
        expect(heard.code).not.toBe('INTERNAL');
        if (!heard.ok || heard.insurerPaid === undefined) return;
        expect(['0.00', insurerPaid, `-${insurerPaid}`]).toContain(heard.insurerPaid);
      }),
      tries(1000),
    );
  });
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}

type Mutation = (bytes: Uint8Array) => Uint8Array;

/** One thing gone wrong on the way: bytes changed, lost, doubled or put in another place. */
const mutation: fc.Arbitrary<Mutation> = fc
  .record({
    how: fc.constantFrom('change', 'cut', 'drop', 'double', 'digit'),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
    byte: fc.integer({ min: 0, max: 255 }),
  })
  .map(({ how, at, length, byte }) => (bytes) => {
    const from = Math.floor(at * bytes.length);
    const part = (a: number, b = bytes.length) => Buffer.from(bytes.subarray(a, b));
    switch (how) {
      case 'change':
        return Buffer.concat([part(0, from), Buffer.from([byte]), part(from + 1)]);
      case 'cut':
        return part(0, from);
      case 'drop':
        return Buffer.concat([part(0, from), part(from + length)]);
      case 'double':
        return Buffer.concat([part(0, from + length), part(from)]);
      default: {
        const digits = [...bytes.keys()].filter((index) => isDigit(bytes[index]));
        const place = digits[Math.floor(at * digits.length)] ?? 0;
        return Buffer.concat([part(0, place), Buffer.from(String(byte % 10)), part(place + 1)]);
      }
    }
  });

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
