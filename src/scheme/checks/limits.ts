import { canonicalJson } from '../../claim/digest.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules } from '../language.ts';
import { LIMIT_PERIODS, type LimitRules } from '../limit.ts';
import { amountText, type Check, limitPath, type Path, spanOf } from './walk.ts';

/** Limits and shared deductibles: each can bite, those that share a pool agree, a limit is not below its sub-limit. */
export const checkLimits: Check = (rules, report) => {
  const { benefits } = rules;
  for (const [index, benefit] of benefits.entries()) {
    const path = ['benefits', index];
    checkFamily(benefit, path, report);
    for (const [place, limit] of (benefit.limit ?? []).entries()) {
      const at = [...path, ...limitPath(benefit, place)];
      checkUnit(benefit, limit, at, report);
      checkNesting(limit, benefit.limit?.slice(0, place) ?? [], at, report);
      if (rules.itemGroupCap !== undefined && (limit.each !== undefined || limit.lines !== undefined)) {
        report(
          at,
          'TWO_ITEM_CAPS',
          '方案已有 itemGroupCap：请全部改写为 limit，或只用 itemGroupCap',
          'the scheme has an `itemGroupCap`: write all caps on items as `limit`, or none',
        );
      }
    }
  }
  checkPools('limit', pooled(benefits, 'limit'), report);
  checkPools('deductible', pooled(benefits, 'deductible'), report);
};

interface Pooled {
  readonly path: Path;
  readonly pool: string;
  readonly benefit: string;
  /** What must be the same for all that share the pool. */
  readonly content: unknown;
}

function pooled(benefits: readonly BenefitRules[], key: 'limit' | 'deductible'): Pooled[] {
  return benefits.flatMap((benefit, index) => {
    const all = key === 'limit' ? (benefit.limit ?? []) : [benefit.deductible].flatMap((one) => one ?? []);
    return all.flatMap((one, place) => {
      if (one.pool === undefined) return [];
      const { clause: _clause, interpretation: _interpretation, ...content } = one;
      const path = ['benefits', index, ...(key === 'limit' ? limitPath(benefit, place) : [key]), 'pool'];
      return [{ path, pool: one.pool, benefit: benefit.id, content }];
    });
  });
}

function checkPools(key: 'limit' | 'deductible', all: readonly Pooled[], report: Report): void {
  const what = { limit: { zh: '限额', en: 'limits' }, deductible: { zh: '免赔额', en: 'deductibles' } }[key];
  for (const { path, pool, benefit, content } of all) {
    const sharing = all.filter((other) => other.pool === pool);
    if (sharing.every((other) => other.benefit === benefit)) {
      report(
        path,
        'POOL_OF_ONE',
        `没有别的保障与它共用“${pool}”：请改正名称或删去 pool`,
        `no other benefit shares the pool "${pool}": correct the name or remove \`pool\``,
      );
    }
    if (canonicalJson(sharing[0]?.content) !== canonicalJson(content)) {
      report(
        path,
        'POOL_AMOUNTS',
        `共用“${pool}”的各项保障${what.zh}不一致`,
        `the benefits that share the pool "${pool}" name different ${what.en}`,
      );
    }
  }
}

function checkFamily({ deductible }: BenefitRules, path: Path, report: Report): void {
  const [word, more] = (['familyWaiver', 'familyShared'] as const).filter((one) => deductible?.[one] === true);
  if (word === undefined) return;
  if (deductible?.per !== 'year') {
    report(
      [...path, 'deductible', word],
      'BENEFIT_SHAPE',
      '家庭共担的免赔额按年度计：per 须为 year',
      'a deductible that a family shares is one of the year: `per` is `year`',
    );
  }
  if (deductible?.familyShared === true && deductible.amount.some(({ when }) => when !== undefined)) {
    report(
      [...path, 'deductible', 'familyShared'],
      'BENEFIT_SHAPE',
      '全家合计一个免赔额，金额须对每个成员相同：amount 不能按条件区分',
      'members of a family bear one deductible together, so it is the same for each: its `amount` has no conditions',
    );
  }
  if (more !== undefined) {
    report(
      [...path, 'deductible', more],
      'BENEFIT_SHAPE',
      'familyWaiver 与 familyShared 只能写其一：一人担满即全家免除，或全家合计一个免赔额',
      'write `familyWaiver` (who bears it whole frees the others) or `familyShared` (all bear one together), not both',
    );
  }
}

function checkUnit(benefit: BenefitRules, limit: LimitRules, at: Path, report: Report): void {
  if (limit.days !== undefined && benefit.dailyAllowance === undefined) {
    report(
      [...at, 'days'],
      'BENEFIT_SHAPE',
      'days 只用于按日给付（dailyAllowance）',
      '`days` goes with a `dailyAllowance` only',
    );
  }
  if (limit.times !== undefined && limit.per === 'claim') {
    report([...at, 'times'], 'BENEFIT_SHAPE', '一次理赔只给付一次', 'one claim is paid once anyway');
  }
  const ofLines = limit.lines !== undefined || limit.each !== undefined;
  if (ofLines && (benefit.base === undefined || !('pots' in benefit.base))) {
    report(
      at,
      'BENEFIT_SHAPE',
      '按费用项目的限额只用于以 pots 为基数的保障',
      'a limit for some lines needs a base of `pots`',
    );
  }
}

/** A limit that is above one around it never counts; the innermost stands first. */
function checkNesting(limit: LimitRules, before: readonly LimitRules[], at: Path, report: Report): void {
  for (const earlier of before) {
    if (neverCounts(earlier, limit)) {
      report(
        at,
        'LIMIT_ORDER',
        `这一限额低于写在它前面的分项限额（${limitText(earlier)}），分项限额永远用不到：由小到大排列，并核对金额`,
        `this limit is below the sub-limit before it (${limitText(earlier)}), which then never counts: put the innermost first, and check the amounts`,
      );
    } else if (neverCounts(limit, earlier)) {
      report(
        at,
        'LIMIT_ORDER',
        `这一分项限额高于写在它前面的限额（${limitText(earlier)}），永远用不到：由小到大排列，并核对金额`,
        `this sub-limit is above the limit before it (${limitText(earlier)}) and never counts: put the innermost first, and check the amounts`,
      );
    }
  }
}

/** Whether all that a limit counts lies under a tighter one. */
function neverCounts(inner: LimitRules, outer: LimitRules): boolean {
  const wider = LIMIT_PERIODS.indexOf(outer.per) >= LIMIT_PERIODS.indexOf(inner.per);
  const narrower = inner.lines !== undefined || inner.each !== undefined || inner.pool === undefined;
  const whole = outer.lines === undefined && outer.each === undefined;
  return wider && narrower && whole && isBelow(outer, inner);
}

function isBelow(limit: LimitRules, other: LimitRules): boolean {
  if (limit.times !== undefined) return other.times !== undefined && limit.times < other.times;
  if (limit.days !== undefined) return other.days !== undefined && limit.days < other.days;
  const [outer, inner] = [spanOf(limit.amount), spanOf(other.amount)];
  return outer !== undefined && inner !== undefined && outer.most.lt(inner.least);
}

function limitText({ amount, times, days }: LimitRules): string {
  const last = amount?.at(-1);
  return last === undefined ? String(times ?? days) : amountText(last.is);
}
