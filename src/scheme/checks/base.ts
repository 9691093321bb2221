import { Money } from '../../money/money.ts';
import type { BaseRules, ChargeKind } from '../base.ts';
import type { Report } from '../finding.ts';
import { type Path, spanOf } from './walk.ts';

const IN_CATALOG: readonly ChargeKind[] = ['first-self-pay', 'co-payment'];

/** A base whose parts fit together. */
export function checkBase(base: BaseRules, path: Path, report: Report): void {
  if ('leftBy' in base) return;
  if (base.before !== undefined && !base.pots.includes('in-catalog')) {
    report(
      [...path, 'before'],
      'BASE_SHAPE',
      '公共基金支付的是目录内费用：before 只用于含 in-catalog 的基数',
      'public funds pay in-catalog costs: `before` needs the in-catalog pot',
    );
  }
  for (const [index, { charges, share }] of (base.counts ?? []).entries()) {
    const at = [...path, 'counts', index, 'charges'];
    const strange = charges?.find(
      (kind) => !base.pots.includes(IN_CATALOG.includes(kind) ? 'in-catalog' : 'out-of-catalog'),
    );
    if (strange !== undefined) {
      report(at, 'BASE_SHAPE', `“${strange}”不在所列的 pots 之内`, `"${strange}" is in none of the \`pots\``);
    }
    if (share.eq(Money.ONE)) {
      report(
        [...path, 'counts', index, 'share'],
        'BASE_SHAPE',
        '全部计入：无须写在 counts 中',
        'all of it counts anyway: leave it out',
      );
    }
    if (charges !== undefined && base.lines !== undefined) {
      report(
        at,
        'BASE_SHAPE',
        'lines 已限定费用项目，不能再按 charges 折算',
        'a base of some `lines` cannot count kinds of `charges`',
      );
    }
  }
  const { above, upTo } = base.between ?? {};
  const [low, high] = [spanOf(above), spanOf(upTo)];
  if (low === undefined || high === undefined) return;
  // Where both go by case, the cases may belong together.
  const crossed = above?.length === 1 || upTo?.length === 1 ? low.most.gte(high.least) : low.least.gte(high.most);
  if (!crossed) return;
  report(
    [...path, 'between', 'upTo'],
    'BASE_SHAPE',
    'between 的 upTo 没有高于 above，没有费用会计入',
    '`upTo` is not above `above`, so that no cost would count',
  );
}
