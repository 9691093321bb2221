import type { ExperienceDocument } from '../../../clearing/experience/documents.ts';
import { Money } from '../../../money/money.ts';
import { ratioPercent } from '../../../money/ratio.ts';
import { RATIO_WORDS } from '../../../scheme/explain/vocabulary.ts';
import { type Html, html } from '../../html/html.ts';
import { picture, section } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { pixelsOf, place } from './bars.ts';

const TEXTS = {
  unknown: { zh: '未知', en: 'not known' },
  triggers: { zh: '通知所设触发条件', en: 'What the notice watches' },
  noTrigger: { zh: '本方案的通知没有设触发条件。', en: "The scheme's notice watches no ratio." },
  above: { zh: '高于', en: 'above' },
  below: { zh: '低于', en: 'below' },
  means: { zh: ' 时：', en: ': ' },
  now: { zh: '目前', en: 'now' },
  bound: { zh: '界限', en: 'bound' },
  met: { zh: '已达到', en: 'met' },
  notMet: { zh: '未达到', en: 'not met' },
  needsExpenses: { zh: '尚不能判断：须填费用', en: 'cannot be told yet: expenses are needed' },
  needsPremiums: { zh: '尚不能判断：还没有保费', en: 'cannot be told yet: there are no premiums' },
  clause: { zh: '条款', en: 'Clause' },
} as const satisfies Texts;

type Trigger = ExperienceDocument['triggers'][number];

/** Each ratio that the notice watches: in words, where it stands, and as a bar to its bound. */
export function triggers(visit: UserVisit, { triggers: all }: ExperienceDocument): Html {
  const { say } = visit;
  if (all.length === 0) return section(say(TEXTS.triggers), html`<p>${say(TEXTS.noTrigger)}</p>`);
  return section(say(TEXTS.triggers), html`${all.map((one, index) => trigger(visit, one, index))}`);
}

function trigger(visit: UserVisit, given: Trigger, index: number): Html {
  const { say } = visit;
  const { ratio, bound, at, value, meaning, clause } = given;
  const sentence = `${say(RATIO_WORDS[ratio])} ${say(TEXTS[bound])} ${ratioPercent(sixPlaces(at))}${say(TEXTS.means)}${say(meaning)}`;
  const where = `${say(TEXTS.now)} ${percent(visit, value)} · ${say(TEXTS.bound)} ${ratioPercent(sixPlaces(at))} · ${stateOf(visit, given)}`;
  return html`<div class="trigger"><h3>${sentence}</h3>
<p><strong>${where}</strong> <span class="soft">${say(TEXTS.clause)} ${clause}</span></p>
${value !== null && gauge(`trigger-${index}`, sentence, where, value, at)}</div>`;
}

const GAUGE = { width: 600, height: 34, bar: 16 } as const;

/** A lying bar from 0 to the ratio, and a line where the bound is. */
function gauge(id: string, title: string, description: string, value: string, at: string): Html {
  const [now, bound] = [Money.of(value), Money.of(at)];
  const [most, least] = [Money.max(Money.ZERO, now, bound), Money.min(Money.ZERO, now, bound)];
  const pixels = pixelsOf(GAUGE.width - 4, most.minus(least).times(Money.of('1.15')));
  const zero = pixels(least.abs());
  const wide = pixels(now.abs());
  const line = zero + (bound.isNegative() ? -pixels(bound.abs()) : pixels(bound)) + 2;
  const content = html`<rect class="gauge" x="0" y="8" width="${GAUGE.width}" height="${GAUGE.bar}"/>
<rect class="bar figure-1" x="${place(now.isNegative() ? zero - wide : zero)}" y="8" width="${place(wide)}" height="${GAUGE.bar}"/>
<line class="bound" x1="${place(line)}" y1="0" x2="${place(line)}" y2="${GAUGE.height - 2}"/>`;
  return picture({ id, title, description, width: GAUGE.width, height: GAUGE.height, content });
}

function stateOf({ say }: UserVisit, { met, needs }: Trigger): string {
  if (needs !== null) return say(needs === 'expenses' ? TEXTS.needsExpenses : TEXTS.needsPremiums);
  return say(met === true ? TEXTS.met : TEXTS.notMet);
}

/** A ratio as people read it. */
export function percent({ say }: UserVisit, ratio: string | null): string {
  return ratio === null ? say(TEXTS.unknown) : ratioPercent(ratio).replace('-', '−');
}

/** A rate with six decimals, as ratios have. */
function sixPlaces(rate: string): string {
  const [whole = '0', decimals = ''] = rate.split('.');
  return `${whole}.${decimals.padEnd(6, '0')}`;
}
