import { describe, expect, it } from 'vitest';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import { CodeList } from '../../src/scheme/lists.ts';
import { decideSmall, firstBenefit, paidOf, type Small, told, yuan } from './small.ts';

const rates = 'rates: [{ table: all, rate: 1, clause: notice 二 }]';
const benefit = (base: string) => `payTo: hospital\nbase: { ${base} }\n${rates}`;
/** The steps of the base: all above the eligible amount. */
const baseOf = (small: Small, ...claims: CaseFields[]) => {
  const steps = told(decideSmall(small, claims).at(-1));
  return steps.slice(
    0,
    steps.findIndex((step) => step.startsWith('eligible')),
  );
};
const line = (code: string, inCatalog: string, outOfCatalog: string) => ({
  code,
  category: 'western-medicine' as const,
  inCatalog: yuan(inCatalog),
  outOfCatalog: yuan(outOfCatalog),
});
const LISTS = `
lists:
  drugs: { name: { zh: 特药, en: Drugs }, entries: [{ code: XL, name: 甲 }], clause: notice 三 }
  devices: { name: { zh: 器械, en: Devices }, entries: [{ code: C0, name: 乙 }], clause: notice 三 }
`;

describe('what is left of the pots', () => {
  it('is told pot by pot, with what the scheme excludes and what others have paid', () => {
    const small = {
      benefits: benefit('pots: [in-catalog, out-of-catalog], clause: notice 二'),
      more: `
otherCompensation: { subtract: [commercial], clause: notice 四 }
excludedLines: { onList: drugs, clause: notice 五 }
${LISTS.replace(/\n {2}devices.*/, '')}`,
    };
    const claim: CaseFields = {
      lines: [line('XL01', '100', '200'), line('OTHER', '300', '400')],
      otherCompensation: [
        { kind: 'commercial', amount: yuan('50'), paidTo: 'patient', pot: 'out-of-catalog' },
        { kind: 'commercial', amount: yuan('20'), paidTo: 'patient', pot: undefined },
      ],
    };
    expect(baseOf(small, claim)).toEqual([
      'base | 例3 二 | 医保目录内个人负担余额 | what is left of the in-catalog personal burden | 400',
      'exclusion | 例3 五 | 不予保障的项目移出医保目录内个人负担 | items the scheme excludes leave the in-catalog personal burden | -100',
      'other-compensation | 例3 四 | 其他途径补偿从医保目录内个人负担中扣除 | other compensation comes off the in-catalog personal burden | -20',
      'base | 例3 二 | 医保目录外个人负担余额 | what is left of the out-of-catalog personal burden | 600',
      'exclusion | 例3 五 | 不予保障的项目移出医保目录外个人负担 | items the scheme excludes leave the out-of-catalog personal burden | -200',
      'other-compensation | 例3 四 | 其他途径补偿从医保目录外个人负担中扣除 | other compensation comes off the out-of-catalog personal burden | -50',
    ]);
  });

  it('is taken from one pot by several payers, and what exceeds it from the other', () => {
    const small = {
      benefits: benefit('pots: [in-catalog, out-of-catalog], clause: notice 二'),
      more: 'otherCompensation: { subtract: [commercial], clause: notice 四 }',
    };
    const paid = ['800', '500'].map((amount) => ({
      kind: 'commercial' as const,
      amount: yuan(amount),
      paidTo: 'patient' as const,
      pot: undefined,
    }));
    const claim: CaseFields = { inCatalog: yuan('1000'), outOfCatalog: yuan('1000'), otherCompensation: paid };
    expect(baseOf(small, claim).map((step) => step.split(' | ').at(-1))).toEqual(['1000', '-1000', '1000', '-300']);
  });

  it('after an earlier benefit is its out-of-pocket, less what others have paid', () => {
    const first = `id: first\nname: { zh: 前, en: First }\n${benefit('pots: in-catalog, clause: notice 二').replace('rate: 1', 'rate: 0.6')}`;
    const rest = `id: rest\nname: { zh: 后, en: Rest }\n${benefit('leftBy: first, clause: notice 三')}`;
    const small = { benefits: [first, rest] };
    const paid = (amount: string): CaseFields => ({
      inCatalog: yuan('1000'),
      outOfCatalog: yuan('500'),
      otherCompensation: [{ kind: 'commercial', amount: yuan(amount), paidTo: 'patient', pot: undefined }],
    });
    const restOf = (amount: string) => told(decideSmall(small, [paid(amount)])[0]).slice(4);
    expect(restOf('0')).toEqual([
      'base | 例3 三 | 本次自付（前项责任赔付后的余额） | out-of-pocket: what the earlier benefit left | 400',
      'eligible | - | 可赔付金额 | eligible amount | 400',
      'rate | 例3 二 | 年度累计 0.00 至 400.00 元部分：400.00 元 × 100% | from 0.00 to 400.00 of the year: 400.00 × 100% | 400',
      'payout | - | 「后」赔付 | paid by "Rest" | 400',
    ]);
    expect(restOf('600').slice(0, 3)).toEqual([
      'base | 例3 三 | 本次自付（前项责任赔付后的余额） | out-of-pocket: what the earlier benefit left | 400',
      'base-left | - | 扣除他方已补偿部分 | less what others have compensated | -100',
      'eligible | - | 可赔付金额 | eligible amount | 300',
    ]);
    expect(paidOf(decideSmall(small, [paid('600')])[0])).toEqual(['600', '300']);
  });

  it('is nothing of a benefit that did not come to a base', () => {
    const first = `id: first\nname: { zh: 前, en: First }\nconditions: [{ require: { setting: outpatient }, else: SETTING_NOT_COVERED, clause: notice 二 }]\n${benefit('pots: in-catalog, clause: notice 二')}`;
    const rest = `id: rest\nname: { zh: 后, en: Rest }\n${benefit('leftBy: first, clause: notice 三')}`;
    const [found] = decideSmall({ benefits: [first, rest] }, [{ inCatalog: yuan('1000') }]);
    expect(found?.schemes[0]?.benefits.map(({ status, reason }) => [status, reason])).toEqual([
      ['not-applicable', 'SETTING_NOT_COVERED'],
      ['nothing-due', 'NO_ELIGIBLE_CHARGES'],
    ]);
  });

  it('is made larger in the catalog only by funds before which the scheme pays', () => {
    const claim = { outOfCatalog: yuan('100'), inCatalog: yuan('10'), paidBy: { 'medical-assistance': yuan('60') } };
    const before = 'before: [medical-assistance], clause: notice 二';
    expect(baseOf({ benefits: benefit(`pots: [in-catalog, out-of-catalog], ${before}`) }, claim)).toEqual([
      'base | 例3 二 | 医保目录内个人负担余额 | what is left of the in-catalog personal burden | 10',
      'base | 例3 二 | 医保目录外个人负担余额 | what is left of the out-of-catalog personal burden | 100',
      'earlier-funds | 例3 二 | 先于医疗救助等赔付：加回其已支付金额 | pays before these funds: what they paid is added | 60',
    ]);
  });
});

describe('the lines of a benefit', () => {
  const bill = { lines: [line('XL01', '100', '200'), line('C01', '300', '400'), line('OTHER', '500', '600')] };
  const ofLists = (pots: string, lines: string) => ({
    benefits: benefit(`pots: ${pots}, lines: ${lines}, clause: notice 二`),
    more: lines.includes('devices') ? LISTS : LISTS.replace(/\n {2}devices.*/, ''),
  });

  it('are named after their lists', () => {
    const both = '[{ onList: drugs }, { onList: devices }]';
    expect(baseOf(ofLists('out-of-catalog', '{ onList: drugs }'), bill)).toEqual([
      'base | 例3 二 | 目录《特药》内的自费费用 | charges for items on the list "Drugs" | 200',
    ]);
    expect(baseOf(ofLists('[in-catalog, out-of-catalog]', both), bill)).toEqual([
      'base | 例3 二 | 目录《特药》、《器械》内的费用 | charges for items on the list "Drugs", "Devices" | 1000',
    ]);
    const mixed = '[{ onList: drugs }, { categories: [bed] }]';
    expect(baseOf(ofLists('in-catalog', mixed), bill)).toEqual([
      'base | 例3 二 | 限定项目的费用 | charges for the items that count | 100',
    ]);
  });

  it('come to no more than what is left of the pot, and to their share in the catalog', () => {
    const first = `id: first\nname: { zh: 前, en: First }\n${benefit('pots: [in-catalog, out-of-catalog], clause: notice 二').replace('rate: 1', 'rate: 0.9')}`;
    const second = `id: second\nname: { zh: 后, en: Second }\n${benefit('pots: [in-catalog, out-of-catalog], lines: { onList: drugs }, clause: notice 二')}`;
    const small = { benefits: [first, second], more: LISTS.replace(/\n {2}devices.*/, '') };
    const [found] = decideSmall(small, [bill]);
    // A tenth is left: 90 and 120. The drugs are a ninth in the catalog; out of it they weigh 200, more than is left.
    expect(told(found).slice(5, 8)).toEqual([
      'base | 例3 二 | 目录《特药》内的费用 | charges for items on the list "Drugs" | 210',
      'base-left | 例3 二 | 以个人负担余额为限 | at most what is left of the pot | -80',
      'eligible | - | 可赔付金额 | eligible amount | 130',
    ]);
  });

  it('keep in the catalog what an earlier benefit paid for other lines', () => {
    const of = (id: string, lines: string, rate: string) =>
      `id: ${id}\nname: { zh: ${id}, en: ${id} }\n${benefit(`pots: in-catalog${lines}, clause: notice 二`).replace('rate: 1', `rate: ${rate}`)}`;
    const drugs = ', lines: { onList: drugs }';
    const both = ', lines: [{ onList: drugs }, { onList: devices }]';
    const lines = [line('XL01', '100', '0'), line('C01', '300', '0'), line('OTHER', '500', '0')];
    const bases = (...benefits: string[]) =>
      decideSmall({ benefits, more: LISTS }, [{ lines }]).flatMap((found) =>
        (found.schemes[0]?.benefits ?? []).map(({ base, paid }) => `${base} ${paid}`),
      );
    // 100 of 900 are for drugs, 300 for devices. Of both 400 the first two have paid 50 and 300.
    expect(
      bases(of('a', drugs, '0.5'), of('b', ', lines: { onList: devices }', '1'), of('c', both, '1'), of('d', '', '1')),
    ).toEqual(['100 50', '300 300', '50 50', '500 500']);
    // What is paid for all lines is paid for each of them.
    expect(bases(of('a', '', '0.5'), of('b', drugs, '0.5'), of('c', both, '1'))).toEqual([
      '900 450',
      '50 25',
      '175 175',
    ]);
    // Nothing is left of lines that were paid for whole, and nothing less where all lines were paid for after that.
    expect(bases(of('a', both, '1'), of('b', drugs, '1'))).toEqual(['400 400', '0 0']);
    const twice = [of('a', both, '1'), of('b', '', '0.5'), of('c', drugs, '1')];
    expect(bases(...twice)).toEqual(['400 400', '500 250', '0 0']);
    const rest = `id: rest\nname: { zh: 余, en: Rest }\n${benefit('leftBy: a, clause: notice 二').replace('rate: 1', 'rate: 0.5')}`;
    expect(bases(of('a', '', '0.5'), rest, of('c', both, '1'))).toEqual(['900 450', '450 225', '100 100']);
  });

  it('of one pot are not those of the other', () => {
    expect(paidOf(decideSmall(ofLists('in-catalog', '{ onList: drugs }'), [bill])[0])).toEqual(['100']);
    expect(paidOf(decideSmall(ofLists('out-of-catalog', '{ onList: drugs }'), [bill])[0])).toEqual(['200']);
    const none = { lines: [line('XL01', '0', '200'), line('OTHER', '500', '0')] };
    const [found] = decideSmall(ofLists('in-catalog', '{ onList: drugs }'), [none]);
    expect([firstBenefit(found)?.status, firstBenefit(found)?.reason]).toEqual(['nothing-due', 'NO_ELIGIBLE_CHARGES']);
  });

  it('that weigh nothing in the pot may be of a class that has no rate', () => {
    // Every object has a constructor, but this one no rate for it.
    const entries = ['A', 'C', 'constructor'].map((one) => ({ code: `XL-${one}`, name: '', class: one }));
    const small = {
      benefits: `
payTo: hospital
base: { pots: out-of-catalog, lines: { onList: drugs }, clause: notice 二 }
rates: [{ table: drugs, classes: { A: 0.5 }, clause: notice 二 }]
`,
      more: 'lists: { drugs: { name: { zh: 特药, en: Drugs }, clause: notice 三 } }',
      terms: { lists: new Map([['drugs', new CodeList(entries)]]) },
    };
    const decided = (outOfCatalog: string, other = 'C') => {
      const lines = [line('XL-A', '0', '200'), line(`XL-${other}`, '100', outOfCatalog)];
      const [found] = decideSmall(small, [{ lines }]);
      return [firstBenefit(found)?.reason, ...paidOf(found)];
    };
    expect(decided('0')).toEqual([null, '100']);
    expect(decided('1')).toEqual(['LIST_NOT_LOADED', '0']);
    expect(decided('1', 'constructor')).toEqual(['LIST_NOT_LOADED', '0']);
  });

  it('must be told, and so must every list they hang on', () => {
    const imported = LISTS.replaceAll(/entries: \[.*?\], /g, '');
    const [drugs, devices] = ['XL', 'C0'].map((code) => new CodeList([{ code, name: '', class: '' }]));
    const why = (given: Record<string, CodeList | undefined>, lines: string) => {
      const lists = new Map(
        Object.entries(given).flatMap(([name, list]) => (list === undefined ? [] : [[name, list]])),
      );
      const small = {
        benefits: benefit(`pots: out-of-catalog, lines: ${lines}, clause: notice 二`),
        more: lines.includes('onList') ? imported : '',
        terms: { lists: lists as ReadonlyMap<string, CodeList> },
      };
      const [found] = decideSmall(small, [{ outOfCatalog: yuan('100'), lines: 'none' }]);
      expect(firstBenefit(found)?.status).toBe('pended');
      return firstBenefit(found)?.reason;
    };
    const both = '[{ onList: drugs }, { onList: devices }, { categories: [bed] }]';
    expect(why({ drugs, devices }, both)).toBe('LINE_DETAIL_REQUIRED');
    expect(why({ drugs }, both)).toBe('LIST_NOT_LOADED');
    expect(why({}, both)).toBe('LIST_NOT_LOADED');
    expect(why({}, '{ categories: [bed] }')).toBe('LINE_DETAIL_REQUIRED');
  });
});

describe('what of the base counts', () => {
  const claim: CaseFields = {
    inCatalog: yuan('1000'),
    firstSelfPay: yuan('300'),
    outOfCatalog: yuan('500'),
    overLimit: yuan('100'),
    paidByBasic: yuan('2000'),
  };
  const part = (more: string, pots = '[in-catalog, out-of-catalog]') =>
    baseOf({ benefits: benefit(`pots: ${pots}, ${more}, clause: notice 二`) }, claim).filter(
      (step) => !step.startsWith('base'),
    );

  it('is named by its kinds of charges', () => {
    const shares = [
      '{ charges: first-self-pay, share: 0.5 }',
      '{ charges: co-payment, share: 0.5, clause: notice 三 }',
      '{ charges: [fully-self-paid, over-limit], share: 0.1 }',
      '{ share: 0.5, clause: notice 四 }',
    ];
    expect(part(`counts: [${shares.join(', ')}]`)).toEqual([
      'counted-share | 例3 二 | 先行自付部分按 50% 计入 | first self-pay counts at 50% | -150',
      'counted-share | 例3 三 | 起付线与按比例自付部分按 50% 计入 | deductible and co-payment of basic insurance counts at 50% | -350',
      'counted-share | 例3 二 | 全自费、超限价部分按 10% 计入 | fully self-paid, over price limits counts at 10% | -450',
      'counted-share | 例3 四 | 以上费用按 50% 计入 | this counts at 50% | -275',
    ]);
    expect(part('counts: [{ charges: over-limit, share: 0.5 }]')).toEqual([
      'counted-share | 例3 二 | 超限价部分按 50% 计入 | over price limits counts at 50% | -50',
    ]);
    expect(part('counts: [{ charges: fully-self-paid, share: 0 }]', 'out-of-catalog')).toEqual([
      'counted-share | 例3 二 | 全自费部分按 0% 计入 | fully self-paid counts at 0% | -400',
    ]);
  });

  it('lies above what the member bears first', () => {
    const less = [
      '{ share: 0.05, of: total }',
      '{ share: 0.1, of: in-scope, clause: notice 三 }',
      '{ share: 0.1, of: personal }',
    ];
    expect(part(`less: [${less.join(', ')}]`)).toEqual([
      'borne-first | 例3 二 | 医疗费用总额的 5% 先由个人承担 | 5% of the whole bill is borne by the member first | -175',
      'borne-first | 例3 三 | 政策范围内费用的 10% 先由个人承担 | 10% of the in-scope amount is borne by the member first | -270',
      'borne-first | 例3 二 | 个人负担的 10% 先由个人承担 | 10% of the personal burden is borne by the member first | -150',
    ]);
    expect(part('less: [{ share: 0.9, of: total }]', 'out-of-catalog')).toEqual([
      'borne-first | 例3 二 | 医疗费用总额的 90% 先由个人承担 | 90% of the whole bill is borne by the member first | -500',
    ]);
  });

  it('may rest on interpretations of its own', () => {
    const small = (rules: string) => ({
      benefits: benefit(`pots: in-catalog, ${rules}, clause: notice 二, interpretation: I-1`),
      more: 'interpretations: { I-1: { zh: 一, en: One }, I-2: { zh: 二, en: Two } }',
    });
    const clauses = (rules: string) => baseOf(small(rules), claim).map((step) => step.split(' | ')[1]);
    const own = 'clause: notice 三, interpretation: I-2';
    expect(clauses(`counts: [{ share: 0.5, ${own} }]`)).toEqual(['例3 二 [I-1]', '例3 三 [I-2]']);
    expect(clauses(`less: [{ share: 0.5, of: total, ${own} }]`)).toEqual(['例3 二 [I-1]', '例3 三 [I-2]']);
  });

  it('of the year’s cost begins at nothing where no bound below is said', () => {
    const small = { benefits: benefit('pots: in-catalog, between: { upTo: 1500 }, clause: notice 二') };
    expect(baseOf(small, claim, claim).slice(1)).toEqual([
      "year-part | 例3 二 | 年度累计费用由 1000.00 元增至 2000.00 元，只计 0.00 元以上、1500.00 元以下（含）的部分 | the year's cost goes from 1000.00 to 2000.00; only what lies above 0.00 and up to 1500.00 counts | -500",
    ]);
  });
});
