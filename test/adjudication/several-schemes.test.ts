import { describe, expect, it } from 'vitest';
import { NO_USE, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import type { Held } from '../../src/adjudication/input.ts';
import type { Money } from '../../src/money/money.ts';
import { NANTONG, policy, schemeOf } from '../support/terms.ts';
import { decideSmall, decideUnder, paidOf, type Small, smallTerms, told, yuan } from './small.ts';

const halves = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
const all: Small = { benefits: halves.replace('0.50', '1') };
const inCatalog = (text: string) => [{ inCatalog: yuan(text) }];
const commercial = (amount: Money, paidTo: 'hospital' | 'patient') => ({
  otherCompensation: [{ kind: 'commercial' as const, amount, paidTo, pot: undefined }],
});

describe('the policies of a claim', () => {
  const between = (id: string, effectiveFrom: string, effectiveTo: string) =>
    smallTerms({ benefits: halves, policy: { policyNo: id, effectiveFrom, effectiveTo } });

  it('are those whose period touches the stay, its first and last day with it', () => {
    const periods = {
      'ends before': ['2025-01-01', '2025-02-28'],
      'ends on the day of admission': ['2025-01-01', '2025-03-01'],
      'begins on the day of discharge': ['2025-03-11', '2025-12-31'],
      'begins after': ['2025-03-12', '2025-12-31'],
    } as const;
    const taken = Object.entries(periods).filter(([id, [from, to]]) => {
      const [found] = decideUnder([between(id, from, to)], inCatalog('100'));
      return found?.reason !== 'NOT_ENROLLED';
    });
    expect(taken.map(([id]) => id)).toEqual(['ends on the day of admission', 'begins on the day of discharge']);
  });

  it('have no tail where the scheme has no fixed period', () => {
    const terms = { ...between('P', '2025-01-01', '2025-12-31'), scheme: schemeOf(NANTONG), policy: policy(NANTONG) };
    const on = (admitted: string) =>
      decideUnder([terms], [{ admitted, discharged: '2025-01-05', inCatalog: yuan('1') }])[0]?.schemes.length;
    expect(['2024-12-31', '2025-01-01'].map(on)).toEqual([1, 0]);
  });

  it('come in the order of their schemes’ precedence, then of their names, then of their first days', () => {
    const terms = [
      between('P2', '2025-03-05', '2025-12-31'),
      between('P1', '2025-01-01', '2025-03-04'),
      smallTerms({ benefits: halves, id: 'other-2025' }),
      smallTerms({ benefits: halves, id: 'zz-first-2025', precedence: 1 }),
    ];
    for (const order of [terms, terms.toReversed()]) {
      const [found] = decideUnder(order, inCatalog('100'));
      expect(found?.schemes.map(({ policyNo }) => policyNo)).toEqual(['P-zz-first-2025', 'P-other-2025', 'P1', 'P2']);
    }
  });

  it('that count over a life look at policies of their own scheme only', () => {
    const once = {
      benefits: `
payTo: member
lumpSum: { amount: 5000, clause: notice 二 }
limit: { per: life, times: 1, clause: notice 二 }
`,
    };
    const accumulators = new Map([['other-2025/P9', { ...UNTOUCHED, benefits: { only: { ...NO_USE, times: 1 } } }]]);
    expect(paidOf(decideSmall(once, inCatalog('1'), { accumulators })[0])).toEqual(['5000']);
    const own = new Map([['small-2025/P9', { ...UNTOUCHED, benefits: { only: { ...NO_USE, times: 1 } } }]]);
    expect(paidOf(decideSmall(once, inCatalog('1'), { accumulators: own })[0])).toEqual(['0']);
  });
});

describe('what the patient bears', () => {
  it('is never less than nothing, and is paid from the account before it is paid in cash', () => {
    const rest = (accountPaid: string) => {
      const [found] = decideSmall({ benefits: halves }, [{ inCatalog: yuan('100'), accountPaid: yuan(accountPaid) }]);
      return [found?.patientPays, found?.cashDue, found?.refundDue].map(String);
    };
    expect(rest('0')).toEqual(['50', '50', '0']);
    expect(rest('20')).toEqual(['50', '30', '0']);
    expect(rest('70')).toEqual(['50', '0', '20']);
  });

  it('is nothing where others have paid more than it', () => {
    const [found] = decideSmall({ benefits: halves }, [
      { inCatalog: yuan('100'), ...commercial(yuan('150'), 'hospital') },
    ]);
    expect([found?.patientPays, found?.insurerPaid].map(String)).toEqual(['0', '0']);
    expect(found?.schemes[0]?.benefits[0]?.reductions.map(({ reason, amount }) => `${reason} ${amount}`)).toEqual([
      'INDEMNITY 50',
    ]);
    const [toPatient] = decideSmall({ benefits: halves }, [
      { inCatalog: yuan('100'), ...commercial(yuan('80'), 'patient') },
    ]);
    expect([toPatient?.patientPays, toPatient?.insurerPaid].map(String)).toEqual(['80', '20']);
  });

  it('was paid by hand in another scheme: what all schemes pay together never exceeds it', () => {
    const by = (paid: string) => {
      const held = new Map<string, Held>([
        ['other-2025/P-other-2025', { scheme: 'MANUAL_REVIEW', benefits: {}, paid: yuan(paid) }],
      ]);
      return paidOf(decideSmall(all, [{ inCatalog: yuan('100'), ...commercial(yuan('10'), 'patient') }], { held })[0]);
    };
    // What just reaches it is not cut.
    const [whole] = decideSmall(all, inCatalog('100'));
    expect([paidOf(whole), whole?.schemes[0]?.benefits[0]?.reductions]).toEqual([['100'], []]);
    expect([by('0'), by('30'), by('90'), by('200')]).toEqual([['90'], ['60'], ['0'], ['0']]);
  });
});

describe('a scheme before which a person must decide', () => {
  const pended: Small = {
    benefits: halves,
    id: 'first-2025',
    precedence: 1,
    gates: '  - { when: { age: { atMost: 17 } }, outcome: declined, reason: AGE_NOT_COVERED, clause: notice 三 }',
  };
  const nothing: Small = { benefits: halves.replace('in-catalog', 'out-of-catalog'), id: 'second-2025', precedence: 2 };

  it('keeps waiting all after it that would pay, though one between them would not', () => {
    const terms = [pended, nothing, { benefits: halves }].map(smallTerms);
    const decided = (age: number | null) =>
      decideUnder(terms, inCatalog('100'), { age })[0]?.schemes.map(({ status, reason }) => [status, reason]);
    expect(decided(null)).toEqual([
      ['pended', 'AGE_UNKNOWN'],
      ['nothing-due', null],
      ['pended', 'AWAITS_EARLIER_SCHEME'],
    ]);
    expect(decided(17)).toEqual([
      ['declined', 'AGE_NOT_COVERED'],
      ['nothing-due', null],
      ['paid', null],
    ]);
  });

  it('says why in both languages', () => {
    const [found] = decideSmall(pended, inCatalog('100'), { age: 17 });
    expect(told(found)).toEqual([
      'declined | 例3 三 | 不予赔付：年龄不在保障范围（AGE_NOT_COVERED） | declined: age not covered (AGE_NOT_COVERED) | -',
    ]);
    const [unknown] = decideSmall(pended, inCatalog('100'), { age: null });
    expect(told(unknown)).toEqual([
      'pended | 例3 三 | 转人工处理：年龄不明（AGE_UNKNOWN） | left to a person: age not known (AGE_UNKNOWN) | -',
    ]);
  });

  it('with nothing due, nothing is due', () => {
    const [found] = decideSmall(nothing, inCatalog('100'));
    expect([found?.outcome, found?.reason]).toEqual(['nothing-due', null]);
  });
});

describe('a clause as it is cited', () => {
  const cited = (clause: string, ...interpretations: string[]) => {
    const [found] = decideSmall(
      {
        benefits: halves.replace('clause: notice 二', clause),
        more: `interpretations: { ${interpretations.map((one) => `${one}: { zh: 一, en: One }`).join(', ')} }`,
      },
      inCatalog('100'),
    );
    return found?.explanation.find(({ step }) => step === 'base')?.clause;
  };

  it('has the document’s number, the place and the interpretations', () => {
    expect(cited('clause: notice 第二条 第（三）款')).toBe('例3 第二条 第（三）款');
    expect(cited('clause: notice')).toBe('例3');
    expect(cited('clause: notice 二, interpretation: [I-1]', 'I-1')).toBe('例3 二 [I-1]');
    expect(cited('clause: notice 二, interpretation: [I-1, I-2]', 'I-1', 'I-2')).toBe('例3 二 [I-1, I-2]');
  });
});

it('each step shows fen, and what is shown adds up', () => {
  const [found] = decideSmall(
    {
      benefits: `
payTo: hospital
base: { pots: in-catalog, counts: [{ share: 0.333 }], clause: notice 二 }
rates: [{ table: all, rate: 0.333, clause: notice 二 }]
`,
    },
    inCatalog('100.01'),
  );
  expect(found?.explanation.map(({ step, amount }) => `${step} ${amount}`)).toEqual([
    ...['policy null', 'base 100.01', 'counted-share -66.71', 'eligible 33.3', 'rate 11.09', 'payout 11.09'],
  ]);
});
