import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSchemeText } from '../../src/scheme/load.ts';
import { change, findingsAfter, lineOf, shown } from './example.ts';

const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));
const LINJIANG = 'linjiang-anhubao-2025';
const QINGSHI = 'qingshi-jiankangbao-2025';
const BAIHE = 'baihe-jiatingbao-2026';
const SHUANGQIAO = 'shuangqiao-kanglebao-2025';

/** A change that makes a fixture scheme wrong, a piece of the line at which that is found, and what is said. */
type Slip = readonly [name: string, scheme: string, from: string, to: string, at: string, code: string, says: RegExp];

const FORM: readonly Slip[] = [
  [
    'a rate in percent',
    QINGSHI,
    'rate: 0.60, clause: plan 责任二',
    'rate: 80, clause: plan 责任二',
    'rate: 80',
    'WRONG_VALUE',
    /between 0 and 1/,
  ],
  [
    'a share in percent',
    QINGSHI,
    'first-self-pay, share: 0.50',
    'first-self-pay, share: 50',
    'share: 50',
    'WRONG_VALUE',
    /between 0 and 1/,
  ],
  [
    'points in percent',
    LINJIANG,
    'points: 0.05',
    'points: 5',
    'points: 5',
    'WRONG_VALUE',
    /between -1 and 1 other than 0/,
  ],
  ['points of nothing', LINJIANG, 'points: 0.05', 'points: 0.00', 'points: 0.00', 'WRONG_VALUE', /other than 0/],
  [
    'a factor of a fact that is nothing',
    SHUANGQIAO,
    'times: 0.5',
    'times: 0',
    'times: 0 ',
    'WRONG_VALUE',
    /factor above 0/,
  ],
  [
    '`atLeast` where days are more than',
    LINJIANG,
    '{ moreThan: 365 }',
    '{ atLeast: 365 }',
    'atLeast: 365',
    'UNKNOWN_FIELD',
    /no field "atLeast"/,
  ],
  [
    '`moreThan` where a range goes from a bound',
    QINGSHI,
    'claimFreeYears: { atLeast: 2 }',
    'claimFreeYears: { moreThan: 2 }',
    'moreThan: 2',
    'UNKNOWN_FIELD',
    /no field "moreThan"/,
  ],
  [
    'a range of nothing',
    BAIHE,
    '{ atLeast: 18, atMost: 65 }',
    '{}',
    'age: {}',
    'WRONG_VALUE',
    /say `atLeast`, `atMost` or both/,
  ],
  [
    'a range the wrong way round',
    BAIHE,
    '{ atLeast: 18, atMost: 65 }',
    '{ atLeast: 65, atMost: 18 }',
    'atLeast: 65',
    'WRONG_VALUE',
    /never holds/,
  ],
  [
    'a condition of nothing',
    LINJIANG,
    '{ require: { plan: plus }',
    '{ require: {}',
    'require: {}',
    'WRONG_VALUE',
    /always holds/,
  ],
  [
    'a selector of nothing',
    SHUANGQIAO,
    'lines: { tags: car-t }',
    'lines: {}',
    'lines: {}',
    'WRONG_VALUE',
    /say which lines are meant/,
  ],
  [
    'excluded lines of nothing',
    QINGSHI,
    '  - { served: outside-period, clause: notice 二 }',
    '  - { clause: notice 二 }',
    '- { clause: notice 二 }',
    'WRONG_VALUE',
    /say which lines are meant/,
  ],
  [
    'a part of the year without bounds',
    QINGSHI,
    'between: { above: 10000, upTo: 100000 }',
    'between: {}',
    'between: {}',
    'WRONG_VALUE',
    /say `above`, `upTo` or both/,
  ],
  ['a limit of two units', LINJIANG, 'times: 4', 'times: 4, amount: 1000', 'times: 4', 'WRONG_VALUE', /exactly one of/],
  [
    'a limit without a unit',
    LINJIANG,
    '{ per: year, times: 4,',
    '{ per: year,',
    '- { per: year, clause: plan 责任三 }',
    'WRONG_VALUE',
    /exactly one of/,
  ],
  [
    'a number of payouts for some lines',
    LINJIANG,
    'times: 4',
    'times: 4, each: item-group',
    'each: item-group, clause',
    'WRONG_VALUE',
    /only an `amount`/,
  ],
  ['no payout at all', LINJIANG, 'times: 4', 'times: 0', 'times: 0', 'WRONG_VALUE', /at least 1/],
  [
    'bounds as they count anyway',
    LINJIANG,
    '{ count: before-deductible }',
    '{ count: after-deductible }',
    'after-deductible',
    'WRONG_VALUE',
    /leave `bounds` out/,
  ],
  [
    'bounds of a flat rate',
    QINGSHI,
    'rate: 0.60, clause: plan 责任二',
    'rate: 0.60, bounds: { pays: whole }, clause: plan 责任二',
    'rate: 0.60',
    'WRONG_VALUE',
    /goes with `tiers` only/,
  ],
  [
    'a waiver that is denied',
    BAIHE,
    'familyWaiver: true',
    'familyWaiver: false',
    'familyWaiver: false',
    'WRONG_WORD',
    /must be one of: true/,
  ],
  [
    'a fund that does not exist',
    LINJIANG,
    'before: medical-assistance',
    'before: assistance',
    'before: assistance',
    'WRONG_WORD',
    /must be one of: basic-pooling/,
  ],
  [
    'a kind of charge that does not exist',
    QINGSHI,
    'charges: first-self-pay',
    'charges: self-pay',
    'charges: self-pay',
    'WRONG_WORD',
    /must be one of: first-self-pay/,
  ],
  [
    'a period that does not exist',
    BAIHE,
    'per: life, times: 1',
    'per: lifetime, times: 1',
    'lifetime',
    'WRONG_WORD',
    /must be one of: claim/,
  ],
];

const REFERENCES: readonly Slip[] = [
  [
    'a plan that is not declared',
    LINJIANG,
    '{ require: { plan: plus }',
    '{ require: { plan: gold }',
    'plan: gold',
    'UNKNOWN_REFERENCE',
    /"gold" is not declared under `roster.plans`/,
  ],
  [
    'a plan of the premium that is not declared',
    LINJIANG,
    '{ plan: basic, is: 69 }',
    '{ plan: base, is: 69 }',
    'plan: base,',
    'UNKNOWN_REFERENCE',
    /"base" is not declared/,
  ],
  [
    'a plan declared twice',
    LINJIANG,
    'plans: [basic, plus]',
    'plans: [basic, plus, plus]',
    'plus, plus]',
    'DUPLICATE',
    /"plus" is repeated/,
  ],
  [
    'a definition that is not there',
    QINGSHI,
    'when: { is: not-filed }',
    'when: { is: unfiled }',
    'is: unfiled',
    'UNKNOWN_REFERENCE',
    /"unfiled" is not declared under `definitions`/,
  ],
  [
    'a definition that nothing uses',
    QINGSHI,
    'when: { is: not-filed }',
    'when: { area: away }',
    'not-filed:',
    'UNUSED',
    /"not-filed" is declared/,
  ],
  [
    'a definition that means itself',
    QINGSHI,
    'means: { area: away,',
    'means: { is: not-filed, area: away,',
    'is: not-filed, area',
    'DEFINITION_ORDER',
    /must be defined before/,
  ],
  [
    'a definition that uses a later one',
    QINGSHI,
    'means: { principalDiagnosis:',
    'means: { is: not-filed, principalDiagnosis:',
    'is: not-filed, principal',
    'DEFINITION_ORDER',
    /must be defined before/,
  ],
  [
    'an amount that is a fact nobody declared',
    SHUANGQIAO,
    '{ fact: smallSum,',
    '{ fact: largeSum,',
    'fact: largeSum',
    'UNKNOWN_REFERENCE',
    /"largeSum" is not declared under `facts`/,
  ],
  [
    'an amount that is a share',
    SHUANGQIAO,
    ', unit: yuan',
    '',
    'fact: smallSum',
    'FACT_UNIT',
    /declare it with `unit: yuan`/,
  ],
  [
    'a share that is an amount',
    LINJIANG,
    '{ require: { plan: plus }',
    '{ require: { fact: { name: basicFundLimit, atLeast: 0.5 }, plan: plus }',
    'basicFundLimit, atLeast',
    'FACT_UNIT',
    /cannot be held against a share/,
  ],
  [
    'a list of hospitals that is not declared',
    SHUANGQIAO,
    'onList: own-hospitals',
    'onList: our-hospitals',
    'onList: our-hospitals',
    'UNKNOWN_REFERENCE',
    /"our-hospitals" is not declared under `lists`/,
  ],
  [
    'a list of lines that is not declared',
    BAIHE,
    'line: { onList: proton-therapy }',
    'line: { onList: proton }',
    'onList: proton ',
    'UNKNOWN_REFERENCE',
    /"proton" is not declared/,
  ],
  [
    'a list under a limit that is not declared',
    BAIHE,
    'lines: { onList: implants, classes: ear }',
    'lines: { onList: implant, classes: ear }',
    'onList: implant,',
    'UNKNOWN_REFERENCE',
    /"implant" is not declared/,
  ],
  [
    'a class without its list',
    BAIHE,
    'lines: { onList: implants, classes: ear }',
    'lines: { classes: ear }',
    'classes: ear',
    'CLASSES_WITHOUT_LIST',
    /name it with `onList`/,
  ],
  [
    'a class that the list does not have',
    BAIHE,
    'classes: ear',
    'classes: eye',
    'classes: eye',
    'UNKNOWN_REFERENCE',
    /the list has no class "eye"/,
  ],
  [
    'a unit price without a bound',
    QINGSHI,
    'unitPrice: { atLeast: 500 }',
    'unitPrice: {}',
    'unitPrice: {}',
    'REQUIRED',
    /say `atLeast`, `atMost` or both/,
  ],
  [
    'a unit price the wrong way round',
    QINGSHI,
    'unitPrice: { atLeast: 500 }',
    'unitPrice: { atLeast: 500, atMost: 50 }',
    'atMost: 50 ',
    'UNREACHABLE',
    /no line fits/,
  ],
  [
    'a scheme that succeeds itself',
    BAIHE,
    'succeeds: [baihe-jiatingbao-2025]',
    'succeeds: [baihe-jiatingbao-2026]',
    'succeeds:',
    'DUPLICATE',
    /repeated/,
  ],
  [
    'earlier years for which no limit asks',
    LINJIANG,
    "region: '4399'",
    "region: '4399'\nsucceeds: [linjiang-anhubao-2024]",
    'succeeds:',
    'UNUSED',
    /no limit `per: life`/,
  ],
  [
    'premiums that leave some policies out',
    LINJIANG,
    ', { plan: basic, is: 69 }',
    '',
    'amount: [{ plan: plus',
    'NO_DEFAULT',
    /some policies have no premium/,
  ],
  [
    'a premium that is never reached',
    LINJIANG,
    '[{ plan: plus, is: 168 },',
    '[{ plan: plus, is: 168 }, { plan: plus, is: 188 },',
    'is: 188',
    'UNREACHABLE',
    /premium of this plan/,
  ],
  [
    'a premium behind one for all',
    QINGSHI,
    '[{ cohort: assisted, is: 0 }, { is: 89 }]',
    '[{ is: 89 }, { cohort: assisted, is: 0 }]',
    '{ is: 89 }, {',
    'UNREACHABLE',
    /for everybody/,
  ],
];

const SHAPE: readonly Slip[] = [
  [
    'funds paid before in a base of the other pot',
    LINJIANG,
    'base: { pots: out-of-catalog, clause: plan 责任二 }',
    'base: { pots: out-of-catalog, before: medical-assistance, clause: plan 责任二 }',
    'out-of-catalog, before',
    'BASE_SHAPE',
    /needs the in-catalog pot/,
  ],
  [
    'a kind of charge of the other pot',
    QINGSHI,
    'charges: first-self-pay',
    'charges: over-limit',
    'charges: over-limit',
    'BASE_SHAPE',
    /in none of the `pots`/,
  ],
  [
    'kinds of charges of some lines',
    SHUANGQIAO,
    'lines: { tags: car-t }, clause',
    'lines: { tags: car-t }, counts: [{ charges: over-limit, share: 0.5 }], clause',
    'charges: over-limit',
    'BASE_SHAPE',
    /cannot count kinds of `charges`/,
  ],
  ['a share of one', QINGSHI, 'share: 0.80', 'share: 1', 'share: 1,', 'BASE_SHAPE', /counts anyway/],
  [
    'bounds of the year the wrong way round',
    QINGSHI,
    'above: 10000, upTo: 100000',
    'above: 100000, upTo: 10000',
    'above: 100000',
    'BASE_SHAPE',
    /no cost would count/,
  ],
  [
    'a bound of the year that one case passes',
    QINGSHI,
    'above: 10000, upTo: 100000',
    'above: [{ when: { cohort: assisted }, is: 200000 }, { is: 10000 }], upTo: 100000',
    'is: 200000',
    'BASE_SHAPE',
    /no cost would count/,
  ],
  [
    'days of what is no allowance',
    LINJIANG,
    'times: 4',
    'days: 4',
    'days: 4',
    'BENEFIT_SHAPE',
    /goes with a `dailyAllowance` only/,
  ],
  [
    'a number of payouts of one claim',
    LINJIANG,
    '{ per: year, times: 4',
    '{ per: claim, times: 4',
    'times: 4',
    'BENEFIT_SHAPE',
    /paid once anyway/,
  ],
  [
    'a limit of lines of a lump sum',
    BAIHE,
    'limit: { per: life, times: 1, clause: plan 六(三) }',
    'limit: { per: life, amount: 30000, lines: { onList: proton-therapy }, clause: plan 六(三) }',
    'amount: 30000, lines',
    'BENEFIT_SHAPE',
    /needs a base of `pots`/,
  ],
  [
    'two ways to cap items',
    LINJIANG,
    'gates:\n',
    'itemGroupCap: { categories: [consumable], per: year, amount: 5000, clause: plan 责任二 }\ngates:\n',
    '- each: item-group',
    'TWO_ITEM_CAPS',
    /or none/,
  ],
  [
    'a deductible of a stay that is waived for a family',
    SHUANGQIAO,
    '      pool: stay\n',
    '      familyWaiver: true\n      pool: stay\n',
    'familyWaiver',
    'BENEFIT_SHAPE',
    /`per` is `year`/,
  ],
  [
    'a deductible that nobody else shares',
    LINJIANG,
    '    deductible: *shared-deductible\n',
    '',
    'pool: main',
    'POOL_OF_ONE',
    /no other benefit shares/,
  ],
  [
    'a fixed sum paid to the hospital',
    BAIHE,
    '{ zh: 住院津贴, en: Allowance for hospital days }\n    payTo: member',
    '{ zh: 住院津贴, en: Allowance for hospital days }\n    payTo: hospital',
    'Allowance for hospital',
    'BENEFIT_SHAPE',
    /does not come off the bill/,
  ],
  [
    'a fixed sum of two kinds',
    BAIHE,
    'lumpSum: { amount: 30000,',
    'dailyAllowance: { amount: 50, clause: plan 六(三) }\n    lumpSum: { amount: 30000,',
    'amount: 50,',
    'BENEFIT_SHAPE',
    /remove one of them/,
  ],
  [
    'a daily allowance without a limit',
    BAIHE,
    '    limit:\n      - { per: admission, days: 30, clause: plan 六(一) }\n      - { per: year, days: 60, clause: plan 六(一) }\n',
    '',
    'dailyAllowance:',
    'NO_LIMIT',
    /for how many days/,
  ],
  [
    'bounds before a deductible that is not there',
    LINJIANG,
    '    deductible: *shared-deductible\n    rates:\n      - { table: lower-levels, when: { hospital: { level: { atMost: 2 } } }, rate: 0.40, clause: plan 责任二 }',
    '    rates:\n      - { table: lower-levels, when: { hospital: { level: { atMost: 2 } } }, tiers: [{ upTo: 1000, rate: 0.1 }, { rate: 0.2 }], bounds: { count: before-deductible }, clause: plan 责任二 }',
    'table: lower-levels',
    'BENEFIT_SHAPE',
    /no `deductible` that bounds/,
  ],
  [
    'late enrollment without a period to be late in',
    SHUANGQIAO,
    '{ when: { cause: work-injury }',
    '{ when: { enrolledLate: true, cause: work-injury }',
    'enrolledLate',
    'PERIOD',
    /no late enrollment/,
  ],
  [
    'days after the end and no gate for who is admitted in them',
    LINJIANG,
    '  - { when: { admitted: after-period }, outcome: declined, reason: OUTSIDE_COVERAGE_PERIOD, clause: notice 二(二) }\n',
    '',
    'tailDays',
    'NO_TAIL_GATE',
    /begin after the end would be taken too/,
  ],
  [
    'a waiting period as long as the cover',
    QINGSHI,
    'withinFirstDays: 60',
    'withinFirstDays: 365',
    'withinFirstDays: 365',
    'PERIOD',
    /not shorter than the cover \(365 days\)/,
  ],
  [
    'a diagnosis that must wait longer than the cover',
    BAIHE,
    'confirmedAfterDays: 90',
    'confirmedAfterDays: 400',
    'confirmedAfterDays: 400',
    'PERIOD',
    /400 days is not shorter/,
  ],
];

const AMOUNTS: readonly Slip[] = [
  [
    'a deductible in units of 10,000',
    QINGSHI,
    '- { is: 16000 }',
    '- { is: 1.6 }',
    'is: 1.6',
    'AMOUNT_UNIT',
    /1.60 yuan\?/,
  ],
  [
    'a tier in units of 10,000',
    QINGSHI,
    'upTo: 50000, rate: 0.30',
    'upTo: 5, rate: 0.30',
    'upTo: 5,',
    'AMOUNT_UNIT',
    /5.00 yuan\?/,
  ],
  [
    'a part of the year in units of 10,000',
    QINGSHI,
    'above: 10000, upTo: 100000',
    'above: 1, upTo: 10',
    'above: 1,',
    'AMOUNT_UNIT',
    /1.00 yuan\?/,
  ],
  [
    'a limit in units of 10,000',
    LINJIANG,
    'amount: [{ when: { plan: plus }, is: 1500000 }, { is: 1000000 }]',
    'amount: [{ when: { plan: plus }, is: 150 }, { is: 100 }]',
    'is: 150 ',
    'AMOUNT_UNIT',
    /150.00 yuan\?/,
  ],
  [
    'a number of payouts written as an amount',
    LINJIANG,
    'times: 4',
    'amount: 4',
    'amount: 4,',
    'AMOUNT_UNIT',
    /4.00 yuan\?/,
  ],
  [
    'a deductible beside a part of the year',
    QINGSHI,
    '    rates:\n      - { table: earlier-disease',
    '    deductible: { per: year, amount: 10000, clause: plan 责任二 }\n    rates:\n      - { table: earlier-disease',
    'amount: 10000,',
    'DEDUCTIBLE_TWICE',
    /stands in `base.between.above`/,
  ],
  [
    'a deductible beside a first tier at 0',
    QINGSHI,
    '{ upTo: 50000, rate: 0.30 }, {',
    '{ upTo: 16000, rate: 0 }, { upTo: 50000, rate: 0.30 }, {',
    'upTo: 16000',
    'DEDUCTIBLE_TWICE',
    /count: before-deductible/,
  ],
  [
    'a first tier inside the deductible',
    SHUANGQIAO,
    '[{ upTo: 20000, rate: 0.50 },',
    '[{ upTo: 3000, rate: 0.50 },',
    'upTo: 3000',
    'UNREACHABLE',
    /lies inside the deductible/,
  ],
  [
    'multiples of a fact that do not rise',
    LINJIANG,
    '- { upTo: { fact: basicFundLimit }, rate: 0.70 }',
    '- { upTo: { fact: basicFundLimit, times: 2 }, rate: 0.70 }\n          - { upTo: { fact: basicFundLimit }, rate: 0.75 }',
    'rate: 0.75',
    'TIER_ORDER',
    /basicFundLimit is not above .*basicFundLimit × 2/,
  ],
  [
    'a sub-limit above its limit',
    LINJIANG,
    'per: admission, amount: 40000',
    'per: admission, amount: 70000',
    'per: year, amount: 60000, clause: plan 责任二',
    'LIMIT_ORDER',
    /below the sub-limit before it \(70000.00\)/,
  ],
  [
    'a sub-limit above its limit in every case',
    LINJIANG,
    '{ per: admission, amount: 40000, clause',
    '{ per: admission, amount: [{ when: { plan: plus }, is: 80000 }, { is: 70000 }], clause',
    'per: year, amount: 60000, clause: plan 责任二',
    'LIMIT_ORDER',
    /below the sub-limit/,
  ],
  [
    'a sub-limit above the limit that stands before it',
    LINJIANG,
    '- { per: admission, amount: 40000, clause: plan 责任二 }\n      - { per: year, amount: 60000, clause: plan 责任二 }',
    '- { per: year, amount: 60000, clause: plan 责任二 }\n      - { per: admission, amount: 70000, clause: plan 责任二 }',
    'amount: 70000',
    'LIMIT_ORDER',
    /above the limit before it \(60000.00\)/,
  ],
  [
    'more days in a stay than in the year',
    BAIHE,
    'per: admission, days: 30',
    'per: admission, days: 90',
    'days: 60',
    'LIMIT_ORDER',
    /sub-limit before it \(90\)/,
  ],
  [
    'more payouts in a year than in a life',
    LINJIANG,
    '{ per: year, times: 4, clause: plan 责任三 }',
    '{ per: year, times: 4, clause: plan 责任三 }\n      - { per: life, times: 3, clause: plan 责任三 }',
    'times: 3',
    'LIMIT_ORDER',
    /sub-limit before it \(4\)/,
  ],
];

const REACH: readonly Slip[] = [
  [
    'years in the wrong order',
    QINGSHI,
    '{ when: { priorYears: { atLeast: 3 } }, is: 12000 }\n        - { when: { priorYears: { atLeast: 1 } }, is: 14000 }',
    '{ when: { priorYears: { atLeast: 1 } }, is: 14000 }\n        - { when: { priorYears: { atLeast: 3 } }, is: 12000 }',
    'is: 12000',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a table for a setting that the benefit does not take',
    QINGSHI,
    'when: { priorYears: { atMost: 0 } }, rate: 0.50',
    'when: { setting: pharmacy }, rate: 0.50',
    'setting: pharmacy',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a table for who a gate has stopped',
    BAIHE,
    'table: elsewhere\n        when: { area: away }',
    'table: elsewhere\n        when: { area: away, cause: work-injury }',
    'table: elsewhere',
    'UNREACHABLE',
    /look at the gates/,
  ],
  [
    'a first table that always holds',
    LINJIANG,
    'when: { hospital: { level: { atMost: 2 } } }, rate',
    'when: { setting: inpatient }, rate',
    'table: level-three',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'two settings at once',
    LINJIANG,
    '{ require: { setting: [outpatient, pharmacy] }, else: SETTING_NOT_COVERED, clause: plan 责任三 }',
    '{ require: { setting: outpatient, all: [{ setting: pharmacy }] }, else: SETTING_NOT_COVERED, clause: plan 责任三 }',
    'all: [{ setting',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a region of a hospital that does not exist',
    LINJIANG,
    'level: { atMost: 2 }',
    "region: ['32', '301']",
    'region: [',
    'REGION',
    /"301" is not the code of a province/,
  ],
  [
    'two kinds of basic insurance at once',
    LINJIANG,
    '{ require: { setting: [outpatient, pharmacy] }, else: SETTING_NOT_COVERED, clause: plan 责任三 }',
    '{ require: { basicInsurance: { kind: employee }, not: { basicInsurance: { kind: [employee, other] } } }, else: SETTING_NOT_COVERED, clause: plan 责任三 }',
    'not: { basicInsurance',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'conditions of a benefit that contradict each other',
    LINJIANG,
    '{ require: { plan: plus }, else: PLAN_NOT_COVERED',
    '{ require: { setting: inpatient }, else: PLAN_NOT_COVERED',
    'setting: inpatient }, else: PLAN',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a definition that contradicts itself',
    QINGSHI,
    'means: { area: away, referral',
    'means: { area: away, not: { area: [same-province, other-province] }, referral',
    'means: { area: away, not',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a hospital level that does not exist',
    LINJIANG,
    'level: { atMost: 2 }',
    'level: { atLeast: 4 }',
    'atLeast: 4',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'an age in months',
    BAIHE,
    '{ atLeast: 18, atMost: 65 }',
    '{ atLeast: 216 }',
    'atLeast: 216',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'points for a setting that the benefit does not take',
    LINJIANG,
    'when: { cohort: assisted }, points',
    'when: { setting: outpatient }, points',
    'points: 0.05',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'points that are added twice',
    LINJIANG,
    '    bonus:\n',
    '    bonus:\n      - { when: { cohort: assisted }, points: 0.02, clause: plan 责任一 }\n',
    'points: 0.05',
    'DUPLICATE',
    /"bonus" is repeated/,
  ],
  [
    'a share for an area behind its complement',
    SHUANGQIAO,
    '- { when: { area: other-province }, share: 0.90',
    '- { when: { area: other-province, not: { area: away } }, share: 0.90',
    'share: 0.90',
    'UNREACHABLE',
    /never holds here/,
  ],
  [
    'a gate that the gates above leave nothing to',
    LINJIANG,
    '{ moreThan: 365 } }, outcome: declined, reason: SUBMITTED_TOO_LATE',
    '{ moreThan: 30 } }, outcome: declined, reason: SUBMITTED_TOO_LATE',
    'moreThan: 90',
    'UNREACHABLE',
    /nothing that this one could stop/,
  ],
  [
    'gates that nobody gets past',
    LINJIANG,
    '  - { when: { cause: work-injury }',
    '  - { when: { basicInsurance: { settled: true } }, outcome: declined, reason: NEEDS_REVIEW, clause: notice 三 }\n  - { when: { cause: work-injury }',
    'reason: NEEDS_REVIEW',
    'UNREACHABLE',
    /no claim gets past/,
  ],
];

describe.each([
  { of: 'form', slips: FORM },
  { of: 'references', slips: REFERENCES },
  { of: 'shape', slips: SHAPE },
  { of: 'amounts', slips: AMOUNTS },
  { of: 'what can hold', slips: REACH },
])('a slip of $of is refused at its line', ({ slips }) => {
  it.each(slips)('%s', (_, id, from, to, at, code, says) => {
    const folder = join(FIXTURES, id);
    const file = join(folder, 'scheme.yaml');
    const text = change(readFileSync(file, 'utf8'), from, to);
    const { scheme, findings } = readSchemeText(text, file, folder);
    expect(scheme).toBeUndefined();
    const found = findings.find((finding) => finding.code === code && says.test(finding.en));
    expect(found, shown(findings).join('\n')).toBeDefined();
    const lines = [lineOf(text, at), lineOf(text, at) + 1];
    expect(lines, shown(findings).join('\n')).toContain(found?.line);
    expect(found?.zh).toMatch(/[一-鿿]/);
  });
});

describe('what only looks like a slip', () => {
  const accepted = (id: string, from: string, to: string) => {
    const folder = join(FIXTURES, id);
    const file = join(folder, 'scheme.yaml');
    return shown(readSchemeText(change(readFileSync(file, 'utf8'), from, to), file, folder).findings);
  };

  it('a case of a shared deductible that one of the benefits never reaches', () => {
    // The drugs benefit takes outpatients, those of the stay do not.
    const shared = change(
      readFileSync(join(FIXTURES, LINJIANG, 'scheme.yaml'), 'utf8'),
      '- { when: { plan: plus }, is: 12000 }',
      '- { when: { setting: pharmacy }, is: 500 }\n        - { when: { plan: plus }, is: 12000 }',
    );
    const file = join(FIXTURES, LINJIANG, 'scheme.yaml');
    const findings = (text: string) => shown(readSchemeText(text, file, join(FIXTURES, LINJIANG)).findings);
    expect(findings(shared)).toHaveLength(1);
    const used = shared.replace(
      'lines: { onList: plus-drugs }, clause: plan 责任三 }\n    rates',
      'lines: { onList: plus-drugs }, clause: plan 责任三 }\n    deductible: *shared-deductible\n    rates',
    );
    expect(findings(used)).toEqual([]);
  });

  it('a first tier inside a deductible that some members do not have, or that a family waives', () => {
    expect(accepted(LINJIANG, '- { upTo: 50000, rate: 0.60 }', '- { upTo: 10000, rate: 0.60 }')).toEqual([]);
  });

  it('cases that meet only in part', () => {
    expect(
      accepted(
        QINGSHI,
        '- { when: { priorYears: { atLeast: 3 } }, is: 12000 }',
        '- { when: { priorYears: { atLeast: 3, atMost: 5 } }, is: 12000 }\n        - { when: { priorYears: { atLeast: 4 } }, is: 11000 }',
      ),
    ).toEqual([]);
  });

  it('two cohorts, of which a member may be in both', () => {
    expect(
      accepted(
        SHUANGQIAO,
        '- { when: { cohort: veteran }, points: 0.10',
        '- { when: { cohort: veteran, not: { cohort: poor } }, points: 0.10',
      ).filter((line) => !line.includes('"poor" is not declared')),
    ).toEqual([]);
  });

  it('a small limit of one visit', () => {
    expect(
      accepted(
        SHUANGQIAO,
        '    limit: { per: year, amount: 20000, clause: contract 第十三条 }',
        '    limit:\n      - { per: claim, amount: 50, clause: contract 第十三条 }\n      - { per: year, amount: 20000, clause: contract 第十三条 }',
      ),
    ).toEqual([]);
  });
});

describe('the example of the language page', () => {
  it('does not take stays that begin after the period', () => {
    const { findings, text } = findingsAfter(
      '  - when: { admitted: after-period }\n    outcome: declined\n    reason: OUTSIDE_COVERAGE_PERIOD\n    clause: notice 二(二)\n',
      '',
    );
    expect(shown(findings)).toEqual([
      expect.stringContaining(`scheme.yaml:${lineOf(text, 'tailDays: 30')}:`) as unknown,
    ]);
    expect(findings[0]?.code).toBe('NO_TAIL_GATE');
  });
});
