import type { ExperienceDocument } from '../../../clearing/experience/documents.ts';
import type { ExperienceQuery } from '../../../clearing/experience/experience.ts';
import { Money } from '../../../money/money.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { RATIO_WORDS } from '../../../scheme/explain/vocabulary.ts';
import { isDate } from '../../../time/calendar.ts';
import { field, questionForm, submit } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { benefitIn, INSURER, schemePage, schemePath } from './frame.ts';
import { percent, triggers } from './triggers.ts';

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
