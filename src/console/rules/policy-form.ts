import { BASIC_INSURANCE_STATUSES } from '../../claim/vocabulary.ts';
import { rosterWord } from '../../scheme/explain/roster-words.ts';
import { STATUS_WORDS } from '../../scheme/explain/vocabulary.ts';
import { ENGINE_FACTS } from '../../scheme/facts.ts';
import type { BenefitRules } from '../../scheme/language.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { policyFields } from '../calculator/policy-fields.ts';
import { type Html, html } from '../html/html.ts';
import type { UserVisit } from '../page.ts';
import { ENGINE_FACT_WORDS } from '../words/facts.ts';
import { BILL_TEXTS as TEXTS } from './bill-texts.ts';
import type { Fields } from './fields.ts';

/** The member's policy in one of the schemes; of the first one also what is the member's and not a policy's. */
export function policyPart(visit: UserVisit, fields: Fields, schemes: readonly Scheme[], index: number): Html {
  const { say } = visit;
  const scheme = schemes[index];
  if (scheme === undefined) return html``;
  const at = `/policies/${index}`;
  const { plans, cohorts, preexisting, familyBorne, familyShared } = policyFields(scheme);
  const word = (one: string) => say(rosterWord(one, scheme.rules));
  const ticks = (list: string, label: Bilingual, words: readonly string[]) =>
    words.length > 0 &&
    fields.group(
      say(label),
      () => html`<div class="ticks">${words.map((one) => fields.tick(`${at}/${list}/${one}`, word(one)))}</div>`,
    );
  const benefitOf = (id: string) => scheme.rules.benefits.find((one) => one.id === id)?.name ?? { zh: id, en: id };
  return html`<div class="fields">${index === 0 && memberFields(visit, fields)}
${fields.text(`${at}/insuredRegion`, say(TEXTS.insuredRegion), { maxlength: 6, inputmode: 'numeric' })}
${fields.count(`${at}/priorYears`, say(TEXTS.prior))}
${fields.count(`${at}/claimFreeYears`, say(TEXTS.claimFree))}
${plans.length > 0 && fields.pick(`${at}/plan`, say(TEXTS.plan), [['', say(TEXTS.none)], ...plans.map((one) => [one, word(one)] as const)])}
${fields.day(`${at}/effectiveFrom`, say(TEXTS.from))}
${fields.day(`${at}/effectiveTo`, say(TEXTS.to))}
</div>
${ticks('cohorts', TEXTS.cohorts, cohorts)}
${fields.folded(say(TEXTS.preexisting), () => html`<div class="ticks">${preexisting.map((one) => fields.tick(`${at}/preexisting/${one}`, word(one)))}</div>`)}
${
  familyBorne.length > 0 &&
  fields.group(
    say(TEXTS.familyBorne),
    () =>
      html`<div class="ticks">${familyBorne.map((one) => fields.tick(`${at}/familyBorne/${one}`, say(benefitOf(one))))}</div>`,
  )
}
${
  familyShared.length > 0 &&
  fields.group(
    say(TEXTS.familyUsed),
    () =>
      html`<div class="fields">${familyShared.map((one) => fields.amount(`${at}/familyUsed/${one}`, say(benefitOf(one))))}</div>`,
  )
}`;
}

function memberFields({ say }: UserVisit, fields: Fields): Html {
  const statuses = Object.fromEntries(BASIC_INSURANCE_STATUSES.map((one) => [one, STATUS_WORDS[one]]));
  return html`${fields.count('/age', say(TEXTS.age))}
${fields.day('/patient/birthDate', say(TEXTS.born))}
${fields.text('/patient/insuranceType', say(TEXTS.insuranceType), { maxlength: 10 })}
${fields.choice('/patient/basicInsurance/status', say(TEXTS.basic), statuses)}
${fields.yesNo('/patient/basicInsurance/settlementId', say(TEXTS.settled))}
${fields.yesNo('/patient/newborn', say(TEXTS.newborn))}
${fields.yesNo('/nameMatches', say(TEXTS.nameMatches))}
${fields.day('/decidedOn', say(TEXTS.decided))}`;
}

/** What the policy has used before: what the scheme's benefits look at, and whatever else was used. */
export function usedFields({ say }: UserVisit, fields: Fields, schemes: readonly Scheme[], index: number): Html {
  const scheme = schemes[index];
  if (scheme === undefined) return html``;
  const at = `/used/${index}`;
  const groups = scheme.rules.benefits.map((benefit) => {
    const own = `${at}/benefits/${benefit.id}`;
    return fields.group(
      say(benefit.name),
      () =>
        html`<div class="fields">${usedOf(benefit).map(([leaf, words, kind]) => {
          const label = typeof words === 'string' ? words : say(words);
          return kind === 'count' ? fields.count(`${own}/${leaf}`, label) : fields.amount(`${own}/${leaf}`, label);
        })}</div>`,
    );
  });
  const capped = scheme.rules.benefits.some(({ outOfPocketCap }) => outOfPocketCap !== undefined);
  const pocket = capped && fields.amount(`${at}/outOfPocket`, say(TEXTS.outOfPocket));
  const others = fields.below(`${at}/`).filter((name) => !fields.labels.has(name) && !/^0?$/.test(fields.value(name)));
  const further =
    others.length > 0 &&
    fields.group(
      say(TEXTS.further),
      () =>
        html`<div class="fields">${others.map((name) => fields.text(name, readable(name.slice(at.length + 1))))}</div>`,
    );
  return html`${groups}${pocket}${further}`;
}

type Leaf = readonly [leaf: string, words: Bilingual | string, kind: 'amount' | 'count'];

function usedOf({ deductible, rates = [], base, limit = [] }: BenefitRules): Leaf[] {
  const tiered = rates.filter(({ tiers }) => tiers !== undefined);
  const looks = (unit: 'times' | 'days') => limit.some((one) => one[unit] !== undefined);
  return [
    ...(deductible === undefined ? [] : [['deductible', TEXTS.usedDeductible, 'amount'] as const]),
    ...tiered.map(({ table }): Leaf => {
      const label = tiered.length === 1 ? TEXTS.usedEligible : mark(TEXTS.usedEligible, table);
      return [`eligible/${encodeURIComponent(table)}`, label, 'amount'];
    }),
    ...(base !== undefined && 'between' in base && base.between !== undefined
      ? [['cost', TEXTS.usedCost, 'amount'] as const]
      : []),
    ['paid', TEXTS.usedPaid, 'amount'],
    ...(looks('times') ? [['times', TEXTS.usedTimes, 'count'] as const] : []),
    ...(looks('days') ? [['days', TEXTS.usedDays, 'count'] as const] : []),
  ];
}

function mark({ zh, en }: Bilingual, table: string): Bilingual {
  return { zh: `${zh}（${table}）`, en: `${en} (${table})` };
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The facts that the scheme asks for, with the values in force; and which lists count. */
export function factFields(
  { say, gateway }: UserVisit,
  fields: Fields,
  schemes: readonly Scheme[],
  index: number,
): Html {
  const scheme = schemes[index];
  if (scheme === undefined) return html``;
  const { rules } = scheme;
  const inForce = gateway.console.schemes.inForce.facts(rules.scheme);
  const names: readonly (readonly [string, Bilingual])[] = [
    ...Object.entries(rules.facts),
    ...[...ENGINE_FACTS.keys()].map((name) => [name, ENGINE_FACT_WORDS[name] ?? { zh: name, en: name }] as const),
  ];
  const facts = names.map(([name, words]) =>
    fields.text(`/facts/${index}/${name}`, say(words), {
      hint: `${say(TEXTS.inForce)}: ${inForce[name] ?? say(TEXTS.notSet)}`,
      maxlength: 20,
    }),
  );
  const imported = Object.values(rules.lists).some(({ entries }) => entries === undefined);
  const lists = { case: TEXTS.listsOfCase, 'in-force': TEXTS.listsInForce };
  return html`<div class="fields">${facts}${index === 0 && (imported ? fields.choice('/listsAs', say(TEXTS.listsAs), lists) : fields.hidden('/listsAs'))}</div>`;
}
