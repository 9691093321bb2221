import type { PERIODS } from '../condition.ts';
import type { SchemeRules } from '../language.ts';
import { say, type Text, times } from './say.ts';

/** Where a day lies, as the rest of a sentence that begins with the day. */
export function periodText(period: (typeof PERIODS)[number], rules: SchemeRules): Text {
  const days = 'tailDays' in rules.coverage ? rules.coverage.tailDays : 0;
  switch (period) {
    case 'before-period':
      return say('早于保单首日', "before the policy's first day");
    case 'within-period':
      return say('在保单有效期内', "within the policy's period");
    case 'after-period':
      return say('晚于保单末日', "after the policy's last day");
    case 'within-tail':
      return say(`在保单末日之后 ${days} 天以内`, `within ${times(days, 'day')} after the policy's last day`);
    case 'after-tail':
      return say(`晚于保单末日超过 ${days} 天`, `more than ${times(days, 'day')} after the policy's last day`);
  }
}
