import { percent } from '../../adjudication/explain.ts';
import { Money } from '../../money/money.ts';
import type { DecisionDocument } from '../../settlement/documents.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, section, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Visit } from '../page.ts';
import { BENEFIT_STATUSES, benefitWords, OUTCOMES, reasonWords, schemeWords } from './words.ts';

type SchemePart = DecisionDocument['schemes'][number];
type BenefitPart = SchemePart['benefits'][number];
type Step = DecisionDocument['explanation'][number];

const TEXTS = {
  before: { zh: '收到的报文', en: 'The message as it came' },
  policy: { zh: '保单号', en: 'Policy' },
  outcome: { zh: '结果', en: 'Outcome' },
  reason: { zh: '原因', en: 'Reason' },
  insurerPaid: { zh: '即时支付（冲抵账单）', en: 'Pays now (off the bill)' },
  memberBenefit: { zh: '另付参保人', en: 'Pays the member' },
  insurers: { zh: '承保机构', en: 'Insurers' },
  rules: { zh: '规则摘要', en: 'Digest of the rules' },
  step: { zh: '步骤与依据', en: 'Step and clause' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  noSteps: { zh: '没有计算步骤', en: 'no steps' },
  tiers: { zh: '分段：', en: 'Tiers: ' },
  from: { zh: '年度累计自', en: 'Of the year, from' },
  to: { zh: '至', en: 'to' },
  part: { zh: '本次落入（元）', en: 'Of this claim (yuan)' },
  rate: { zh: '比例', en: 'Rate' },
  toMember: { zh: '付参保人', en: 'to the member' },
  deductibleLeft: { zh: '免赔额剩余（元）', en: 'Deductible left (yuan)' },
  folded: { zh: '已核对但不适用的保障责任：', en: 'Benefits that were tried and do not apply: ' },
  comma: { zh: '、', en: ', ' },
  colon: { zh: '：', en: ': ' },
} as const satisfies Texts;

/** Why each scheme pays what it pays: a section for each, with what was tried and did not apply folded away. */
export function explanationSections(visit: Visit, decision: DecisionDocument): Html {
  const { say } = visit;
  const general = decision.explanation.filter(({ scheme }) => scheme === null);
  const steps = stepsByPolicy(decision.explanation);
  const schemes = decision.schemes.map((part, index) => schemeSection(visit, part, steps[index] ?? []));
  return html`${general.length > 0 && section(say(TEXTS.before), notes(visit, general))}${schemes}`;
}

/** The steps of each policy, in the order of the decision's schemes: each begins with the policy that was found. */
export function stepsByPolicy(explanation: readonly Step[]): Step[][] {
  const policies: Step[][] = [];
  for (const step of explanation) {
    if (step.step === 'policy') policies.push([]);
    policies.at(-1)?.push(step);
  }
  return policies;
}

function schemeSection(visit: Visit, part: SchemePart, steps: readonly Step[]): Html {
  const { say } = visit;
  const facts = definitions([
    [say(TEXTS.policy), part.policyNo],
    [say(TEXTS.outcome), say(OUTCOMES[part.status])],
    [say(TEXTS.reason), part.reason !== null && say(reasonWords(part.reason))],
    [say(TEXTS.insurerPaid), yuan(part.insurerPaid)],
    [say(TEXTS.memberBenefit), part.memberBenefit !== '0.00' && yuan(part.memberBenefit)],
    [say(TEXTS.insurers), shares(part).join(say(TEXTS.comma))],
    [say(TEXTS.rules), html`<code>${part.schemeDigest.slice(0, 19)}</code>`],
  ]);
  return section(say(schemeWords(visit, part.scheme)), html`${facts}${policyExplanation(visit, part, steps)}`);
}

/**
 * Why a policy pays what it pays: its steps, benefit by benefit, each with its clause and its figure; what was tried and
 * did not apply is folded away.
 *
 * @param steps those of this policy
 */
export function policyExplanation(visit: Visit, { scheme, benefits }: SchemePart, steps: readonly Step[]): Html {
  const stepsOf = (benefit: string | null) => steps.filter((step) => step.benefit === benefit);
  const tried = benefits.filter(({ status }) => status === 'not-applicable');
  const applied = benefits.filter(({ status }) => status !== 'not-applicable');
  return html`${notes(visit, stepsOf(null))}
${applied.map((benefit) => benefitPart(visit, scheme, benefit, stepsOf(benefit.benefit)))}
${tried.length > 0 && folded(visit, scheme, tried, stepsOf)}`;
}

/** How co-insurers share it; of a single insurer the amount is said already. */
function shares({ insurers }: SchemePart): string[] {
  return insurers.map(({ insurer, amount }) => (insurers.length > 1 ? `${insurer} ${yuan(amount)}` : insurer));
}

/** Findings without a figure, with their clauses. */
function notes({ say }: Visit, steps: readonly Step[]): Html | false {
  if (steps.length === 0) return false;
  const items = steps.map((step) => html`<li>${say(step)}${cited(step)}</li>`);
  return html`<ul class="notes">${items}</ul>`;
}

function benefitPart(visit: Visit, scheme: string, benefit: BenefitPart, steps: readonly Step[]): Html {
  const { say } = visit;
  const name = say(benefitWords(visit, scheme, benefit.benefit));
  const reason = benefit.reason === null ? '' : `${say(TEXTS.colon)}${say(reasonWords(benefit.reason))}`;
  const status = `${say(BENEFIT_STATUSES[benefit.status])}${reason}`;
  const payee = benefit.payTo === 'member' ? ` · ${say(TEXTS.toMember)}` : '';
  const total = ({ step }: Step) => step === 'eligible' || step === 'payout';
  return html`<h3>${name} <span class="status ${benefit.status}">${status}${payee}</span></h3>
<div class="steps">${table({
    caption: name,
    empty: say(TEXTS.noSteps),
    rows: steps,
    columns: [
      {
        title: say(TEXTS.step),
        cell: (step) => html`${total(step) ? html`<strong>${say(step)}</strong>` : say(step)}${cited(step)}`,
      },
      {
        title: say(TEXTS.amount),
        cell: (step) => {
          const amount = step.amount !== null && yuan(step.amount);
          return total(step) ? html`<strong>${amount}</strong>` : amount;
        },
        figure: true,
      },
    ],
  })}</div>
${benefit.slices.length > 0 && tiers(visit, name, benefit)}`;
}

/** The clause that a step rests on; arithmetic rests on none. */
function cited({ clause }: Step): Html | false {
  return clause !== null && html` <span class="clause">${clause}</span>`;
}

function tiers({ say }: Visit, name: string, { slices, deductible }: BenefitPart): Html {
  return html`${table({
    caption: `${say(TEXTS.tiers)}${name}`,
    empty: '',
    rows: slices,
    narrow: true,
    columns: [
      { title: say(TEXTS.from), cell: ({ from }) => yuan(from), figure: true },
      { title: say(TEXTS.to), cell: ({ to }) => yuan(to), figure: true },
      { title: say(TEXTS.part), cell: ({ amount }) => yuan(amount), figure: true },
      { title: say(TEXTS.rate), cell: ({ rate }) => percent(Money.of(rate)), figure: true },
    ],
  })}
<p class="soft">${say(TEXTS.deductibleLeft)} ${yuan(deductible.remaining)}</p>`;
}

function folded(
  visit: Visit,
  scheme: string,
  tried: readonly BenefitPart[],
  stepsOf: (benefit: string) => readonly Step[],
): Html {
  const { say } = visit;
  const items = tried.map(({ benefit, reason }) => {
    const why = reason === null ? '' : `${say(TEXTS.colon)}${say(reasonWords(reason))}`;
    return html`<li>${say(benefitWords(visit, scheme, benefit))}${why}${notes(visit, stepsOf(benefit))}</li>`;
  });
  return html`<details><summary>${say(TEXTS.folded)}${tried.length}</summary><ul class="notes">${items}</ul></details>`;
}
