import type { ExperienceDocument } from '../../../clearing/experience/documents.ts';
import type { ExperienceQuery } from '../../../clearing/experience/experience.ts';
import { Money } from '../../../money/money.ts';
import { ratioPercent } from '../../../money/ratio.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { RATIO_WORDS } from '../../../scheme/explain/vocabulary.ts';
import { isDate } from '../../../time/calendar.ts';
import { field, questionForm, submit } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, picture, section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { pixelsOf, place } from './bars.ts';
import { benefitIn, INSURER, schemePage, schemePath } from './frame.ts';

const TEXTS = {
  title: { zh: '年度赔付经验', en: 'Experience of the year' },
  year: { zh: '保单起期', en: 'Policies that begin' },
  policies: { zh: '保单数（不含已注销）', en: 'Policies, without cancelled ones' },
  premiums: { zh: '保费（元）', en: 'Premiums (yuan)' },
  expenses: { zh: '费用（元）', en: 'Expenses (yuan)' },
  ratios: { zh: '比率', en: 'Ratios' },
  ratio: { zh: '比率', en: 'Ratio' },
  value: { zh: '数值', en: 'Value' },
  unknown: { zh: '未知', en: 'not known' },
  payouts: { zh: '赔付', en: 'Payouts' },
  way: { zh: '方式', en: 'How' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  hospital: { zh: '通过医院即时支付', en: 'through hospitals' },
  member: { zh: '付参保人（一次性给付、调整、审定）', en: 'to members: lump sums, adjustments, resolutions' },
  distributed: { zh: '年末二次分配', en: 'distributed at the end of the year' },
  external: { zh: '线下赔案', en: 'external claims' },
  total: { zh: '合计', en: 'total' },
  byBenefit: { zh: '按保障责任', en: 'By benefit' },
  benefit: { zh: '保障责任', en: 'Benefit' },
  nothing: { zh: '还没有赔付', en: 'Nothing was paid yet' },
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
  ask: { zh: '另选年度，或填写费用', en: 'Another year, or with expenses' },
  from: { zh: '保单起期不早于', en: 'Policies that begin on or after' },
  to: { zh: '保单起期不晚于', en: 'and on or before' },
  expensesHint: {
    zh: '净利润率须有；只用于本页计算，不保存',
    en: 'A net profit needs them; used for this page alone, not kept',
  },
  show: { zh: '计算', en: 'Compute' },
  badDay: { zh: '须为存在的日期', en: 'must be a day that exists' },
  badAmount: { zh: '金额不小于 0，至多两位小数', en: 'an amount not below 0, with at most 2 decimals' },
} as const satisfies Texts;

type Field = 'from' | 'to' | 'expenses';
type Errors = Partial<Record<Field, string>>;

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, say } = visit;
  const { asked, errors } = queryOf(visit);
  if (Object.keys(errors).length > 0) return page(visit, question(visit, errors), 422);
  let year: ExperienceDocument;
  try {
    year = await gateway.experience.of(param('scheme'), asked);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'INVALID_PARAMETER') throw error;
    // A scheme without a fixed period is asked for with its days.
    const said = say({ zh: error.detail.detail, en: error.detail.detailEn });
    return page(visit, html`${notice('note', html`<p>${said}</p>`)}${question(visit, {})}`, 200);
  }
  return page(visit, html`${figures(visit, year)}${question(visit, {}, year)}`, 200);
}

function page(visit: UserVisit, body: Html, status: number): Answer {
  return schemePage(visit, 'experience', { title: visit.say(TEXTS.title), body, status });
}

function queryOf({ query, say }: UserVisit): { readonly asked: ExperienceQuery; readonly errors: Errors } {
  const text = (name: Field) => query.get(name)?.trim() || undefined;
  const [from, to, typed] = [text('from'), text('to'), text('expenses')?.replaceAll(',', '')];
  const expenses = typed === undefined ? undefined : Money.parse(typed);
  const badDay = (day: string | undefined) => day !== undefined && !isDate(day);
  const errors: Errors = {
    ...(badDay(from) ? { from: say(TEXTS.badDay) } : {}),
    ...(badDay(to) ? { to: say(TEXTS.badDay) } : {}),
    ...(typed !== undefined && (expenses === undefined || expenses.isNegative())
      ? { expenses: say(TEXTS.badAmount) }
      : {}),
  };
  return { asked: { from, to, expenses }, errors };
}

function figures(visit: UserVisit, year: ExperienceDocument): Html {
  const { say } = visit;
  const ways = ['hospital', 'member', 'distributed', 'external', 'total'] as const;
  return html`${definitions([
    [say(TEXTS.year), `${year.from} … ${year.to}`],
    [say(TEXTS.policies), year.policies],
    [say(TEXTS.premiums), yuan(year.premiums)],
    [say(TEXTS.expenses), year.expenses === null ? say(TEXTS.unknown) : yuan(year.expenses)],
  ])}${triggers(visit, year)}${table({
    caption: say(TEXTS.ratios),
    empty: '',
    rows: ['payout', 'surplus', 'net-profit'] as const,
    narrow: true,
    columns: [
      { title: say(TEXTS.ratio), cell: (name) => say(RATIO_WORDS[name]) },
      { title: say(TEXTS.value), cell: (name) => percent(visit, year.ratios[name]), figure: true },
    ],
  })}${table({
    caption: say(TEXTS.payouts),
    empty: '',
    rows: ways,
    narrow: true,
    columns: [
      { title: say(TEXTS.way), cell: (way) => say(TEXTS[way]) },
      { title: say(TEXTS.amount), cell: (way) => yuan(year.payouts[way]), figure: true },
    ],
  })}${table({
    caption: say(TEXTS.byBenefit),
    empty: say(TEXTS.nothing),
    rows: year.benefits,
    narrow: true,
    columns: [
      { title: say(TEXTS.benefit), cell: ({ benefit }) => benefitIn(visit, year.scheme, benefit) },
      { title: say(TEXTS.amount), cell: ({ paid }) => yuan(paid), figure: true },
    ],
  })}`;
}

type Trigger = ExperienceDocument['triggers'][number];

function triggers(visit: UserVisit, { triggers: all }: ExperienceDocument): Html {
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

function percent({ say }: UserVisit, ratio: string | null): string {
  return ratio === null ? say(TEXTS.unknown) : ratioPercent(ratio).replace('-', '−');
}

/** A rate with six decimals, as ratios have. */
function sixPlaces(rate: string): string {
  const [whole = '0', decimals = ''] = rate.split('.');
  return `${whole}.${decimals.padEnd(6, '0')}`;
}

function question(visit: UserVisit, errors: Errors, year?: ExperienceDocument): Html {
  const { param, query, say } = visit;
  const content = html`<h2>${say(TEXTS.ask)}</h2><div class="row">
${field({ name: 'from', type: 'date', label: say(TEXTS.from), value: query.get('from') ?? year?.from, error: errors.from })}
${field({ name: 'to', type: 'date', label: say(TEXTS.to), value: query.get('to') ?? year?.to, error: errors.to })}
${field({
  name: 'expenses',
  label: say(TEXTS.expenses),
  hint: say(TEXTS.expensesHint),
  value: query.get('expenses') ?? undefined,
  error: errors.expenses,
  inputmode: 'decimal',
  maxlength: 20,
})}</div>${submit(say(TEXTS.show))}`;
  return questionForm(visit, schemePath(param('scheme'), 'experience'), content);
}

export const EXPERIENCE_PAGES = {
  experience: { method: 'GET', path: '/schemes/{scheme}/experience', roles: INSURER, handler: show },
} as const satisfies Record<string, UserPage>;
