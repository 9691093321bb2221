import { canonicalJson } from '../../claim/digest.ts';
import type { AmountByCase } from '../amounts.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules } from '../language.ts';
import { LIMIT_PERIODS, type LimitRules } from '../limit.ts';
import { amountText, type Check, type Path } from './walk.ts';

/** Limits and shared deductibles: each can bite, those that share a pool agree, a limit is not below its sub-limit. */
export const checkLimits: Check = (rules, report) => {
  const { benefits } = rules;
  for (const [index, benefit] of benefits.entries()) {
    const path = ['benefits', index];
    checkFamilyWaiver(benefit, path, report);
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

/** Where a limit stands in its benefit: a single one may be written without a list. */
export function limitPath({ limit }: BenefitRules, place: number): Path {
  return limit?.length === 1 ? ['limit'] : ['limit', place];
}

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

function checkFamilyWaiver({ deductible }: BenefitRules, path: Path, report: Report): void {
  if (deductible?.familyWaiver !== true || deductible.per === 'year') return;
  report(
    [...path, 'deductible', 'familyWaiver'],
    'BENEFIT_SHAPE',
    '家庭共担的免赔额按年度计：per 须为 year',
    'a deductible that is waived for a family is one of the year: `per` is `year`',
  );
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

/** A limit that is not above one inside it makes that one pointless. */
function checkNesting(limit: LimitRules, inner: readonly LimitRules[], at: Path, report: Report): void {
  for (const earlier of inner) {
    const wider = LIMIT_PERIODS.indexOf(limit.per) >= LIMIT_PERIODS.indexOf(earlier.per);
    const narrower = earlier.lines !== undefined || earlier.each !== undefined || earlier.pool === undefined;
    const whole = limit.lines === undefined && limit.each === undefined;
    if (!wider || !narrower || !whole || !isBelow(limit, earlier)) continue;
    report(
      at,
      'LIMIT_ORDER',
      `这一限额低于写在它前面的分项限额（${limitText(earlier)}），分项限额永远用不到：由小到大排列，并核对金额`,
      `this limit is below the sub-limit before it (${limitText(earlier)}), which then never counts: put the innermost first, and check the amounts`,
    );
  }
}

function isBelow(limit: LimitRules, earlier: LimitRules): boolean {
  if (limit.times !== undefined) return earlier.times !== undefined && limit.times < earlier.times;
  if (limit.days !== undefined) return earlier.days !== undefined && limit.days < earlier.days;
  const [outer, inner] = [limit.amount, earlier.amount].map((amount) => plain(amount));
  return outer !== undefined && inner !== undefined && outer.lt(inner);
}

/** An amount that is the same in every case and no fact. */
function plain(amount: AmountByCase | undefined) {
  const [only, ...more] = amount ?? [];
  return only !== undefined && more.length === 0 && 'yuan' in only.is ? only.is.yuan : undefined;
}

function limitText({ amount, times, days }: LimitRules): string {
  const last = amount?.at(-1);
  return last === undefined ? String(times ?? days) : amountText(last.is);
}
