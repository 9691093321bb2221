import { describe, expect, it } from 'vitest';
import type { Outcome, Refused, Unknown } from '../../adapters/mock-his/answer.ts';
import { settleSafely } from '../../adapters/mock-his/settle-safely.ts';
import { PROBLEMS, type ProblemCode } from '../../src/problem/catalogue.ts';
import { problemDocument, Refusal } from '../../src/problem/refusal.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';

const CLAIM = claimOf({
  settlementId: 'S1',
  patient: '测试甲',
  stay: ['2023-07-01', '2023-07-10'],
  diagnosis: { code: 'J18.900' },
  inCatalog: '1000',
  pooling: '0',
});

const LOST: Unknown = { kind: 'unknown', code: 'NETWORK', zh: '断', en: 'broken' };
const DECIDED: Outcome<DecisionDocument> = { kind: 'answered', status: 200, body: {} as DecisionDocument };

function refused(code: ProblemCode): Refused {
  const problem = problemDocument(new Refusal(code, { detail: '', detailEn: '' }), 'r');
  return { kind: 'refused', status: PROBLEMS[code].status, problem, retryAfter: undefined };
}

/** Plays a gateway: `s:` answers to settle, `q:` answers to query, in order; tells what was asked. */
async function play(...script: readonly (readonly ['s' | 'q', Outcome<DecisionDocument>])[]) {
  const asked: string[] = [];
  const next = (what: 's' | 'q') => async () => {
    const step = script[asked.length];
    asked.push(what);
    if (step?.[0] !== what) throw new Error(`unexpected ${what} after ${asked}`);
    return step[1];
  };
  const client = { settle: next('s'), query: next('q') };
  const outcome = await settleSafely(client, CLAIM, { tries: 3, pause: 0 });
  return { asked: asked.join(''), outcome };
}

describe('settleSafely', () => {
  it('takes a decision or a refusal as it is', async () => {
    expect(await play(['s', DECIDED])).toEqual({ asked: 's', outcome: DECIDED });
    const conflict = refused('SETTLEMENT_CONFLICT');
    expect(await play(['s', conflict])).toEqual({ asked: 's', outcome: conflict });
  });

  it('queries after an unknown outcome and sends again, whatever the query shows', async () => {
    const notFound = refused('SETTLEMENT_NOT_FOUND');
    expect(await play(['s', LOST], ['q', notFound], ['s', DECIDED])).toEqual({ asked: 'sqs', outcome: DECIDED });
    const conflict = refused('SETTLEMENT_CONFLICT');
    expect(await play(['s', LOST], ['q', DECIDED], ['s', conflict])).toEqual({ asked: 'sqs', outcome: conflict });
  });

  it('sends nothing again while the gateway cannot be asked, and ends as unknown', async () => {
    expect(await play(['s', LOST], ['q', LOST], ['q', LOST])).toEqual({ asked: 'sqq', outcome: LOST });
  });

  it('comes back where the gateway is busy', async () => {
    const busy = refused('OVERLOADED');
    expect(await play(['s', busy], ['q', DECIDED], ['s', DECIDED])).toEqual({ asked: 'sqs', outcome: DECIDED });
    expect(await play(['s', busy], ['q', busy], ['q', busy])).toEqual({ asked: 'sqq', outcome: busy });
  });

  it('does not take a later refusal that did not look at the content for the end of a doubt', async () => {
    const busy = refused('RATE_LIMITED');
    expect((await play(['s', LOST], ['q', busy], ['q', busy])).outcome).toBe(LOST);
    const key = refused('SIGNATURE_UNKNOWN_KEY');
    expect((await play(['s', LOST], ['q', key], ['s', key])).outcome).toBe(LOST);
  });
});
