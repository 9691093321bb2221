import type { Bilingual } from '../../../scheme/words.ts';
import type { DecisionDocument } from '../../../settlement/documents.ts';
import { type Html, html } from '../../html/html.ts';
import { yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Visit } from '../../page.ts';

const TEXTS = {
  whole: { zh: '整个方案', en: 'The scheme as a whole' },
  clause: { zh: '条款', en: 'Clause' },
} as const satisfies Texts;

type Step = DecisionDocument['explanation'][number];

/**
 * Why an amount is what it is: the steps of an explanation in their order, benefit by benefit, each with its clause and
 * its figure.
 *
 * @param benefitName what a benefit is called
 */
export function explanation(
  { say }: { readonly say: Visit['say'] },
  steps: readonly Step[],
  benefitName: (benefit: string) => string,
): Html {
  const groups = [...Map.groupBy(steps, ({ benefit }) => benefit)];
  return html`${groups.map(
    ([benefit, group]) => html`<h3>${benefit === null ? say(TEXTS.whole) : benefitName(benefit)}</h3>
<ol class="steps">${group.map((one) => step(say, one))}</ol>`,
  )}`;
}

function step(say: (words: Bilingual) => string, { zh, en, clause, amount }: Step): Html {
  return html`<li><span class="step-text">${say({ zh, en })}${
    clause !== null && html` <span class="soft">${say(TEXTS.clause)} ${clause}</span>`
  }</span>${amount !== null && html`<span class="step-amount">${yuan(amount)}</span>`}</li>`;
}
