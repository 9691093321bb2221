import { ratioPercent } from '../money/ratio.ts';
import { RATIO_WORDS } from '../scheme/explain/vocabulary.ts';
import { moneyText } from './figures.ts';
import type { TriggerReport } from './triggers.ts';
import { triggerWord } from './words.ts';

/** A trigger with what it came to, Chinese, then English. */
export function triggerText(trigger: TriggerReport): string {
  const { zh, en } = RATIO_WORDS[trigger.ratio];
  const status = triggerWord(trigger.status);
  const at = ratioPercent(Number(trigger.at).toFixed(6));
  const value = ratioPercent(trigger.value);
  const bound = trigger.bound === 'above' ? ['高于', 'above'] : ['低于', 'below'];
  const expenses = trigger.expensesAtBound === null ? undefined : moneyText(trigger.expensesAtBound);
  const more =
    expenses === undefined
      ? ['', '']
      : [
          `；费用未计，费用为 ${expenses} 元时恰在界限上`,
          `; expenses are not counted, at ${expenses} of them it stands on the bound`,
        ];
  return [
    `${zh} ${value}，${bound[0]} ${at} 时${trigger.meaning.zh}：${status.zh}${more[0]}`,
    `${en} ${value}, ${bound[1]} ${at}: ${trigger.meaning.en}: ${status.en}${more[1]} [${trigger.clause}]`,
  ].join(' / ');
}
