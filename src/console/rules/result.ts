import type { Adjudication, BenefitDecision, ExplanationStep, SchemeDecision } from '../../adjudication/decision.ts';
import type { AdjudicationInput } from '../../adjudication/input.ts';
import { Money } from '../../money/money.ts';
import { REASON_WORDS } from '../../scheme/reasons.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Problems } from '../calculator/problems.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, notice, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { UserVisit } from '../page.ts';
import { STATUS_WORDS } from '../words/outcomes.ts';
import { BILL_TEXTS } from './bill-texts.ts';
import type { Prose } from './prose.ts';

const TEXTS = {
  wrong: { zh: '无法计算，请更正：', en: 'This cannot be calculated yet:' },
  outcome: { zh: '结果', en: 'Outcome' },
  insurer: { zh: '保险即时支付（冲抵账单）', en: 'Insurers pay now, off the bill' },
  member: { zh: '保险另付参保人', en: 'Insurers pay the member' },
  patient: { zh: '患者自付', en: 'The patient pays' },
  identity: { zh: '金额核对', en: 'The bill adds up' },
  funds: { zh: '各基金', en: 'Funds' },
  before: { zh: '适用前提', en: 'Before any benefit' },
  none: { zh: '该时间内没有有效保单', en: 'No policy is in force at that time' },
} as const satisfies Texts;

/** What is wrong with what was typed, each with a link to its field. */
export function problemsNotice({ say }: UserVisit, problems: Problems, labels: ReadonlyMap<string, string>): Html {
  const items = [...problems].map(([name, words]) => {
    const label = labels.get(name);
    return label === undefined
      ? html`<li>${say(words)} <code>${name}</code></li>`
      : html`<li><a href="#field-${name}">${label}</a>: ${say(words)}</li>`;
  });
  return notice('bad', html`<p>${say(TEXTS.wrong)}</p><ul>${items}</ul>`);
}

/** A decision as those read it who wrote the rules: each amount with its steps, each step with its clause. */
export function resultOf(
  visit: UserVisit,
  input: AdjudicationInput,
  decided: Adjudication,
  schemes: readonly Scheme[],
  text: Prose,
): Html {
  const { say } = visit;
  const { outcome, reason, insurerPaid, memberBenefit, patientPays } = decided;
  const why = reason === null ? '' : ` · ${say(REASON_WORDS[reason])}`;
  return html`${definitions([
    [say(TEXTS.outcome), `${say(STATUS_WORDS[outcome])}${why}`],
    [say(TEXTS.insurer), html`<strong>${money(insurerPaid)}</strong>`],
    [say(TEXTS.member), money(memberBenefit)],
    [say(TEXTS.patient), html`<strong>${money(patientPays)}</strong>`],
  ])}
<p class="identity"><span>${say(TEXTS.identity)}</span> ${identity(visit, input)}</p>
${decided.schemes.length === 0 && html`<p class="empty">${say(TEXTS.none)}</p>`}
${decided.schemes.map((one) => {
  const scheme = schemes.find(({ rules }) => rules.scheme === one.scheme);
  const steps = decided.explanation.filter((step) => step.scheme === one.scheme);
  return scheme === undefined ? '' : schemePart(visit, scheme, one, steps, scheme === schemes[0] ? text : undefined);
})}`;
}

/** Both sides of the two identities of a bill. */
function identity({ say }: UserVisit, { claim }: AdjudicationInput): Html {
  const { total, inScope, firstSelfPay, fullySelfPaid, overLimit } = claim.charges;
  const funds = Money.sum(claim.payments.map(({ amount }) => amount));
  const part = (label: string, amount: Money) => html`${label} ${money(amount)}`;
  return html`${part(say(BILL_TEXTS.total), total)} = ${part(say(BILL_TEXTS.inScope), inScope)} + ${part(say(BILL_TEXTS.firstSelfPay), firstSelfPay)} + ${part(say(BILL_TEXTS.fullySelfPaid), fullySelfPaid)} + ${part(say(BILL_TEXTS.overLimit), overLimit)} = ${part(say(TEXTS.funds), funds)} + ${part(say(BILL_TEXTS.personal), claim.personal)}`;
}

function schemePart(
  visit: UserVisit,
  { rules }: Scheme,
  decided: SchemeDecision,
  steps: readonly ExplanationStep[],
  text: Prose | undefined,
): Html {
  const { say } = visit;
  const general = steps.filter(({ benefit }) => benefit === null);
  const why = decided.reason === null ? '' : ` · ${say(REASON_WORDS[decided.reason])}`;
  const benefits = decided.benefits.map((one) => {
    const name = rules.benefits.find(({ id }) => id === one.benefit)?.name ?? { zh: one.benefit, en: one.benefit };
    return benefitPart(
      visit,
      { ...one, name: say(name), scheme: decided.scheme },
      steps.filter(({ benefit }) => benefit === one.benefit),
      text,
    );
  });
  return html`<h3>${say(rules.name)} <span class="soft">${say(STATUS_WORDS[decided.status])}${why}</span></h3>
${general.length > 0 && html`<details class="benefit"><summary>${say(TEXTS.before)}</summary>${stepList(visit, general, text)}</details>`}
${benefits}`;
}

function benefitPart(
  visit: UserVisit,
  one: BenefitDecision & { readonly name: string; readonly scheme: string },
  steps: readonly ExplanationStep[],
  text: Prose | undefined,
): Html {
  const { say } = visit;
  const why = one.reason === null ? '' : ` · ${say(REASON_WORDS[one.reason])}`;
  const status =
    one.status === 'paid' ? false : html` <span class="soft">${say(STATUS_WORDS[one.status])}${why}</span>`;
  return html`<details class="benefit"${one.status === 'paid' && html` open`}><summary>${one.name}${status} <output class="paid" id="paid-${one.scheme}-${one.benefit}">${money(one.paid)}</output></summary>${stepList(visit, steps, text)}</details>`;
}

function stepList({ language }: UserVisit, steps: readonly ExplanationStep[], text: Prose | undefined): Html {
  const items = steps.map((step) => {
    const place = text?.placeOf(step);
    const clause =
      step.clause !== null &&
      (place === undefined
        ? html` <span class="clause">${step.clause}</span>`
        : html` <a class="clause" href="#${place}">${step.clause}</a>`);
    const amount = step.amount !== null && html`<span class="amount">${money(step.amount)}</span>`;
    return html`<li><span>${step[language]}${clause}</span>${amount}</li>`;
  });
  return html`<ol class="steps">${items}</ol>`;
}

function money(amount: Money): string {
  return yuan(amount.toFixed2());
}
