import { expect } from 'vitest';
import type { Accumulators } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import { type CaseFields, caseClaim, caseHospital } from '../../src/adjudication/case-claim.ts';
import { caseNameKey } from '../../src/adjudication/case-terms.ts';
import type { Adjudication, BenefitDecision } from '../../src/adjudication/decision.ts';
import type { AdjudicationInput, Policy, SchemeTerms } from '../../src/adjudication/input.ts';
import { Money } from '../../src/money/money.ts';
import { formatFinding } from '../../src/scheme/finding.ts';
import { readSchemeText } from '../../src/scheme/load.ts';
import { schemeHead } from '../support/scheme-head.ts';
import { atDischarge, type Used } from '../support/terms.ts';

export const yuan = (text: string): Money => Money.of(text);

/** A scheme as a test writes it. */
export interface Small {
  /** In YAML without indent; one benefit, whose id is `only` and whose name is 责任, or several with ids and names. */
  readonly benefits: string | readonly string[];
  /** Further parts of the scheme, in YAML. */
  readonly more?: string;
  readonly gates?: string;
  readonly id?: string;
  readonly precedence?: number;
  readonly policy?: Partial<Policy>;
  readonly terms?: Partial<SchemeTerms>;
}

/** The terms of a made-up scheme of few rules, which must be without findings. */
export function smallTerms({ benefits, more = '', gates, id = 'small-2025', precedence = 10, ...change }: Small) {
  const head = schemeHead(id, '小例', 'Small', '例3')
    .replace('precedence: 10', `precedence: ${precedence}`)
    .replace('gates: []', gates === undefined ? 'gates: []' : `gates:\n${gates}`);
  const each =
    typeof benefits === 'string' ? [`id: only\nname: { zh: 责任, en: Benefit }\n${benefits.trim()}`] : benefits;
  const items = each.map((text) => `  - ${text.trim().replace(/\n/g, '\n    ')}\n`);
  const { scheme, findings } = readSchemeText(`${head}${more}\nbenefits:\n${items.join('')}`, 'scheme.yaml');
  expect(findings.map((finding) => formatFinding(finding))).toEqual([]);
  if (scheme === undefined) throw new Error('the scheme loads');
  const policy: Policy = {
    scheme: id,
    policyNo: `P-${id}`,
    nameKey: caseNameKey(undefined),
    insuredRegion: '379900',
    effectiveFrom: '2025-01-01',
    effectiveTo: '2025-12-31',
    cohorts: [],
    preexisting: [],
    priorYears: 0,
    claimFreeYears: 0,
    plan: '',
    ...change.policy,
  };
  return { scheme, policy, facts: {}, lists: new Map(), shares: [], ...change.terms } satisfies SchemeTerms;
}

/** Decides claims one after another under terms. */
export function decideUnder(
  terms: readonly SchemeTerms[],
  claims: readonly CaseFields[],
  more: Partial<AdjudicationInput> = {},
): Adjudication[] {
  let used: Used = more.accumulators ?? new Map<string, Accumulators>();
  return claims.map((fields, index) => {
    const claim = caseClaim({ admitted: '2025-03-01', discharged: '2025-03-11', ...fields }, index + 1);
    const hospital = caseHospital(fields.hospital, '3799');
    const asked = { claim, ...atDischarge(claim), nameKey: caseNameKey(undefined), hospital, terms, age: 40 };
    const found = adjudicate({ ...asked, ...more, accumulators: used });
    used = new Map([...used, ...found.accumulators]);
    return found;
  });
}

/** Decides claims one after another by one scheme. */
export function decideSmall(small: Small, claims: readonly CaseFields[], more: Partial<AdjudicationInput> = {}) {
  return decideUnder([smallTerms(small)], claims, more);
}

/** What benefits paid, in the order of the scheme. */
export const paidOf = (found: Adjudication | undefined): string[] =>
  (found?.schemes ?? []).flatMap(({ benefits }) => benefits.map(({ paid }) => String(paid)));

export const firstBenefit = (found: Adjudication | undefined): BenefitDecision | undefined =>
  found?.schemes[0]?.benefits[0];

/** The steps as a clerk reads them, without the first, which names the policy. */
export function told(found: Adjudication | undefined): string[] {
  return (found?.explanation ?? [])
    .filter(({ step }) => step !== 'policy')
    .map(({ step, clause, zh, en, amount }) => [step, clause ?? '-', zh, en, amount ?? '-'].join(' | '));
}
