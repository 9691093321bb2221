import type { Condition } from '../condition.ts';
import type { SchemeRules } from '../language.ts';
import { diagnosisParts } from './diagnosis.ts';
import {
  ANY_EARLIER_DISEASE,
  BY_DRG,
  DESIGNATED,
  ENROLLED_LATE,
  FIRST_YEAR,
  PAID_BEFORE,
  PUBLIC,
  SETTLED,
} from './fixed-statements.ts';
import { linesText } from './lines.ts';
import { periodText } from './period.ts';
import { inYears, is, levelStatement, onListStatement, regionStatement } from './ranges.ts';
import { rosterWord } from './roster-words.ts';
import { and, anyOf, or, percentText, say, type Text, times } from './say.ts';
import { definitionName, factName, listName } from './scheme-names.ts';
import { opposite, type Statement, statement } from './statement.ts';
import {
  AREA_WORDS,
  CAUSE_WORDS,
  INSURANCE_WORDS,
  REFERRAL_WORDS,
  SETTING_WORDS,
  STATUS_WORDS,
  WARD_WORDS,
} from './vocabulary.ts';

type Wordings = {
  readonly [Key in keyof Condition]-?: (asked: NonNullable<Condition[Key]>, rules: SchemeRules) => readonly Statement[];
};

/** A condition as a sentence without full stop: everything it names holds. */
export function conditionText(condition: Condition, rules: SchemeRules): Text {
  return and(statementsOf(condition, rules).map((one) => one.holds));
}

/** The opposite of a condition, as a sentence without full stop. */
export function oppositeText(condition: Condition, rules: SchemeRules): Text {
  return opposite(statementsOf(condition, rules));
}

function statementsOf(condition: Condition, rules: SchemeRules): Statement[] {
  // In the order of the wordings, whatever the order in the file.
  const keys = (Object.keys(WORDINGS) as (keyof Condition)[]).filter((key) => condition[key] !== undefined);
  return keys.flatMap((key) => {
    const statements = wordingOf(key, condition, rules);
    // Beside other statements an "or" needs its brackets.
    return key === 'any' && keys.length > 1 ? statements.map(bracketed) : statements;
  });
}

function wordingOf<Key extends keyof Condition>(key: Key, condition: Condition, rules: SchemeRules) {
  const asked = condition[key];
  const wording = WORDINGS[key] as (asked: NonNullable<Condition[Key]>, rules: SchemeRules) => readonly Statement[];
  return asked === undefined || asked === null ? [] : wording(asked, rules);
}

function bracketed({ holds, fails }: Statement): Statement {
  return { holds: say(`（${holds.zh}）`, `(${holds.en})`), fails };
}

const whether = (asked: boolean, yes: Statement): Statement => (asked ? yes : { holds: yes.fails, fails: yes.holds });

const YEARS = say('年', 'year');

const words = <Word extends string>(asked: readonly Word[], names: Readonly<Record<Word, Text>>): Text =>
  anyOf(asked.map((word) => names[word]));

const WORDINGS: Wordings = {
  is: (asked, rules) => {
    const { zh, en } = anyOf(asked.map((name) => definitionName(name, rules)));
    return [statement(`属于${zh}`, `不属于${zh}`, `it is a case of ${en}`, `it is not a case of ${en}`)];
  },
  setting: (asked) => [is('就诊方式', 'the care', words(asked, SETTING_WORDS))],
  ward: (asked) => [is('病区', 'the ward', words(asked, WARD_WORDS))],
  cause: (asked) => [is('就诊原因', 'the cause', words(asked, CAUSE_WORDS))],
  area: (asked) => {
    const { zh, en } = words(asked, AREA_WORDS);
    return [statement(`医院在${zh}`, `医院不在${zh}`, `the hospital lies ${en}`, `the hospital does not lie ${en}`)];
  },
  referral: (asked) => [is('异地就医备案情况', 'the referral', words(asked, REFERRAL_WORDS))],
  hospital: ({ level, public: isPublic, designated, drg, region, onList }, rules) => [
    ...(level === undefined ? [] : [levelStatement(level)]),
    ...(region === undefined ? [] : [regionStatement(region)]),
    ...(onList === undefined ? [] : [onListStatement(say('医院', 'the hospital'), onList, rules)]),
    ...(isPublic === undefined ? [] : [whether(isPublic, PUBLIC)]),
    ...(designated === undefined ? [] : [whether(designated, DESIGNATED)]),
    ...(drg === undefined ? [] : [whether(drg, BY_DRG)]),
  ],
  basicInsurance: ({ settled, status, kind }) => [
    ...(settled === undefined ? [] : [whether(settled, SETTLED)]),
    ...(status === undefined
      ? []
      : [is('基本医疗保险参保状态', 'the status of basic insurance', words(status, STATUS_WORDS))]),
    ...(kind === undefined
      ? []
      : [is('参加的基本医保', "the patient's basic insurance", words(kind, INSURANCE_WORDS))]),
  ],
  plan: (asked, rules) => [
    is('参保时所选计划', 'the plan chosen', anyOf(asked.map((word) => rosterWord(word, rules)))),
  ],
  cohort: (asked, rules) => {
    const { zh, en } = anyOf(asked.map((word) => rosterWord(word, rules)));
    return [
      statement(
        `参保人在名册中属于${zh}`,
        `参保人在名册中不属于${zh}`,
        `the roster counts the member among ${en}`,
        `the roster does not count the member among ${en}`,
      ),
    ];
  },
  preexisting: (asked, rules) => {
    const { zh, en } = anyOf(asked.map((word) => (word === 'any' ? ANY_EARLIER_DISEASE : rosterWord(word, rules))));
    return [
      statement(
        `名册列明参保人患有既往症（${zh}）`,
        `名册未列明参保人患有既往症（${zh}）`,
        `the roster lists an earlier disease of the member (${en})`,
        `the roster lists no earlier disease of the member (${en})`,
      ),
    ];
  },
  age: (asked) => [inYears('入院时年龄', 'at admission the patient is aged', say('周岁', 'year'), asked)],
  priorYears: (asked) => [
    asked.atMost === 0 ? FIRST_YEAR : inYears('此前已参保年数', 'the member was insured before for', YEARS, asked),
  ],
  claimFreeYears: (asked) => [inYears('未获赔付的年数', 'the member has been without a claim for', YEARS, asked)],
  enrolledLate: (asked) => [whether(asked, ENROLLED_LATE)],
  principalDiagnosis: (asked, rules) => {
    const parts = diagnosisParts(asked, rules);
    const { zh, en } = and(parts.map((part) => part.holds));
    const fails = opposite(parts);
    return [
      statement(
        `主诊断${zh}`,
        `主诊断${fails.zh}`,
        `the principal diagnosis ${en}`,
        `the principal diagnosis ${fails.en}`,
      ),
    ];
  },
  diagnosis: (asked, rules) => {
    const { zh, en } = and(diagnosisParts(asked, rules).map((part) => part.holds));
    const one = Object.values(asked).filter((value) => value !== undefined).length > 1 ? '有同一个诊断' : '有诊断';
    return [statement(`${one}${zh}`, `没有诊断${zh}`, `a diagnosis ${en}`, `no diagnosis ${en}`)];
  },
  procedure: ({ onList }, rules) => {
    const { zh, en } = listName(onList, rules);
    return [
      statement(
        `有手术或操作列入${zh}`,
        `没有手术或操作列入${zh}`,
        `a procedure is on ${en}`,
        `no procedure is on ${en}`,
      ),
    ];
  },
  line: (asked, rules) => {
    const { zh, en } = linesText([asked], rules);
    return [statement(`费用中有${zh}`, `费用中没有${zh}`, `the bill has ${en}`, `the bill does not have ${en}`)];
  },
  admitted: (asked, rules) => [periodStatement(say('入院日', 'the day of admission'), asked, rules)],
  discharged: (asked, rules) => [periodStatement(say('出院日', 'the day of discharge'), asked, rules)],
  withinFirstDays: (days) => [
    statement(
      `在保单生效后 ${days} 天内（等待期）入院`,
      `不是在保单生效后 ${days} 天内（等待期）入院`,
      `the admission lies within the first ${times(days, 'day')} of the policy (waiting period)`,
      `the admission does not lie within the first ${times(days, 'day')} of the policy (waiting period)`,
    ),
  ],
  daysSinceDischarge: ({ moreThan }) => [
    statement(
      `出院后超过 ${moreThan} 天才申请`,
      `出院后 ${moreThan} 天内申请`,
      `the claim comes more than ${times(moreThan, 'day')} after discharge`,
      `the claim comes within ${times(moreThan, 'day')} of discharge`,
    ),
  ],
  stayDays: ({ moreThan }) => [
    statement(
      `住院天数（出院日减入院日）超过 ${moreThan} 天`,
      `住院天数（出院日减入院日）不超过 ${moreThan} 天`,
      `the stay (day of discharge minus day of admission) is longer than ${times(moreThan, 'day')}`,
      `the stay (day of discharge minus day of admission) is not longer than ${times(moreThan, 'day')}`,
    ),
  ],
  fact: ({ name, atLeast }, rules) => {
    const { zh, en } = factName(name, rules);
    const bound = percentText(atLeast);
    return [
      statement(
        `${zh}已录入且不低于 ${bound}`,
        `${zh}未录入或低于 ${bound}`,
        `${en} is set and at least ${bound}`,
        `${en} is not set or below ${bound}`,
      ),
    ];
  },
  paidBefore: (asked) => [whether(asked, PAID_BEFORE)],
  all: (parts, rules) => parts.flatMap((part) => statementsOf(part, rules)),
  any: (parts, rules) => [
    {
      holds: or(parts.map((part) => partText(part, rules))),
      fails: and(parts.map((part) => oppositeText(part, rules))),
    },
  ],
  not: (part, rules) => [{ holds: oppositeText(part, rules), fails: conditionText(part, rules) }],
};

/** A part of an "or"; where it names several things they need their brackets. */
function partText(part: Condition, rules: SchemeRules): Text {
  const { zh, en } = conditionText(part, rules);
  return statementsOf(part, rules).length > 1 ? say(`（${zh}）`, `(${en})`) : say(zh, en);
}

function periodStatement(day: Text, asked: NonNullable<Condition['admitted']>, rules: SchemeRules): Statement {
  const { zh, en } = anyOf(asked.map((period) => periodText(period, rules)));
  return statement(`${day.zh}${zh}`, `${day.zh}并非${zh}`, `${day.en} is ${en}`, `${day.en} is not ${en}`);
}
