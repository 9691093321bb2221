import { Money } from '../../../money/money.ts';
import type { DecisionDetailDocument } from '../../../settlement/review-documents.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { benefitIn, reasonIn, said } from './frame.ts';
import { shares } from './statement.ts';
import { reductionIn, statusIn } from './words.ts';

const TEXTS = {
  standing: { zh: '状态', en: 'State' },
  outcome: { zh: '本方案的决定', en: "This scheme's decision" },
  policy: { zh: '保单号', en: 'Policy' },
  reason: { zh: '原因', en: 'Reason' },
  insurerPaid: { zh: '即时支付（元）', en: 'Paid through the hospital (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to the member (yuan)' },
  shares: { zh: '分摊', en: 'Borne by' },
  benefits: { zh: '各保障责任', en: 'Benefits' },
  benefit: { zh: '保障责任', en: 'Benefit' },
  base: { zh: '基数', en: 'Base' },
  deductible: { zh: '免赔额', en: 'Deductible' },
  eligible: { zh: '可赔付额', en: 'Eligible' },
  slices: { zh: '分段与比例', en: 'Slices and rates' },
  reductions: { zh: '扣减', en: 'Reductions' },
  paid: { zh: '赔付', en: 'Paid' },
  none: { zh: '无', en: 'none' },
} as const satisfies Texts;

type SchemeRow = DecisionDetailDocument['schemes'][number];
type BenefitRow = SchemeRow['benefits'][number];

/** What a scheme decided, benefit by benefit. */
export function decided(visit: UserVisit, row: SchemeRow): Html {
  const { say } = visit;
  return html`${section(
    say(TEXTS.outcome),
    definitions([
      [say(TEXTS.standing), say(statusIn(row.status))],
      [say(TEXTS.reason), reasonIn(visit, row.reason)],
      [say(TEXTS.policy), row.policyNo],
      [say(TEXTS.insurerPaid), html`<strong>${yuan(row.insurerPaid)}</strong>`],
      [say(TEXTS.memberBenefit), yuan(row.memberBenefit)],
      [say(TEXTS.shares), shares(row.insurers)],
    ]),
  )}${table({
    caption: say(TEXTS.benefits),
    empty: say(TEXTS.none),
    rows: row.benefits,
    columns: [
      { title: say(TEXTS.benefit), cell: ({ benefit }) => benefitIn(visit, row.scheme, benefit) },
      { title: say(TEXTS.standing), cell: (one) => benefitState(visit, one) },
      { title: say(TEXTS.base), cell: ({ base }) => yuan(base), figure: true },
      { title: say(TEXTS.deductible), cell: ({ deductible }) => yuan(deductible.applied), figure: true },
      { title: say(TEXTS.eligible), cell: ({ eligible }) => yuan(eligible), figure: true },
      { title: say(TEXTS.slices), cell: (one) => lines(slices(one)), figure: true },
      { title: say(TEXTS.reductions), cell: (one) => lines(reductions(visit, one)), figure: true },
      { title: say(TEXTS.paid), cell: ({ paid }) => yuan(paid), figure: true },
    ],
  })}`;
}

function benefitState(visit: UserVisit, { status, reason }: BenefitRow): string {
  const words = visit.say(statusIn(status));
  return reason === null ? words : said(visit, words, reasonIn(visit, reason));
}

function slices({ slices: all, factor }: BenefitRow): string[] {
  const rates = all.map(({ amount, rate }) => `${yuan(amount)} × ${rate}`);
  return Money.of(factor).eq(Money.ONE) || rates.length === 0 ? rates : [...rates, `× ${factor}`];
}

function reductions(visit: UserVisit, { reductions: all }: BenefitRow): string[] {
  return all.map(({ reason, amount }) => `${visit.say(reductionIn(reason))} ${yuan(amount)}`);
}

function lines(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<span class="line">${text}</span>`);
}
