import { describe, expect, it } from 'vitest';
import { NO_USE, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import { CodeList } from '../../src/scheme/lists.ts';
import { decideSmall, firstBenefit, paidOf, type Small, told, yuan } from './small.ts';

const KEY = 'small-2025/P-small-2025';
const plain = `
payTo: hospital
base: { pots: [in-catalog, out-of-catalog], clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
const limited = (...limits: string[]): Small => ({
  benefits: `${plain}limit:\n${limits.map((one) => `  - { ${one}, clause: notice 三 }\n`).join('')}`,
});
const line = (group: string, amount: string, category: 'surgery' | 'bed' = 'surgery') => ({
  code: `X${group}`,
  category,
  group,
  inCatalog: yuan(amount),
});
const bill = (...lines: ReturnType<typeof line>[]): CaseFields => ({ lines });
const limitSteps = (found: Parameters<typeof told>[0]) => told(found).filter((step) => step.startsWith('limit'));
const reductions = (found: Parameters<typeof told>[0]) =>
  firstBenefit(found)?.reductions.map(({ reason, amount }) => `${reason} ${amount}`);
const used = (found: Parameters<typeof told>[0]) => found?.accumulators.get(KEY);
const texts = (amounts: Readonly<Record<string, { toString(): string }>> = {}) =>
  Object.entries(amounts).map(([key, amount]) => `${key} ${amount}`);

describe('a limit of an amount', () => {
  it('cuts nothing of what just reaches it, and says what it counts over and how much of it is left', () => {
    const steps = (per: string) => {
      const claims = ['2000', '1000'].map((amount) => ({ inCatalog: yuan(amount), admission: 'A' }));
      const found = decideSmall(limited(`per: ${per}, amount: ${per === 'claim' ? 400 : 1000}`), claims);
      if (per !== 'claim') expect(reductions(found[0])).toEqual([]);
      return limitSteps(found[1]);
    };
    expect(steps('year')).toEqual([
      'limit | 例3 三 | 年度限额 1000.00 元，余额 0.00 元，超出部分不赔 | annual limit 1000.00, 0.00 of it left: the rest is cut | -500',
    ]);
    expect(steps('admission')).toEqual([
      'limit | 例3 三 | 每次住院限额 1000.00 元，余额 0.00 元，超出部分不赔 | per admission limit 1000.00, 0.00 of it left: the rest is cut | -500',
    ]);
    expect(steps('life')).toEqual([
      'limit | 例3 三 | 终身限额 1000.00 元，余额 0.00 元，超出部分不赔 | lifetime limit 1000.00, 0.00 of it left: the rest is cut | -500',
    ]);
    expect(steps('claim')).toEqual([
      'limit | 例3 三 | 每次限额 400.00 元，余额 400.00 元，超出部分不赔 | per claim limit 400.00, 400.00 of it left: the rest is cut | -100',
    ]);
  });

  it('over a life looks at other years, also at those in which another benefit was used', () => {
    const accumulators = new Map([
      ['small-2025/P-1', { ...UNTOUCHED, benefits: { other: { ...NO_USE, paid: yuan('999') } } }],
      ['small-2025/P-2', { ...UNTOUCHED, benefits: { only: { ...NO_USE, paid: yuan('300') } } }],
    ]);
    const claim = [{ inCatalog: yuan('4000') }];
    expect(paidOf(decideSmall(limited('per: life, amount: 1000'), claim, { accumulators })[0])).toEqual(['700']);
    expect(paidOf(decideSmall(limited('per: year, amount: 1000'), claim, { accumulators })[0])).toEqual(['1000']);
  });

  it('is shared by benefits that name its pool, and by no others', () => {
    const benefit = (id: string, pots: string, limit: string) =>
      `id: ${id}\nname: { zh: 责任, en: Benefit }\npayTo: hospital\nbase: { pots: ${pots}, clause: notice 二 }\nrates: [{ table: all, rate: 0.50, clause: notice 二 }]${limit}`;
    const pool = '\nlimit: { per: year, amount: 1000, pool: both, clause: notice 三 }';
    const benefits = [
      benefit('first', 'in-catalog', pool),
      benefit('free', 'in-catalog', ''),
      benefit('second', 'out-of-catalog', pool),
    ];
    const [found] = decideSmall({ benefits }, [{ inCatalog: yuan('1600'), outOfCatalog: yuan('1000') }]);
    expect(paidOf(found)).toEqual(['800', '400', '200']);
  });

  it('cuts a lump sum', () => {
    const lump = `
payTo: member
lumpSum: { amount: 500, clause: notice 二 }
limit:
  - { per: year, times: 2, clause: notice 三 }
  - { per: year, amount: 800, clause: notice 三 }
`;
    const found = decideSmall({ benefits: lump }, [{}, {}, {}]);
    expect(found.map(paidOf)).toEqual([['500'], ['300'], ['0']]);
    expect(told(found[1])).toEqual([
      'lump-sum | 例3 二 | 一次性给付 500.00 元 | a lump sum of 500.00 | 500',
      'limit | 例3 三 | 年度限额 800.00 元，余额 300.00 元，超出部分不赔 | annual limit 800.00, 300.00 of it left: the rest is cut | -200',
      'payout | - | 「责任」赔付 | paid by "Benefit" | 300',
    ]);
    expect(reductions(found[1])).toEqual(['LIMIT 200']);
    expect(told(found[2])).toEqual([
      'nothing-due | 例3 三 | 「责任」已给付满次数 | "Benefit" was already paid as often as it may be | -',
    ]);
  });
});

describe('a limit of some lines', () => {
  const surgery = 'lines: { categories: [surgery] }';

  it('cuts their part of the payout, and no other', () => {
    const [found] = decideSmall(limited(`per: year, ${surgery}, amount: 1000`), [
      bill(line('A', '3000'), line('B', '1000'), line('C', '500', 'bed')),
    ]);
    expect(paidOf(found)).toEqual(['1250']);
    expect(limitSteps(found)).toEqual([
      'limit | 例3 三 | 所限项目应分摊 2000.00 元，年度限额余额 1000.00 元 | the limited items: its share 2000.00, left of its annual limit 1000.00 | -1000',
    ]);
    expect(reductions(found)).toEqual(['LIMIT 1000']);
    expect(texts(used(found)?.limits)).toEqual(['only#1/ 1000']);
  });

  it('leaves the parts as they stood to each other for the limits after it', () => {
    const [found] = decideSmall(
      limited(`per: year, ${surgery}, amount: 1000`, 'per: year, each: item-group, amount: 600'),
      [bill(line('A', '3000'), line('B', '1000'), line('C', '500', 'bed'))],
    );
    // 750 and 250 are left of the surgery; 750 is cut to 600.
    expect(paidOf(found)).toEqual(['1100']);
    expect(texts(used(found)?.limits)).toEqual(['only#1/ 850', 'only#2/A 600', 'only#2/B 250', 'only#2/C 250']);
  });

  it('looks at what limits of the whole before it have left', () => {
    const [found] = decideSmall(limited('per: year, amount: 1000', `per: year, ${surgery}, amount: 600`), [
      bill(line('A', '3000'), line('C', '3000', 'bed')),
    ]);
    expect(paidOf(found)).toEqual(['1000']);
    expect(limitSteps(found)).toHaveLength(1);
    expect(texts(used(found)?.limits)).toEqual(['only#2/ 500']);
  });

  it('counts what is paid in the end, where others have paid the rest', () => {
    const [found] = decideSmall(limited(`per: year, ${surgery}, amount: 2000`), [
      {
        ...bill(line('A', '3000'), line('C', '1000', 'bed')),
        otherCompensation: [{ kind: 'commercial', amount: yuan('3000'), paidTo: 'patient', pot: undefined }],
      },
    ]);
    expect(reductions(found)).toEqual(['INDEMNITY 1000']);
    expect(texts(used(found)?.limits)).toEqual(['only#1/ 750']);
  });

  it('of a claim counts nothing for the next', () => {
    const found = decideSmall(limited(`per: claim, ${surgery}, amount: 600`), [
      bill(line('A', '3000')),
      bill(line('A', '3000')),
    ]);
    expect(found.map(paidOf)).toEqual([['600'], ['600']]);
    expect(found.map((one) => texts(used(one)?.limits))).toEqual([[], []]);
    expect(limitSteps(found[1])).toEqual([
      'limit | 例3 三 | 所限项目应分摊 1500.00 元，每次限额余额 600.00 元 | the limited items: its share 1500.00, left of its per claim limit 600.00 | -900',
    ]);
  });

  it('of an admission begins anew with the next one', () => {
    const claim = (admission: string): CaseFields => ({ ...bill(line('A', '1000')), admission });
    const found = decideSmall(limited(`per: admission, ${surgery}, amount: 600`), ['A', 'A', 'B'].map(claim));
    expect(found.map(paidOf)).toEqual([['500'], ['100'], ['500']]);
    expect(texts(used(found[2])?.limits)).toEqual(['only#1@H1 A/ 600', 'only#1@H1 B/ 500']);
  });

  it('of a year looks at no other year, one of a life does', () => {
    const accumulators = new Map([['small-2025/P-1', { ...UNTOUCHED, limits: { 'only#1/': yuan('300') } }]]);
    const paid = (per: string) =>
      paidOf(
        decideSmall(limited(`per: ${per}, ${surgery}, amount: 600`), [bill(line('A', '1000'))], { accumulators })[0],
      );
    expect([paid('year'), paid('life')]).toEqual([['500'], ['300']]);
  });

  it('of which more is used than it allows now cuts no more than is there', () => {
    const accumulators = new Map([[KEY, { ...UNTOUCHED, limits: { 'only#1/': yuan('900') } }]]);
    const [found] = decideSmall(
      limited(`per: year, ${surgery}, amount: 600`),
      [bill(line('A', '1000'), line('C', '400', 'bed'))],
      { accumulators },
    );
    expect([paidOf(found), reductions(found)]).toEqual([['200'], ['LIMIT 500']]);
  });

  it('is shared by benefits that name its pool', () => {
    const benefit = (id: string, pots: string) =>
      `id: ${id}\nname: { zh: 责任, en: Benefit }\npayTo: hospital\nbase: { pots: ${pots}, clause: notice 二 }\nrates: [{ table: all, rate: 0.50, clause: notice 二 }]\nlimit: { per: year, ${surgery}, amount: 1000, pool: both, clause: notice 三 }`;
    const lines = [{ ...line('A', '1600'), outOfCatalog: yuan('1000') }];
    const [found] = decideSmall({ benefits: [benefit('first', 'in-catalog'), benefit('second', 'out-of-catalog')] }, [
      { lines },
    ]);
    expect([paidOf(found), texts(used(found)?.limits)]).toEqual([['800', '200'], ['both/ 1000']]);
  });

  it('needs the lines, and the list it hangs on', () => {
    const onList = (lists: Record<string, CodeList>) => ({
      ...limited('per: year, lines: { onList: drugs }, amount: 100'),
      more: 'lists: { drugs: { name: { zh: 特药, en: Drugs }, clause: notice 三 } }',
      terms: { lists: new Map(Object.entries(lists)) },
    });
    const drugs = new CodeList([{ code: 'XA', name: '', class: '' }]);
    const reason = (small: Small, claim: CaseFields) => firstBenefit(decideSmall(small, [claim])[0])?.reason;
    expect(reason(onList({}), bill(line('A', '1000')))).toBe('LIST_NOT_LOADED');
    expect(paidOf(decideSmall(onList({ drugs }), [bill(line('A', '1000'))])[0])).toEqual(['100']);
    for (const small of [onList({ drugs }), limited('per: year, each: item-group, amount: 100')])
      expect(reason(small, { inCatalog: yuan('1000'), lines: 'none' })).toBe('LINE_DETAIL_REQUIRED');
  });
});

describe('a limit of lines whose classes have rates of their own', () => {
  const small = (rates: string, limit: string): Small => ({
    benefits: `
payTo: hospital
base: { pots: in-catalog, lines: { onList: drugs }, clause: notice 二 }
rates: [{ table: drugs, classes: { ${rates} }, clause: notice 二 }]
limit: { per: year, ${limit}, clause: notice 三 }
`,
    more: 'lists: { drugs: { name: { zh: 特药, en: Drugs }, entries: [{ code: XA, name: 甲, class: A }, { code: XB, name: 乙, class: B }, { code: XC, name: 丙, class: A }], clause: notice 三 } }',
  });
  const claim = bill(line('A', '1000'), line('B', '1000'), line('C', '3000'));

  it('counts nothing of a line that has earned nothing', () => {
    const [found] = decideSmall(small('A: 0.80, B: 0', 'each: item-group, amount: 500'), [claim]);
    expect(texts(used(found)?.limits)).toEqual(['only#1/A 500', 'only#1/C 500']);
  });

  it('looks at each line as its class has earned it', () => {
    const [found] = decideSmall(small('A: 0.80, B: 0.20', 'each: item-group, amount: 500'), [claim]);
    // 800, 200 and 2400.
    expect([paidOf(found), reductions(found)]).toEqual([['1200'], ['LIMIT 300', 'LIMIT 1900']]);
    expect(texts(used(found)?.limits)).toEqual(['only#1/A 500', 'only#1/B 200', 'only#1/C 500']);
  });

  it('has nothing to cut where none of them earns anything', () => {
    const [found] = decideSmall(small('A: 0, B: 0', 'each: item-group, amount: 500'), [claim]);
    expect([firstBenefit(found)?.status, firstBenefit(found)?.reason]).toEqual(['nothing-due', 'BELOW_DEDUCTIBLE']);
  });
});

describe('a cap of item groups', () => {
  const capped = (amount: number, limit = ''): Small => ({
    benefits: `${plain}${limit}`,
    more: `itemGroupCap: { categories: [surgery], per: year, amount: ${amount}, clause: notice 四 }`,
  });

  it('cuts each group to what is left of it, counts what is paid in the end, and leaves other categories', () => {
    const claims = [
      bill(line('A', '1000'), line('B', '200'), line('C', '600', 'bed')),
      bill(line('A', '100'), line('B', '400')),
    ];
    const found = decideSmall(capped(300), claims);
    expect(found.map(paidOf)).toEqual([['700'], ['200']]);
    expect(found.map(reductions)).toEqual([['ITEM_GROUP_CAP 200'], ['ITEM_GROUP_CAP 50']]);
    expect(found.map((one) => texts(used(one)?.itemGroups))).toEqual([
      ['A 300', 'B 100'],
      ['A 300', 'B 300'],
    ]);
    expect(told(found[1]).filter((step) => step.startsWith('item-group-cap'))).toEqual([
      'item-group-cap | 例3 四 | 项目组 A 应分摊 50.00 元，年度限额余额 0.00 元 | item group A: its share 50.00, left of its annual cap 0.00 | -50',
    ]);
    const [cut] = decideSmall(capped(300, 'limit: { per: year, amount: 350, clause: notice 三 }'), [claims[0] ?? {}]);
    expect(texts(used(cut)?.itemGroups)).toEqual(['A 150', 'B 50']);
  });

  it('that is used up by all groups leaves nothing, and not what a division has left over', () => {
    const groups = { A: yuan('300'), B: yuan('300'), C: yuan('300') };
    const accumulators = new Map([[KEY, { ...UNTOUCHED, itemGroups: groups }]]);
    const claim = bill(line('A', '100'), line('B', '100'), line('C', '100'));
    const deductible = 'deductible: { per: year, amount: 100, clause: notice 二 }\n';
    const [found] = decideSmall(capped(300, deductible), [claim], { accumulators });
    expect([firstBenefit(found)?.status, firstBenefit(found)?.reason]).toEqual(['nothing-due', 'LIMIT_EXHAUSTED']);
  });
});
