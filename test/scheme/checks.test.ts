import { describe, expect, it } from 'vitest';
import { readScheme } from '../../src/scheme/load.ts';
import { change, EXAMPLE, exampleFolder, findingsAfter, lineOf, shown } from './example.ts';

/** A change that makes the example wrong, the line at which that is found, and what is said. */
interface Bad {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** A piece of the line that the finding names. */
  readonly at: string;
  readonly nth?: number;
  readonly code: string;
  readonly says: RegExp;
}

const BAD: readonly Bad[] = [
  {
    name: 'an unknown field',
    from: 'payTo: hospital\n    conditions:\n      - { require: { setting: inpatient }, else: SETTING_NOT_COVERED, clause: plan 责任一 }',
    to: 'payTo: hospital\n    payout: 1\n    conditions:\n      - { require: { setting: inpatient }, else: SETTING_NOT_COVERED, clause: plan 责任一 }',
    at: 'payout: 1',
    code: 'UNKNOWN_FIELD',
    says: /no field "payout"/,
  },
  {
    name: 'an unknown field inside a condition',
    from: '{ cause: work-injury }',
    to: '{ reason: work-injury }',
    at: '{ reason: work-injury }',
    code: 'UNKNOWN_FIELD',
    says: /no field "reason"/,
  },
  {
    name: 'a text with a comma and no quotes',
    from: "en: 'The participation rate, such as 0.25'",
    to: 'en: The participation rate, such as 0.25',
    at: 'The participation rate',
    code: 'UNKNOWN_FIELD',
    says: /no field "such as 0.25".*put the text in quotes/,
  },
  {
    name: 'a missing field',
    from: 'precedence: 10\n',
    to: '',
    at: 'scheme: qinglan',
    code: 'REQUIRED',
    says: /"precedence" is missing/,
  },
  {
    name: 'a word that is not in the list',
    from: 'cause: third-party',
    to: 'cause: third-persons',
    at: 'third-persons',
    code: 'WRONG_WORD',
    says: /must be one of: illness, accident/,
  },
  {
    name: 'a reason that does not exist',
    from: 'reason: WORK_INJURY',
    to: 'reason: WORK_INJURIES',
    at: 'WORK_INJURIES',
    code: 'WRONG_WORD',
    says: /must be one of/,
  },
  {
    name: 'a region without quotes',
    from: "region: '3799'",
    to: 'region: 3799',
    at: 'region: 3799',
    code: 'WRONG_TYPE',
    says: /put it in quotes/,
  },
  {
    name: 'an amount with separators',
    from: '{ per: admission, amount: 5000,',
    to: "{ per: admission, amount: '5,000',",
    at: "'5,000'",
    code: 'WRONG_VALUE',
    says: /an amount of yuan/,
  },
  {
    name: 'an amount in scientific notation',
    from: '{ per: admission, amount: 5000,',
    to: '{ per: admission, amount: 5e3,',
    at: '5e3',
    code: 'WRONG_VALUE',
    says: /an amount of yuan/,
  },
  {
    name: 'a rate in percent',
    from: '{ table: all, rate: 0.50,',
    to: '{ table: all, rate: 50,',
    at: 'rate: 50,',
    code: 'WRONG_VALUE',
    says: /a rate between 0 and 1/,
  },
  {
    name: 'a day that does not exist',
    from: 'to: 2024-12-31',
    to: 'to: 2024-12-32',
    at: '2024-12-32',
    code: 'WRONG_VALUE',
    says: /a day that exists/,
  },
  {
    name: 'text that is no YAML',
    from: 'precedence: 10',
    to: 'precedence: [10',
    at: 'region:',
    code: 'YAML',
    says: /not valid YAML/,
  },
  {
    name: 'a key that stands twice',
    from: 'precedence: 10',
    to: 'precedence: 10\nprecedence: 20',
    at: 'precedence: 20',
    code: 'YAML',
    says: /keys must be unique/,
  },
  {
    name: 'a gate with both when and unless',
    from: '- when: { cause: work-injury }',
    to: '- when: { cause: work-injury }\n    unless: { setting: inpatient }',
    at: '- when: { cause: work-injury }',
    code: 'WRONG_VALUE',
    says: /either `when` or `unless`/,
  },
  {
    name: 'a figure without its clause',
    from: 'deductible: { per: admission, amount: 5000, clause: plan 责任二 }',
    to: 'deductible: { per: admission, amount: 5000 }',
    at: 'per: admission, amount: 5000 }',
    code: 'REQUIRED',
    says: /"clause" is missing/,
  },
  {
    name: 'a clause of a document that is not named',
    from: 'amount: 99, clause: notice 二(三)',
    to: 'amount: 99, clause: leaflet 二(三)',
    at: 'leaflet',
    code: 'UNKNOWN_REFERENCE',
    says: /"leaflet" is not declared under `documents`/,
  },
  {
    name: 'a document that nothing names',
    from: 'documents:',
    to: 'documents:\n  other: { number: 无, title: { zh: 无, en: none } }',
    at: 'other: { number',
    code: 'UNUSED',
    says: /"other" is declared and never used/,
  },
  {
    name: 'an interpretation that is not defined',
    from: 'interpretation: I-2',
    to: 'interpretation: [I-2, I-9]',
    at: '[I-2, I-9]',
    code: 'UNKNOWN_REFERENCE',
    says: /"I-9" is not declared under `interpretations`/,
  },
  {
    name: 'an interpretation that nothing rests on',
    from: 'interpretation: I-2',
    to: 'interpretation: I-1',
    at: 'I-2:',
    code: 'UNUSED',
    says: /"I-2" is declared and never used/,
  },
  {
    name: 'a list that is not declared',
    from: 'lines: { onList: city-drugs }',
    to: 'lines: { onList: town-drugs }',
    at: 'town-drugs',
    code: 'UNKNOWN_REFERENCE',
    says: /"town-drugs" is not declared under `lists`/,
  },
  {
    name: 'a list that nothing uses',
    from: 'lists:\n',
    to: 'lists:\n  idle-list: { name: { zh: 闲置, en: Idle }, clause: plan 责任三 }\n',
    at: 'idle-list:',
    code: 'UNUSED',
    says: /"idle-list" is declared and never used/,
  },
  {
    name: 'a fact that is not declared',
    from: 'fact: { name: participationRate',
    to: 'fact: { name: participation',
    at: 'name: participation,',
    code: 'UNKNOWN_REFERENCE',
    says: /"participation" is not declared under `facts`/,
  },
  {
    name: 'a fact that nothing asks for',
    from: 'facts:',
    to: 'facts:\n  otherRate: { zh: 无, en: none }',
    at: 'otherRate',
    code: 'UNUSED',
    says: /"otherRate" is declared/,
  },
  {
    name: "a fact of the insurer's brake",
    from: 'facts:',
    to: 'facts:\n  autoPayLimit: { zh: 无, en: none }',
    at: 'autoPayLimit',
    code: 'RESERVED_WORD',
    says: /known in every scheme/,
  },
  {
    name: 'a cohort that is not declared',
    from: 'when: { cohort: hardship }',
    to: 'when: { cohort: hard-ship }',
    at: 'hard-ship',
    code: 'UNKNOWN_REFERENCE',
    says: /"hard-ship" is not declared under `roster.cohorts`/,
  },
  {
    name: 'an earlier disease that nothing asks for',
    from: 'preexisting: [rare-disease]',
    to: 'preexisting: [rare-disease, gout]',
    at: 'gout',
    code: 'UNUSED',
    says: /"gout" is declared/,
  },
  {
    name: 'a cohort declared twice',
    from: 'cohorts: [hardship]',
    to: 'cohorts: [hardship, hardship]',
    at: '[hardship, hardship]',
    code: 'DUPLICATE',
    says: /"hardship" is repeated/,
  },
  {
    name: 'an earlier disease that is not declared',
    from: 'not: { preexisting: malignancy }',
    to: 'not: { preexisting: cancer }',
    at: 'preexisting: cancer',
    code: 'UNKNOWN_REFERENCE',
    says: /"cancer" is not declared under the twelve categories/,
  },
  {
    name: 'a category of diagnoses that does not exist',
    from: 'category: enrolled',
    to: 'category: heart',
    at: 'category: heart',
    code: 'UNKNOWN_REFERENCE',
    says: /"heart" is not declared/,
  },
  {
    name: 'one of the twelve categories declared again',
    from: 'preexisting: [rare-disease]',
    to: 'preexisting: [rare-disease, copd]',
    at: 'copd]',
    code: 'RESERVED_WORD',
    says: /fixed word/,
  },
  {
    name: 'tiers that overlap',
    from: '- { upTo: 50000, rate: 0.60 }',
    to: '- { upTo: 50000, rate: 0.60 }\n          - { upTo: 40000, rate: 0.70 }',
    at: 'upTo: 40000',
    code: 'TIER_ORDER',
    says: /40000.00 is not above the one before it \(50000.00\)/,
  },
  {
    name: 'two tiers with one bound',
    from: '- { upTo: 50000, rate: 0.60 }',
    to: '- { upTo: 50000, rate: 0.60 }\n          - { upTo: 50000.00, rate: 0.70 }',
    at: 'upTo: 50000.00',
    code: 'TIER_ORDER',
    says: /tiers overlap/,
  },
  {
    name: 'a tier of nothing',
    from: '- { upTo: 50000, rate: 0.60 }',
    to: '- { upTo: 0, rate: 0.10 }\n          - { upTo: 50000, rate: 0.60 }',
    at: 'upTo: 0,',
    code: 'TIER_ORDER',
    says: /not above/,
  },
  {
    name: 'a last tier with an end, so that there is a gap above it',
    from: '- { rate: 0.80 }',
    to: '- { upTo: 90000, rate: 0.80 }',
    at: 'upTo: 90000',
    code: 'TIER_NO_END',
    says: /above 90000.00 there is no rate/,
  },
  {
    name: 'an open tier that is not the last',
    from: '- { upTo: 50000, rate: 0.60 }',
    to: '- { rate: 0.60 }',
    at: '- { rate: 0.60 }',
    code: 'TIER_OPEN',
    says: /only the last tier is open/,
  },
  {
    name: 'rates of which the last has a condition',
    from: '- { table: all, rate: 0.50, clause: plan 责任二 }',
    to: '- { table: all, when: { area: local }, rate: 0.50, clause: plan 责任二 }',
    at: 'table: all, when',
    code: 'NO_DEFAULT',
    says: /add one without `when`/,
  },
  {
    name: 'a rate table after one without condition',
    from: '- { table: all, rate: 0.50, clause: plan 责任二 }',
    to: '- { table: all, rate: 0.50, clause: plan 责任二 }\n      - { table: more, rate: 0.60, clause: plan 责任二 }',
    at: 'table: more',
    code: 'UNREACHABLE',
    says: /never reached/,
  },
  {
    name: 'two tables of one name',
    from: '- { table: all, rate: 0.50, clause: plan 责任二 }',
    to: '- { table: all, when: { area: local }, rate: 0.60, clause: plan 责任二 }\n      - { table: all, rate: 0.50, clause: plan 责任二 }',
    at: 'table: all, rate: 0.50',
    code: 'DUPLICATE',
    says: /"all" is repeated/,
  },
  {
    name: 'a table with a rate and tiers',
    from: 'tiers:\n          - { upTo',
    to: 'rate: 0.5\n        tiers:\n          - { upTo',
    at: '- table: standard',
    code: 'WRONG_VALUE',
    says: /exactly one of `rate`, `tiers`, `classes`/,
  },
  {
    name: 'an amount by case without a default',
    from: '- { is: 10000 }',
    to: '- { when: { area: local }, is: 10000 }',
    at: 'is: 10000',
    code: 'NO_DEFAULT',
    says: /nothing is said for all others/,
  },
  {
    name: 'a case of an amount that is never reached',
    from: '- { is: 10000 }',
    to: '- { is: 10000 }\n        - { when: { area: local }, is: 20000 }',
    at: 'is: 20000',
    code: 'UNREACHABLE',
    says: /never reached/,
  },
  {
    name: 'two cases with the same condition',
    from: '- { is: 10000 }',
    to: '- { when: { cohort: hardship }, is: 6000 }\n        - { is: 10000 }',
    at: 'is: 6000',
    code: 'UNREACHABLE',
    says: /same `when`/,
  },
  {
    name: 'an unreachable case of a cap',
    from: '- { when: { fact: { name: participationRate, atLeast: 0.25 } }, is: 50000 }',
    to: '- { is: 50000 }\n        - { when: { fact: { name: participationRate, atLeast: 0.25 } }, is: 40000 }',
    at: 'is: 40000',
    code: 'UNREACHABLE',
    says: /never reached/,
  },
  {
    name: 'a factor without a default',
    from: '- { factor: 0.8, clause: plan 异地就医 }',
    to: '- { when: { area: away }, factor: 0.8, clause: plan 异地就医 }',
    at: 'factor: 0.8',
    code: 'NO_DEFAULT',
    says: /add one without `when`/,
  },
  {
    name: 'rates by class without a list',
    from: '- { table: all, rate: 0.50, clause: plan 责任二 }',
    to: '- { table: all, classes: { A: 0.5 }, clause: plan 责任二 }',
    at: 'classes: { A: 0.5 }',
    code: 'CLASSES_WITHOUT_LIST',
    says: /need a base of listed items/,
  },
  {
    name: 'a class of an own list without a rate',
    from: 'clause: plan 责任三\n  major-diseases',
    to: 'entries: [{ code: X1, class: A }, { code: X2, class: C }]\n    clause: plan 责任三\n  major-diseases',
    at: 'classes: { A: 0.60',
    code: 'CLASS_WITHOUT_RATE',
    says: /a class "C" for which there is no rate/,
  },
  {
    name: 'a benefit without rates',
    from: '    rates:\n      - { table: all, rate: 0.50, clause: plan 责任二 }\n',
    to: '',
    at: '- id: inpatient-out-of-catalog',
    code: 'BENEFIT_SHAPE',
    says: /"inpatient-out-of-catalog" has no `rates`/,
  },
  {
    name: 'a lump sum without a limit',
    from: '    limit: { per: year, times: 1, clause: plan 责任四 }\n',
    to: '',
    at: 'lumpSum:',
    code: 'NO_LIMIT',
    says: /a fixed sum needs a `limit`/,
  },
  {
    name: 'a lump sum with a deductible',
    from: '    review:',
    to: '    deductible: { per: year, amount: 1, clause: plan 责任四 }\n    review:',
    at: 'deductible: { per: year, amount: 1,',
    code: 'BENEFIT_SHAPE',
    says: /a fixed sum \(`lumpSum`\) has no `deductible`/,
  },
  {
    name: 'a deductible beside an out-of-pocket cap',
    from: '    outOfPocketCap:',
    to: '    deductible: { per: year, amount: 1, clause: plan 兜底 }\n    outOfPocketCap:',
    at: 'outOfPocketCap:',
    code: 'BENEFIT_SHAPE',
    says: /not both/,
  },
  {
    name: 'an out-of-pocket cap on pots',
    from: 'base: { leftBy: inpatient-in-catalog, clause: plan 兜底 }',
    to: 'base: { pots: in-catalog, clause: plan 兜底 }',
    at: 'outOfPocketCap:',
    code: 'BENEFIT_SHAPE',
    says: /its base is `leftBy`/,
  },
  {
    name: 'a base that a later benefit leaves',
    from: 'leftBy: inpatient-in-catalog',
    to: 'leftBy: listed-drugs',
    at: 'leftBy: listed-drugs',
    code: 'LEFT_BY',
    says: /not an earlier benefit/,
  },
  {
    name: 'a base that a benefit of some lines leaves',
    from: 'base: { pots: in-catalog, clause: plan 责任一 }',
    to: 'base: { pots: in-catalog, lines: { onList: city-drugs }, clause: plan 责任一 }',
    at: 'leftBy: inpatient-in-catalog',
    code: 'LEFT_BY',
    says: /"inpatient-in-catalog" is limited to some `lines`/,
  },
  {
    name: 'a base that nothing leaves',
    from: 'leftBy: inpatient-in-catalog',
    to: 'leftBy: inpatient',
    at: 'leftBy: inpatient,',
    code: 'LEFT_BY',
    says: /"inpatient" is not an earlier benefit/,
  },
  {
    name: 'two benefits of one id',
    from: 'id: listed-drugs',
    to: 'id: backstop',
    at: 'id: backstop',
    nth: 2,
    code: 'DUPLICATE',
    says: /"backstop" is repeated/,
  },
  {
    name: 'conditions out of order',
    from: '- { require: { setting: inpatient }, else: SETTING_NOT_COVERED, clause: plan 责任二 }',
    to: '- { require: { hospital: { drg: true } }, else: HOSPITAL_NOT_COVERED, clause: plan 责任二 }\n      - { require: { setting: inpatient }, else: SETTING_NOT_COVERED, clause: plan 责任二 }',
    at: 'else: SETTING_NOT_COVERED, clause: plan 责任二',
    code: 'CONDITION_ORDER',
    says: /SETTING_NOT_COVERED stands too late/,
  },
  {
    name: 'other compensation that does nothing',
    from: '  subtract: [commercial, charity, employer, relief, other]\n  creditsDeductible: commercial\n',
    to: '',
    at: 'otherCompensation:',
    code: 'REQUIRED',
    says: /which kinds come off/,
  },
  {
    name: 'a pool of one',
    from: '      - { per: year, amount: 200000,',
    to: '      - { per: year, pool: drugs, amount: 200000,',
    at: 'pool: drugs',
    code: 'POOL_OF_ONE',
    says: /no other benefit shares the pool "drugs"/,
  },
  {
    name: 'a pool of different limits',
    from: '      - { per: year, amount: 200000,',
    to: '      - { per: year, pool: inpatient, amount: 200000,',
    at: 'pool: inpatient, amount: 200000',
    code: 'POOL_AMOUNTS',
    says: /name different limits/,
  },
  {
    name: 'a region that is nowhere',
    from: "region: '3799'",
    to: "region: '9901'",
    at: "'9901'",
    code: 'REGION',
    says: /not the code of a province/,
  },
  {
    name: 'a region of an odd length',
    from: "region: '3799'",
    to: "region: '379'",
    at: "'379'",
    code: 'REGION',
    says: /not the code of a province/,
  },
  {
    name: 'an insured region without digits',
    from: 'area: { local: region,',
    to: 'area: { local: insured-region,',
    at: 'local: insured-region',
    code: 'AREA',
    says: /how many `digits` count/,
  },
  {
    name: 'a substitute region of another length',
    from: 'area: { local: region,',
    to: "area: { local: insured-region, digits: 6, sameAs: { '3799': '379901' },",
    at: 'sameAs',
    code: 'AREA',
    says: /as long as `digits` says/,
  },
  {
    name: 'digits without an insured region',
    from: 'area: { local: region,',
    to: 'area: { local: region, digits: 4,',
    at: 'digits: 4',
    code: 'AREA',
    says: /go with `local: insured-region` only/,
  },
  {
    name: 'a coverage that ends before it begins',
    from: 'from: 2025-01-01, to: 2025-12-31',
    to: 'from: 2025-12-31, to: 2025-01-01',
    at: 'from: 2025-12-31',
    code: 'PERIOD',
    says: /begins after it ends/,
  },
  {
    name: 'an enrollment that ends before it begins',
    from: 'from: 2024-11-01, to: 2024-12-31',
    to: 'from: 2025-11-01, to: 2024-12-31',
    at: 'enrollment:',
    code: 'PERIOD',
    says: /enrollment begins after/,
  },
  {
    name: 'a tail without days',
    from: ', tailDays: 30',
    to: '',
    at: 'after-tail',
    code: 'NO_TAIL',
    says: /has no `tailDays`/,
  },
  {
    name: 'a list file that is not there',
    from: 'file: major-diseases.csv',
    to: 'file: minor-diseases.csv',
    at: 'minor-diseases.csv',
    code: 'NO_FILE',
    says: /no list file minor-diseases.csv/,
  },
  {
    name: 'a list file outside the folder',
    from: 'file: major-diseases.csv',
    to: 'file: ../major-diseases.csv',
    at: '../major-diseases.csv',
    code: 'WRONG_VALUE',
    says: /a CSV file in this folder/,
  },
  {
    name: 'a list with a file and entries',
    from: 'file: major-diseases.csv',
    to: 'file: major-diseases.csv\n    entries: [{ code: I21 }]',
    at: 'file: major-diseases.csv',
    code: 'LIST_TWICE',
    says: /not both/,
  },
  {
    name: 'an entry that is no range',
    from: 'file: major-diseases.csv',
    to: 'entries: [{ code: I21-I20 }]',
    at: 'code: I21-I20',
    code: 'LIST_CODE',
    says: /not a range of codes/,
  },
  {
    name: 'a coverage of months with a tail',
    from: 'from: 2025-01-01, to: 2025-12-31, tailDays: 30',
    to: 'months: 12, tailDays: 30',
    at: 'months: 12',
    code: 'UNKNOWN_FIELD',
    says: /no field "tailDays"/,
  },
  {
    name: 'a pot that does not exist',
    from: 'base: { pots: out-of-catalog,',
    to: 'base: { pots: out-of-catalogue,',
    at: 'out-of-catalogue',
    code: 'WRONG_WORD',
    says: /must be one of: in-catalog, out-of-catalog/,
  },
  {
    name: 'a base of lines without its pot',
    from: 'pots: out-of-catalog, lines: { onList: city-drugs }',
    to: 'lines: { onList: city-drugs }',
    at: 'lines: { onList: city-drugs }',
    code: 'REQUIRED',
    says: /"pots" is missing/,
  },
  {
    name: 'a negative amount',
    from: 'amount: 99,',
    to: 'amount: -99,',
    at: 'amount: -99',
    code: 'WRONG_VALUE',
    says: /not below 0/,
  },
  {
    name: 'a number out of bounds',
    from: 'precedence: 10',
    to: 'precedence: 1001',
    at: 'precedence: 1001',
    code: 'WRONG_VALUE',
    says: /at most 1000/,
  },
  {
    name: 'an empty condition',
    from: 'when: { cause: work-injury }',
    to: 'when: {}',
    at: 'when: {}',
    code: 'WRONG_VALUE',
    says: /always holds/,
  },
  {
    name: 'an empty list of tiers',
    from: 'tiers:\n          - { upTo: 50000, rate: 0.60 }\n          - { rate: 0.80 }',
    to: 'tiers: []',
    at: 'tiers: []',
    code: 'WRONG_VALUE',
    says: /at least 1 item/,
  },
  {
    name: 'an experience ratio with two bounds',
    from: 'below: 0.85',
    to: 'below: 0.85\n    above: 0.95',
    at: '- ratio: payout',
    code: 'WRONG_VALUE',
    says: /either `above` or `below`/,
  },
];

describe('a bad scheme file is refused at its line', () => {
  for (const bad of BAD) {
    it(bad.name, () => {
      const { findings, text } = findingsAfter(bad.from, bad.to);
      const found = findings.find((finding) => finding.code === bad.code && bad.says.test(finding.en));
      expect(found, shown(findings).join('\n')).toBeDefined();
      expect(found?.line, shown(findings).join('\n')).toBe(lineOf(text, bad.at, bad.nth));
      expect(found?.column).toBeGreaterThan(0);
      expect(found?.zh).toMatch(/[一-鿿]/);
    });
  }

  it('two out-of-pocket caps', () => {
    const block = EXAMPLE.scheme.slice(
      EXAMPLE.scheme.indexOf('  - id: backstop'),
      EXAMPLE.scheme.indexOf('  - id: listed-drugs'),
    );
    const { findings, text } = findingsAfter(
      '  - id: listed-drugs',
      `${change(block, 'backstop', 'second')}  - id: listed-drugs`,
    );
    expect(shown(findings)).toEqual([
      `scheme.yaml:${lineOf(text, 'outOfPocketCap', 2)}:5 TWO_CAPS a scheme has at most one out-of-pocket cap: the year's out-of-pocket is counted once`,
    ]);
  });

  it('a scheme without worked cases', () => {
    const { findings, scheme } = readScheme(exampleFolder({ cases: undefined }));
    expect(scheme).toBeUndefined();
    expect(shown(findings)).toEqual([
      'scheme.yaml:2:1 NO_CASES the folder has no cases.yaml: a scheme comes with cases worked by hand',
    ]);
  });

  it('a folder of another name', () => {
    const { findings } = readScheme(exampleFolder({ folder: 'qinglan-2025' }));
    expect(shown(findings)).toEqual([
      'scheme.yaml:2:1 FOLDER_NAME the scheme "qinglan-anxinbao-2025" lies in a folder "qinglan-2025": the two must be the same',
    ]);
  });

  it('a folder without a scheme file', () => {
    const [finding] = readScheme('/nowhere/at-all').findings;
    expect(finding?.code).toBe('NO_FILE');
  });

  it('a cohort beside one that has rules of its own is none: the rest may be written for it', () => {
    const { findings } = findingsAfter('cohorts: [hardship]', 'cohorts: [hardship, resident]');
    expect(shown(findings)).toEqual([]);
  });

  it('a condition of a misspelt field alone is not called empty', () => {
    const { findings } = findingsAfter('when: { cause: work-injury }', 'when: { causes: work-injury }');
    expect(findings.map((one) => one.code)).toEqual(['UNKNOWN_FIELD']);
  });

  it('a number in place of a range, days or a text in two languages is told how to write it', () => {
    const told = (from: string, to: string) =>
      findingsAfter(from, to).findings.map(({ code, zh, en }) => [code, zh, en]);
    expect(told('hospital: { level: { atLeast: 2 } }', 'hospital: { level: 2 }')).toEqual([
      ['WRONG_TYPE', '“level”须写作 { atLeast: 2 } 或 { atMost: 2 }', '"level": write { atLeast: 2 } or { atMost: 2 }'],
    ]);
    expect(told('stayDays: { moreThan: 90 }', 'stayDays: 90')).toEqual([
      ['WRONG_TYPE', '“stayDays”须写作 { moreThan: 90 }', '"stayDays": write { moreThan: 90 }'],
    ]);
    expect(told('name: { zh: 青岚安心保, en: Qinglan Anxinbao }', 'name: 青岚安心保')).toEqual([
      ['WRONG_TYPE', '“name”须写作 { zh: 中文, en: English }', '"name": write { zh: 中文, en: English }'],
    ]);
  });

  it('an empty file, and one that has no fields', () => {
    const told = (scheme: string) =>
      readScheme(exampleFolder({ scheme })).findings.map(({ zh, en }) => `${zh} / ${en}`);
    expect(told('# 空\n')).toEqual(['文件是空的：请写入内容 / the file is empty: write something into it']);
    expect(told('青岚\n')).toEqual(['文件须由“字段: 值”的各行组成 / the file must consist of lines "field: value"']);
  });

  it('an item of a list is counted in both languages', () => {
    const { findings } = findingsAfter('[meals, air-conditioning', '[meals, airconditioning');
    expect(findings[0]?.zh).toMatch(/^“tags”第 2 项只能是：/);
    expect(findings[0]?.en).toMatch(/^"tags #2" must be one of:/);
  });

  it('everything that is wrong is said at once', () => {
    const text = change(
      change(EXAMPLE.scheme, 'interpretation: I-3', 'interpretation: I-8'),
      'atLeast: 0.25',
      'atLeast: 1.00',
    );
    const codes = readScheme(exampleFolder({ scheme: change(text, ', tailDays: 30', '') })).findings.map(
      (one) => one.code,
    );
    expect(codes).toEqual(['UNUSED', 'NO_TAIL', 'NO_TAIL', 'UNKNOWN_REFERENCE']);
  });

  it('a rule shared by an anchor is reported once', () => {
    const { findings } = findingsAfter(
      'limit: &inpatient-limit\n      per: year\n      amount: 1000000',
      'limit: &inpatient-limit\n      per: year\n      amount: [{ when: { area: local }, is: 1000000 }]',
    );
    expect(findings.map((one) => one.code)).toEqual(['NO_DEFAULT']);
  });
});

describe('a bad list file is refused at its row', () => {
  const list = (text: string) => shown(readScheme(exampleFolder({ list: text })).findings);

  it('another header', () => {
    expect(list('编码,名称,类别\nI21,a,\n')).toEqual([
      'major-diseases.csv:1:1 CSV_HEADER the first row must be code,name,class',
    ]);
  });

  it('no entry, an empty code, a bad range, a repeated code, too many columns', () => {
    expect(list('code,name,class\n')).toEqual(['major-diseases.csv:1:1 CSV_EMPTY the list has no entry']);
    expect(list('code,name,class\n,a,\nC97-C00,b,\nI21,c,\nI21,d,\nI22,e,f,g\n')).toEqual([
      'major-diseases.csv:2:1 CSV_CODE the code is empty',
      'major-diseases.csv:3:1 CSV_CODE "C97-C00" is not a range of codes',
      'major-diseases.csv:5:1 CSV_DUPLICATE the code I21 is repeated',
      'major-diseases.csv:6:1 CSV_COLUMNS there are more than three columns',
    ]);
  });

  it('a quote that is never closed', () => {
    expect(list('code,name,class\n"I21,a,\n')[0]).toMatch(/^major-diseases.csv:\d+:1 CSV not valid CSV/);
  });
});
