import type { Report } from '../finding.ts';
import type { BenefitRules } from '../language.ts';
import { checkBase } from './base.ts';
import { type Check, duplicate, type Path } from './walk.ts';

/** The order in which a benefit's conditions stand, by their reasons; the first that fails is the reason given. */
const CONDITION_ORDER: readonly (readonly string[])[] = [
  ['SETTING_NOT_COVERED'],
  ['AREA_NOT_COVERED'],
  ['HOSPITAL_NOT_COVERED'],
  ['WARD_NOT_COVERED'],
  ['COHORT_NOT_COVERED', 'PLAN_NOT_COVERED', 'AGE_NOT_COVERED'],
];

/** Fields that belong to a benefit computed on a base, and not to a fixed sum. */
const COMPUTED = ['base', 'deductible', 'outOfPocketCap', 'rates', 'bonus', 'factor', 'otherCompensation'] as const;
const FIXED = ['lumpSum', 'dailyAllowance'] as const;

/** Each benefit is of one kind, in itself and towards the others. */
export const checkBenefits: Check = (rules, report) => {
  const capped: number[] = [];
  for (const [index, benefit] of rules.benefits.entries()) {
    const path = ['benefits', index];
    if (rules.benefits.findIndex((other) => other.id === benefit.id) < index)
      duplicate([...path, 'id'], benefit.id, report);
    checkShape(benefit, path, report);
    checkOrder(benefit, path, report);
    checkLeftBy(benefit, rules.benefits.slice(0, index), path, report);
    if (benefit.base !== undefined) checkBase(benefit.base, [...path, 'base'], report);
    checkCredit(benefit.otherCompensation, [...path, 'otherCompensation'], report);
    if (benefit.outOfPocketCap !== undefined) capped.push(index);
  }
  for (const index of capped.slice(1)) {
    report(
      ['benefits', index, 'outOfPocketCap'],
      'TWO_CAPS',
      '一个方案只能有一项自付封顶：全年自付只按一处累计',
      "a scheme has at most one out-of-pocket cap: the year's out-of-pocket is counted once",
    );
  }
  checkCredit(rules.otherCompensation, ['otherCompensation'], report);
};

function checkShape(benefit: BenefitRules, path: Path, report: Report): void {
  const fixed = FIXED.filter((key) => benefit[key] !== undefined);
  if (fixed.length > 0) {
    checkFixedSum(benefit, fixed, path, report);
    return;
  }
  const missing = (['base', 'rates'] as const).filter((key) => benefit[key] === undefined);
  for (const key of missing) {
    report(
      path,
      'BENEFIT_SHAPE',
      `保障“${benefit.id}”缺少 ${key}：须有 base 与 rates，或改写 lumpSum、dailyAllowance`,
      `benefit "${benefit.id}" has no \`${key}\`: it needs \`base\` and \`rates\`, or a \`lumpSum\` or \`dailyAllowance\` instead`,
    );
  }
  if (benefit.deductible !== undefined && benefit.outOfPocketCap !== undefined) {
    report(
      [...path, 'outOfPocketCap'],
      'BENEFIT_SHAPE',
      '免赔额（deductible）与自付封顶（outOfPocketCap）不能并用',
      'a benefit has a `deductible` or an `outOfPocketCap`, not both',
    );
  }
  if (benefit.outOfPocketCap !== undefined && benefit.base !== undefined && !('leftBy' in benefit.base)) {
    report(
      [...path, 'outOfPocketCap'],
      'BENEFIT_SHAPE',
      '自付封顶看的是前项责任赔付后的余额：base 须写 leftBy',
      'an out-of-pocket cap looks at what an earlier benefit left: its base is `leftBy`',
    );
  }
}

function checkFixedSum(benefit: BenefitRules, fixed: readonly string[], path: Path, report: Report): void {
  const [first = ''] = fixed;
  for (const key of [...COMPUTED.filter((one) => benefit[one] !== undefined), ...fixed.slice(1)]) {
    report(
      [...path, key],
      'BENEFIT_SHAPE',
      `定额给付（${first}）不能有 ${key}：请删去其一`,
      `a fixed sum (\`${first}\`) has no \`${key}\`: remove one of them`,
    );
  }
  if (benefit.payTo === 'hospital') {
    report(
      [...path, 'payTo'],
      'BENEFIT_SHAPE',
      '定额给付不抵医院账单：payTo 须为 member',
      'a fixed sum does not come off the bill: `payTo` is `member`',
    );
  }
  if (benefit.limit === undefined) {
    report(
      [...path, first],
      'NO_LIMIT',
      '定额给付须写 limit，说明给付几次或几天',
      'a fixed sum needs a `limit` that says how often, or for how many days, it is paid',
    );
  }
}

function checkOrder(benefit: BenefitRules, path: Path, report: Report): void {
  let highest = 0;
  for (const [index, condition] of benefit.conditions.entries()) {
    const found = CONDITION_ORDER.findIndex((reasons) => reasons.includes(condition.else));
    const rank = found < 0 ? CONDITION_ORDER.length : found;
    if (rank < highest) {
      report(
        [...path, 'conditions', index],
        'CONDITION_ORDER',
        `${condition.else} 排得太后：条件次序为就诊方式、地区、医院、病区、人群、疾病`,
        `${condition.else} stands too late: the order is setting, area, hospital, ward, cohort, disease`,
      );
    }
    highest = Math.max(highest, rank);
  }
}

function checkLeftBy(benefit: BenefitRules, earlier: readonly BenefitRules[], path: Path, report: Report): void {
  if (benefit.base === undefined || !('leftBy' in benefit.base)) return;
  const { leftBy } = benefit.base;
  const named = earlier.find((other) => other.id === leftBy);
  if (named?.base !== undefined && 'pots' in named.base) {
    if (named.base.lines === undefined) return;
    report(
      [...path, 'base', 'leftBy'],
      'LEFT_BY',
      `“${leftBy}”只取部分费用项目（lines），没有全部自付可余：leftBy 须指不写 lines 的保障`,
      `"${leftBy}" is limited to some \`lines\` and leaves no whole out-of-pocket: \`leftBy\` names a benefit without \`lines\``,
    );
    return;
  }
  report(
    [...path, 'base', 'leftBy'],
    'LEFT_BY',
    `“${leftBy}”不是排在前面、以 pots 为基数的保障`,
    `"${leftBy}" is not an earlier benefit with a base of \`pots\``,
  );
}

function checkCredit(compensation: BenefitRules['otherCompensation'], path: Path, report: Report): void {
  if (compensation === undefined || compensation.subtract.length > 0 || compensation.creditsDeductible !== undefined) {
    return;
  }
  report(
    path,
    'REQUIRED',
    '须写 subtract 或 creditsDeductible',
    'say which kinds come off (`subtract`) or count as deductible used (`creditsDeductible`)',
  );
}
