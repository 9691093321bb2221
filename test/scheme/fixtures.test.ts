import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkSchemeFolder } from '../../src/adjudication/case-check.ts';
import { runCases } from '../../src/adjudication/cases.ts';
import { readCases } from '../../src/scheme/cases.ts';
import { formatFinding } from '../../src/scheme/finding.ts';
import { loadScheme, readSchemeText } from '../../src/scheme/load.ts';
import { change } from './example.ts';

/** Schemes of invented cities: what products elsewhere say beyond the five in `schemes/`, worked out by hand. */
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const folders = readdirSync(FIXTURES).map((id) => join(FIXTURES, id));

const LINJIANG = 'linjiang-anhubao-2025';
const QINGSHI = 'qingshi-jiankangbao-2025';
const BAIHE = 'baihe-jiatingbao-2026';
const SHUANGQIAO = 'shuangqiao-kanglebao-2025';

/** What a scheme can say; a change of the rule that says it; a worked case that hangs on it. */
type Construct = readonly [construct: string, scheme: string, from: string, to: string, ...cases: string[]];

const CONSTRUCTS: readonly Construct[] = [
  [
    'tiers whose bounds count from before the deductible',
    LINJIANG,
    '        bounds: { count: before-deductible }\n',
    '',
    '分段自零起算，免赔额占用第一段',
    '同年第二次住院接着累计',
  ],
  [
    'tiers that begin anew with each admission',
    SHUANGQIAO,
    'per: admission, count: before-deductible',
    'count: before-deductible',
    '一次住院分两段结算',
  ],
  [
    'whole-amount tiers',
    QINGSHI,
    '        bounds: { pays: whole }\n',
    '',
    '过第一档一分，全额按第二档',
    '全额按档，逐次看年度累计',
  ],
  [
    'whole-amount tiers of each bill',
    SHUANGQIAO,
    'bounds: { per: claim, pays: whole }',
    'bounds: { pays: whole }',
    '按单分档，同一次住院也不累计',
  ],
  [
    'a bound that is a fact',
    LINJIANG,
    'upTo: { fact: basicFundLimit }',
    'upTo: { fact: basicFundLimit, times: 2 }',
    '上一年度限额另定，界值随之移动',
    '恰在段界与参数界上',
  ],
  [
    'a deductible that is a fact',
    SHUANGQIAO,
    'times: 0.5',
    'times: 0.4',
    '门诊：目录外减半、先扣一成、免赔额为参数的一半',
  ],
  [
    'an annual deductible that benefits share',
    LINJIANG,
    '      pool: main\n',
    '',
    '两项责任共用免赔额，责任一用不完的由责任二接着用',
  ],
  [
    'a deductible of the admission that benefits share',
    SHUANGQIAO,
    '      pool: stay\n',
    '',
    '按次免赔额由两个口径共用',
  ],
  [
    'a deductible by plan',
    LINJIANG,
    '{ plan: plus }, is: 12000',
    '{ plan: plus }, is: 12001',
    '升级版免赔额一万二，恰在其上一分',
  ],
  ['a limit by plan', LINJIANG, 'is: 1500000', 'is: 1600000', '升级版年度限额一百五十万'],
  ['a deductible by hospital level', SHUANGQIAO, 'is: 3000', 'is: 4000', '一级、二级医院免赔额'],
  [
    'a rate by hospital level',
    LINJIANG,
    'rate: 0.40, clause: plan 责任二',
    'rate: 0.41, clause: plan 责任二',
    '二级医院目录外四成',
  ],
  [
    'a limit by whether basic insurance settled',
    QINGSHI,
    'settled: false } }, is: 50000',
    'settled: false } }, is: 60000',
    '医保未结算限五万',
  ],
  ['area: a factor on the rate', QINGSHI, 'factor: 0.7', 'factor: 0.6', '省外已备案七折'],
  ['area: points off the rate', BAIHE, 'points: -0.10', 'points: -0.11', '异地未备案各降十个百分点'],
  [
    'area: a table of its own',
    BAIHE,
    '{ upTo: 50000, rate: 0.30 }',
    '{ upTo: 50000, rate: 0.31 }',
    '异地单列比例，跨档',
    '本地异地各自累计，免赔额共用一个',
  ],
  [
    'area: a fraction of the base',
    QINGSHI,
    'share: 0.80',
    'share: 0.79',
    '异地未备案按八成计入',
    '先行自付减半与异地八成并用',
  ],
  [
    'a deductible by prior years, with or without claims',
    QINGSHI,
    'is: 12000',
    'is: 12001',
    '连续参保满三年免赔额一万二（不论有无理赔）',
  ],
  [
    'a deductible by claim-free years',
    QINGSHI,
    '{ claimFreeYears: { atLeast: 2 } }, is: 10000',
    '{ claimFreeYears: { atLeast: 3 } }, is: 10000',
    '连续两年无理赔免赔额一万',
  ],
  [
    'continuity heals the earlier disease',
    QINGSHI,
    'not: { priorYears: { atLeast: 2 } }',
    'not: { priorYears: { atLeast: 3 } }',
    '连续参保满两年，既往症按健康人群',
  ],
  ['a first-year rate', QINGSHI, 'rate: 0.50, clause: plan 责任二', 'rate: 0.51, clause: plan 责任二', '首年参保五成'],
  ['points for assisted members', LINJIANG, 'points: 0.05', 'points: 0.06', '救助对象零免赔、加五个百分点'],
  [
    'no deductible for assisted members',
    LINJIANG,
    '{ cohort: assisted }, is: 0',
    '{ cohort: assisted }, is: 100',
    '救助对象零免赔、加五个百分点',
  ],
  [
    'a share of a kind of charge',
    QINGSHI,
    '{ charges: first-self-pay, share: 0.50 }',
    '{ charges: first-self-pay, share: 0.60 }',
    '先行自付减半、先扣总费用的百分之五',
  ],
  [
    'a share of the whole bill off first',
    QINGSHI,
    'share: 0.05, of: total',
    'share: 0.06, of: total',
    '先行自付减半、先扣总费用的百分之五',
  ],
  ['a slice of the year, its lower bound', QINGSHI, 'above: 10000', 'above: 9999', '累计恰为一万，再多一分'],
  [
    'a slice of the year, its upper bound',
    QINGSHI,
    'upTo: 100000 }\n',
    'upTo: 100001 }\n',
    '住院、门诊慢特病、普通门诊合并累计',
  ],
  ['a positive list of lines', BAIHE, 'code: ZR-HEART', 'code: ZR-HARP', '植入器械终身限额跨两个年度'],
  [
    'a positive list of tags, in both pots',
    SHUANGQIAO,
    'lines: { tags: car-t }',
    'lines: { tags: meals }',
    '细胞治疗占两个口径，其余按所余计算',
  ],
  ['a unit price', QINGSHI, 'atLeast: 500 }', 'atLeast: 500.01 }', '耗材单价恰为五百元，两个口径一并计'],
  [
    'outpatient costs inside an inpatient base',
    QINGSHI,
    '[inpatient, special-outpatient, outpatient]',
    '[inpatient, special-outpatient]',
    '住院、门诊慢特病、普通门诊合并累计',
  ],
  [
    'a limit for each item',
    LINJIANG,
    'amount: 20000',
    'amount: 21000',
    '单项、每次住院、年度三层限额',
    '同一药品全年两万元，别的药品另计',
  ],
  ['a limit for a class', LINJIANG, 'amount: 10000, lines', 'amount: 11000, lines', 'B 类药品分项限额'],
  [
    'a limit of the admission',
    LINJIANG,
    'per: admission, amount: 40000',
    'per: admission, amount: 41000',
    '单项、每次住院、年度三层限额',
  ],
  [
    'a limit of one bill',
    SHUANGQIAO,
    'per: claim, amount: 20000,',
    'per: claim, amount: 20001,',
    '按单、按次住院、两项共用年度限额',
  ],
  [
    'limits inside one another',
    LINJIANG,
    'per: year, amount: 60000, clause: plan 责任二',
    'per: year, amount: 60001, clause: plan 责任二',
    '单项、每次住院、年度三层限额',
  ],
  ['a limit that benefits share', BAIHE, 'amount: 300000', 'amount: 301000', '目录外分项限额与两项共用总额'],
  [
    'a limit for life, over policy years',
    BAIHE,
    'per: life, amount: 50000',
    'per: life, amount: 60000',
    '植入器械终身限额跨两个年度',
  ],
  [
    'a limit for life of a class, over policy years',
    BAIHE,
    'per: life, amount: 20000',
    'per: life, amount: 10000',
    '耳蜗的终身限额上一年度已用一部分',
  ],
  ['a number of payouts in the year', LINJIANG, 'times: 4', 'times: 5', '全年限赔四次'],
  ['a daily allowance, its first days unpaid', BAIHE, 'afterDays: 3', 'afterDays: 2', '住院三天没有津贴，四天付一天'],
  ['a daily allowance, its days in one stay', BAIHE, 'days: 30', 'days: 31', '住院津贴，分段结算的一次住院'],
  ['a daily allowance, its days in the year', BAIHE, 'days: 60', 'days: 61', '年度天数只余一部分'],
  [
    'a lump sum by age, once a year',
    BAIHE,
    '{ age: { atMost: 17 } }, is: 20000',
    '{ age: { atMost: 16 } }, is: 20000',
    '重疾给付，按年龄段，一年一次',
  ],
  ['a lump sum by the item used', BAIHE, 'code: ZL-PROTON', 'code: ZL-NEUTRON', '质子治疗按使用项目给付，终身一次'],
  ['a lump sum once for life', BAIHE, 'per: life, times: 1', 'per: year, times: 1', '质子治疗上一年度已给付'],
  [
    'a waiting period at the first enrollment',
    QINGSHI,
    '{ withinFirstDays: 30',
    '{ withinFirstDays: 29',
    '首次参保等待期三十日',
  ],
  [
    'a waiting period at a late enrollment',
    QINGSHI,
    'withinFirstDays: 90',
    'withinFirstDays: 89',
    '补充参保等待期九十日',
  ],
  [
    'a waiting period of one benefit',
    QINGSHI,
    'withinFirstDays: 60',
    'withinFirstDays: 59',
    '高值耗材另有六十日等待期',
  ],
  [
    'a waiting period of a diagnosis',
    BAIHE,
    'confirmedAfterDays: 90',
    'confirmedAfterDays: 91',
    '首次参保，确诊在九十日内',
  ],
  [
    'no waiting period on renewal',
    QINGSHI,
    '{ withinFirstDays: 30, priorYears: { atMost: 0 }',
    '{ withinFirstDays: 30, priorYears: { atMost: 1 }',
    '续保没有等待期',
  ],
  [
    'no waiting period for accidents',
    QINGSHI,
    '30, priorYears: { atMost: 0 }, not: { cause: accident }',
    '30, priorYears: { atMost: 0 }, not: { cause: maternity }',
    '意外伤害没有等待期',
  ],
  ['a condition of age', BAIHE, 'atMost: 65', 'atMost: 64', '津贴的年龄界限'],
  [
    'cut at the edges of the period by days of service',
    QINGSHI,
    '  - { served: outside-period, clause: notice 二 }\n',
    '',
    '跨期住院，按费用发生日只计期内',
    '跨期住院，期初以前的费用同样不计',
    '跨期住院而费用没有发生日',
  ],
  ['a family deductible', BAIHE, '      familyWaiver: true\n', '', '家人已承担免赔额'],
  [
    'paying before medical assistance',
    LINJIANG,
    ', before: medical-assistance',
    '',
    '先于医疗救助赔付',
    '先于医疗救助，但以个人负担为限',
  ],
  [
    'a credit to the deductible that leaves the base',
    LINJIANG,
    'creditsDeductible: commercial',
    'creditsDeductible: employer',
    '商保已付抵免赔额，不减费用',
    '商保已付超过免赔额，赔付不超过其余负担',
  ],
  [
    'a window after which a person decides on a claim',
    LINJIANG,
    '{ moreThan: 90 }',
    '{ moreThan: 91 }',
    '出院后第九十一日申请转人工',
  ],
  ['a window after which a claim is refused', LINJIANG, '{ moreThan: 365 }', '{ moreThan: 366 }', '出院一年后申请不赔'],
  [
    'two plans in one file',
    LINJIANG,
    '{ require: { plan: plus }',
    '{ require: { plan: basic }',
    '基础版没有特药责任',
    'B 类药品分项限额',
  ],
  [
    'review of a computed benefit',
    SHUANGQIAO,
    'category: malignancy',
    'category: copd',
    '细胞治疗按单二十万、全年两次',
  ],
];

describe('the fixture schemes', () => {
  it.each(folders)('%s: nothing is found, and every worked case holds', (folder) => {
    const checked = checkSchemeFolder(folder);
    expect(checked.findings.map((finding) => formatFinding(finding))).toEqual([]);
    expect(checked.cases).toBeGreaterThan(2);
  });

  it('show lines of both pots, an unknown age, a fact that is not set and what else a person must decide', () => {
    const reasons = folders.flatMap((folder) =>
      (readCases(folder).cases?.cases ?? []).flatMap(({ claims }) =>
        claims.flatMap(({ expect: wanted }) => [
          wanted.reason,
          ...Object.values(wanted.pays ?? {}).map(({ reason }) => reason),
        ]),
      ),
    );
    for (const reason of [
      'AGE_UNKNOWN',
      'FACT_NOT_SET',
      'LINE_DETAIL_REQUIRED',
      'LIST_NOT_LOADED',
      'LIMIT_EXHAUSTED',
      'BELOW_DEDUCTIBLE',
      'NO_ELIGIBLE_CHARGES',
      'SPLIT_PERIOD',
      'WAITING_PERIOD',
      'SUBMITTED_TOO_LATE',
      'PLAN_NOT_COVERED',
      'AGE_NOT_COVERED',
    ]) {
      expect(reasons).toContain(reason);
    }
  });
});

describe('each construct has a worked case that hangs on it', () => {
  it.each(CONSTRUCTS)('%s', (_, id, from, to, ...cases) => {
    const folder = join(FIXTURES, id);
    const file = join(folder, 'scheme.yaml');
    const { scheme, findings } = readSchemeText(change(readFileSync(file, 'utf8'), from, to), file, folder);
    expect(findings.map((finding) => formatFinding(finding))).toEqual([]);
    if (scheme === undefined) throw new Error('no scheme');
    const failed = runCases(scheme, readCases(folder), (other) => loadScheme(join(FIXTURES, other)));
    const names = failed.map((finding) => finding.case.zh);
    for (const name of cases) expect(names).toContain(name);
  });
});
