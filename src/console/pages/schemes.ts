import { Refusal } from '../../problem/refusal.ts';
import { explainScheme } from '../../scheme/explain/explain.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import { type Calculated, Calculator } from '../calculator/calculator.ts';
import type { Typed } from '../calculator/typed.ts';
import { choice, form, submit, TOKEN_FIELD } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, notice, section, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { billForm } from '../rules/bill-form.ts';
import { Fields } from '../rules/fields.ts';
import { type Prose, prose } from '../rules/prose.ts';
import { problemsNotice, resultOf } from '../rules/result.ts';

const TEXTS = {
  schemes: { zh: '规则', en: 'Rules' },
  scheme: { zh: '方案', en: 'Scheme' },
  code: { zh: '方案代码', en: 'Id' },
  region: { zh: '地区', en: 'Region' },
  benefits: { zh: '保障项数', en: 'Benefits' },
  digest: { zh: '规则摘要', en: 'Digest of the rules' },
  none: { zh: '没有可查看的方案', en: 'There is no scheme for you to see' },
  unknown: { zh: '没有这个保障方案', en: 'There is no such scheme' },
  contents: { zh: '目录', en: 'Contents' },
  calculator: { zh: '计算器', en: 'Calculator' },
  calculatorHow: {
    zh: '与结算使用同一计算，不保存任何内容，也不需要真实保单。每个步骤后的条款可点击，跳到其原文。',
    en: 'The same arithmetic as a settlement; nothing is kept and no real policy is needed. The clause after a step leads to its paragraph.',
  },
  start: { zh: '从算例开始', en: 'Start from a worked case' },
  fill: { zh: '填入', en: 'Fill in' },
  calculate: { zh: '计算', en: 'Calculate' },
  result: { zh: '计算结果', en: 'What it comes to' },
  bill: { zh: '账单', en: 'The bill' },
  cases: { zh: '算例', en: 'Worked cases' },
  caseName: { zh: '算例', en: 'Case' },
  why: { zh: '手工计算', en: 'Worked by hand' },
  holds: { zh: '通过', en: 'holds' },
  fails: { zh: '不符', en: 'fails' },
  state: { zh: '结果', en: 'Result' },
  allHold: { zh: '全部算例通过', en: 'All worked cases hold' },
  someFail: { zh: '有算例不符', en: 'Some worked cases fail' },
  missing: { zh: '没有算例涉及', en: 'No case comes to' },
  sign: {
    zh: '本人已逐条核对以上规则与所依据的文件，确认解释各条。',
    en: 'I have held these rules against the documents they rest on, and confirm each interpretation.',
  },
  signName: { zh: '姓名与职务', en: 'Name and office' },
  signature: { zh: '签字（盖章）', en: 'Signature (seal)' },
  signDate: { zh: '日期', en: 'Date' },
} as const satisfies Texts;

function list({ gateway, say, url, user }: UserVisit): Answer {
  const { schemes } = user.party;
  const all = gateway.console.schemes.list();
  const rows = user.party.kind === 'insurer' ? all.filter(({ rules }) => schemes?.includes(rules.scheme)) : all;
  const body = table({
    caption: say(TEXTS.schemes),
    empty: say(TEXTS.none),
    rows,
    columns: [
      {
        title: say(TEXTS.scheme),
        cell: ({ rules }) => html`<a href="${url(`/schemes/${rules.scheme}/rules`)}">${say(rules.name)}</a>`,
      },
      { title: say(TEXTS.code), cell: ({ rules }) => html`<code>${rules.scheme}</code>` },
      { title: say(TEXTS.region), cell: ({ rules }) => rules.region },
      { title: say(TEXTS.benefits), cell: ({ rules }) => rules.benefits.length, figure: true },
      { title: say(TEXTS.digest), cell: ({ digest }) => html`<code>${digest.slice(0, 19)}…</code>` },
    ],
  });
  return { title: say(TEXTS.schemes), body };
}

function rules(visit: UserVisit): Answer {
  const scheme = schemeOf(visit);
  const calculator = new Calculator(visit.gateway.console.schemes, scheme);
  return rulesPage(visit, scheme, calculator, calculator.start(visit.query.get('case') ?? undefined), undefined);
}

/** Answers the page itself: nothing was changed, and a bill stands in no address. */
function calculate(visit: UserVisit): Answer {
  const scheme = schemeOf(visit);
  const calculator = new Calculator(visit.gateway.console.schemes, scheme);
  const typed = calculator.completed(new Map([...visit.form].filter(([name]) => name !== TOKEN_FIELD)));
  return rulesPage(visit, scheme, calculator, typed, calculator.calculate(typed));
}

function rulesPage(
  visit: UserVisit,
  scheme: Scheme,
  calculator: Calculator,
  typed: Typed,
  calculated: Calculated | undefined,
): Answer {
  const { say, language } = visit;
  const text = prose(explainScheme(scheme, language));
  const problems = calculated !== undefined && 'problems' in calculated ? calculated.problems : undefined;
  const body = html`<div class="rules">
<div class="rules-text">
${definitions([
  [say(TEXTS.code), html`<code>${scheme.rules.scheme}</code>`],
  [say(TEXTS.digest), html`<code>${scheme.digest}</code>`],
])}
<nav class="contents no-print" aria-label="${say(TEXTS.contents)}"><h2>${say(TEXTS.contents)}</h2>${text.contents}<p class="to-calculator"><a href="#calculator">${say(TEXTS.calculator)}</a> · <a href="#cases">${say(TEXTS.cases)}</a></p></nav>
${text.text}
${signing(visit)}
</div>
<div class="rules-desk no-print"><div id="calculator">
${calculatorPart(visit, scheme, { calculator, typed, calculated, text })}
</div></div>
</div>
${casesPart(visit, scheme)}`;
  return { title: say(scheme.rules.name), body, ...(problems === undefined ? {} : { status: 422 }) };
}

function calculatorPart(visit: UserVisit, scheme: Scheme, { calculator, typed, calculated, text }: Tried): Html {
  const { say, url } = visit;
  const path = `/schemes/${scheme.rules.scheme}/rules`;
  const problems = calculated !== undefined && 'problems' in calculated ? calculated.problems : new Map();
  const schemes = calculator.schemes(typed);
  const fields = new Fields(typed, problems, say);
  // Made first: what is wrong is said with the names of its fields.
  const bill = billForm(visit, fields, schemes);
  const result =
    calculated !== undefined &&
    html`<section id="result" aria-live="polite"><h2>${say(TEXTS.result)}</h2>${
      'problems' in calculated
        ? problemsNotice(visit, calculated.problems, fields.labels)
        : resultOf(visit, calculated.input, calculated.adjudication, schemes, text)
    }</section>`;
  const options = calculator.choices().map(({ case: number, words }) => ({
    value: number,
    text: `${number} ${say(words)}`,
  }));
  const start = choice({ name: 'case', label: say(TEXTS.start), value: typed.get('/case'), options });
  return html`${result}
<section><h2>${say(TEXTS.calculator)}</h2><p class="soft">${say(TEXTS.calculatorHow)}</p>
<form method="get" action="${url(path)}#calculator" class="start">${start}<button class="plain">${say(TEXTS.fill)}</button></form>
${form(visit, `${path}#calculator`, html`<h3>${say(TEXTS.bill)}</h3>${submit(say(TEXTS.calculate))}${bill}${submit(say(TEXTS.calculate))}`)}</section>`;
}

interface Tried {
  readonly calculator: Calculator;
  readonly typed: Typed;
  readonly calculated: Calculated | undefined;
  readonly text: Prose;
}

function casesPart(visit: UserVisit, scheme: Scheme): Html {
  const { say, url, gateway } = visit;
  const { schemes } = gateway.console;
  const { failed, missing } = schemes.run(scheme);
  const cases = schemes.cases(scheme).cases?.cases ?? [];
  const rows = cases.map((one, index) => ({
    one,
    number: index + 1,
    faults: failed.filter((finding) => finding.case === one.case),
  }));
  const said = notice(
    failed.length === 0 ? 'good' : 'bad',
    html`<p>${say(failed.length === 0 ? TEXTS.allHold : TEXTS.someFail)} (${cases.length})</p>`,
  );
  const path = url(`/schemes/${scheme.rules.scheme}/rules`);
  const shown = table({
    caption: say(TEXTS.cases),
    empty: say(TEXTS.none),
    rows,
    columns: [
      {
        title: say(TEXTS.caseName),
        cell: ({ one, number }) => html`<a href="${path}?case=${number}.1#calculator">${number}. ${say(one.case)}</a>`,
      },
      { title: say(TEXTS.why), cell: ({ one }) => html`<span lang="zh-CN">${one.why}</span>` },
      {
        title: say(TEXTS.state),
        cell: ({ faults }) =>
          faults.length === 0
            ? html`<span class="holds">✓ ${say(TEXTS.holds)}</span>`
            : html`<span class="fails">✗ ${say(TEXTS.fails)}</span> ${faults.map((fault) => html`<p>${say(fault)}</p>`)}`,
      },
    ],
  });
  const gaps =
    missing.length > 0 && html`<p class="soft">${say(TEXTS.missing)}: ${missing.map((one) => say(one)).join('; ')}</p>`;
  return html`<div class="no-print" id="cases">${section(say(TEXTS.cases), html`${said}${shown}${gaps}`)}</div>`;
}

/** On paper: it is to be signed. */
function signing({ say }: UserVisit): Html {
  const lines = [TEXTS.signName, TEXTS.signature, TEXTS.signDate];
  return html`<div class="signing"><p>${say(TEXTS.sign)}</p>${lines.map((one) => html`<p class="sign">${say(one)}</p>`)}</div>`;
}

function schemeOf({ gateway, param }: UserVisit): Scheme {
  const scheme = gateway.console.schemes.get(param('scheme'));
  if (scheme !== undefined) return scheme;
  throw new Refusal('SCHEME_NOT_FOUND', { detail: TEXTS.unknown.zh, detailEn: TEXTS.unknown.en });
}

const READERS = ['insurer-clerk', 'insurer-reviewer', 'operator', 'policy'] as const;
const RULES = '/schemes/{scheme}/rules';

export const SCHEME_PAGES = {
  ruleBooks: { method: 'GET', path: '/rules', roles: READERS, navigation: TEXTS.schemes, handler: list },
  rules: { method: 'GET', path: RULES, roles: READERS, handler: rules },
  calculate: { method: 'POST', path: RULES, roles: READERS, handler: calculate },
} as const satisfies Record<string, UserPage>;
