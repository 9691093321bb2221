import { canonicalJson } from '../../claim/digest.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules } from '../language.ts';
import { type Check, duplicate, type Path } from './walk.ts';

/** The order in which a benefit's conditions stand, by their reasons; the first that fails is the reason given. */
const CONDITION_ORDER: readonly (readonly string[])[] = [
  ['SETTING_NOT_COVERED'],
  ['AREA_NOT_COVERED'],
  ['HOSPITAL_NOT_COVERED'],
  ['WARD_NOT_COVERED'],
  ['COHORT_NOT_COVERED'],
];

/** Fields that belong to a benefit computed on a base, and not to a lump sum. */
const COMPUTED = [
  'base',
  'deductible',
  'outOfPocketCap',
  'rates',
  'bonus',
  'factor',
  'limit',
  'otherCompensation',
] as const;

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
  checkPools(rules.benefits, report);
};

function checkShape(benefit: BenefitRules, path: Path, report: Report): void {
  if (benefit.lumpSum !== undefined) {
    for (const key of COMPUTED) {
      if (benefit[key] === undefined) continue;
      report(
        [...path, key],
        'BENEFIT_SHAPE',
        `一次性给付不能有 ${key}：请删去 ${key} 或 lumpSum`,
        `a lump sum has no \`${key}\`: remove it, or the \`lumpSum\``,
      );
    }
    return;
  }
  const missing = (['base', 'rates'] as const).filter((key) => benefit[key] === undefined);
  for (const key of missing) {
    report(
      path,
      'BENEFIT_SHAPE',
      `保障“${benefit.id}”缺少 ${key}：须有 base 与 rates，或改写 lumpSum`,
      `benefit "${benefit.id}" has no \`${key}\`: it needs \`base\` and \`rates\`, or a \`lumpSum\` instead`,
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
  if (named?.base !== undefined && 'pots' in named.base) return;
  report(
    [...path, 'base', 'leftBy'],
    'LEFT_BY',
    `“${leftBy}”不是排在前面、以 pots 为基数的保障`,
    `"${leftBy}" is not an earlier benefit with a base of \`pots\``,
  );
}

function checkCredit(compensation: BenefitRules['otherCompensation'], path: Path, report: Report): void {
  for (const kind of compensation?.creditsDeductible ?? []) {
    if (compensation?.subtract.includes(kind) === true) continue;
    report(
      [...path, 'creditsDeductible'],
      'CREDIT_NOT_SUBTRACTED',
      `“${kind}”没有从费用中扣除（subtract），不能抵免赔额`,
      `"${kind}" is not under \`subtract\`, so that it takes nothing that could count as deductible`,
    );
  }
}

/** Benefits that share a limit agree on it, and are at least two. */
function checkPools(benefits: readonly BenefitRules[], report: Report): void {
  for (const [index, benefit] of benefits.entries()) {
    const pool = benefit.limit?.pool;
    if (pool === undefined) continue;
    const path = ['benefits', index, 'limit'];
    const sharing = benefits.filter((other) => other.limit?.pool === pool);
    if (sharing.length === 1) {
      report(
        [...path, 'pool'],
        'POOL_OF_ONE',
        `没有别的保障与它共用“${pool}”：请改正名称或删去 pool`,
        `no other benefit shares the pool "${pool}": correct the name or remove \`pool\``,
      );
    }
    if (canonicalJson(sharing[0]?.limit?.amount) !== canonicalJson(benefit.limit?.amount)) {
      report(
        [...path, 'amount'],
        'POOL_AMOUNTS',
        `共用“${pool}”的各项保障限额不一致`,
        `the benefits that share the pool "${pool}" name different limits`,
      );
    }
  }
}
