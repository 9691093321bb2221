import { foldName } from '../claim/identity.ts';
import { Money } from '../money/money.ts';
import type { CaseLists, CasePolicy, CasesFile, WorkedCase } from '../scheme/cases.ts';
import { ENGINE_FACTS, FACT_FORMS, factText } from '../scheme/facts.ts';
import { familyDeductibles } from '../scheme/family.ts';
import type { SchemeRules } from '../scheme/language.ts';
import { CodeList } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { CATEGORY_NAMES } from '../scheme/words.ts';
import { CASE_NAME } from './case-claim.ts';
import type { Policy, SchemeTerms } from './input.ts';

/** A case that cannot be run as it is written. */
export class CaseError extends Error {
  override name = 'CaseError';
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

/** A name as the cases' policies carry it. */
export function caseNameKey(name: string | undefined): string {
  return foldName(name ?? CASE_NAME);
}

interface Said {
  readonly policy?: CasePolicy | undefined;
  readonly facts?: Readonly<Record<string, string>> | undefined;
  readonly lists?: CaseLists | undefined;
}

/**
 * The policies under which the claims of a case are decided: one in the scheme itself, and one in each it names besides.
 *
 * @throws CaseError where a case names a scheme that is not there, or a policy has no period
 */
export function caseTerms(
  scheme: Scheme,
  file: CasesFile,
  one: WorkedCase,
  further: (id: string) => Scheme | undefined,
): SchemeTerms[] {
  const { defaults } = file;
  const own: Said = {
    policy: { ...defaults.policy, ...one.policy },
    facts: { ...defaults.facts, ...one.facts },
    lists: { ...defaults.lists, ...one.lists },
  };
  const others = Object.entries(one.also ?? {}).map(([id, said]) => {
    const other = further(id);
    if (other === undefined) throw new CaseError(`没有方案 ${id}`, `there is no scheme ${id}`);
    return termsOf(other, said);
  });
  return [termsOf(scheme, own), ...others];
}

function termsOf(scheme: Scheme, said: Said): SchemeTerms {
  checkWords(scheme, said.policy ?? {});
  for (const name of Object.keys(said.lists ?? {})) checkList(scheme, name);
  const lists = Object.entries(said.lists ?? {}).flatMap(([name, entries]): [string, CodeList][] =>
    entries === 'none' ? [] : [[name, new CodeList(entries)]],
  );
  return {
    scheme,
    policy: policyOf(scheme, said.policy ?? {}),
    facts: factsOf(scheme, said.facts ?? {}),
    lists: new Map(lists),
    shares: [{ insurer: 'LEAD', share: Money.ONE }],
  };
}

/** @throws CaseError where the insurer would import no list of this name */
export function checkList({ rules, ownLists }: Scheme, name: string): void {
  if (Object.hasOwn(rules.lists, name) && !ownLists.has(name)) return;
  throw new CaseError(`方案没有要导入的清单 ${name}`, `the scheme imports no list ${name}`);
}

/** A member as a roster could list it: a misspelt word would silently put it into no group. */
function checkWords({ rules }: Scheme, said: CasePolicy): void {
  const { roster } = rules;
  const known: [string, readonly string[], readonly string[]][] = [
    ['cohorts', said.cohorts ?? [], roster.cohorts],
    ['preexisting', said.preexisting ?? [], [...CATEGORY_NAMES, ...roster.preexisting]],
    ['plan', said.plan === undefined ? [] : [said.plan], roster.plans],
  ];
  for (const [field, words, declared] of known) {
    const word = words.find((one) => !declared.includes(one));
    if (word === undefined) continue;
    throw new CaseError(
      `policy.${field} 中的“${word}”未在 roster 中声明`,
      `"${word}" in policy.${field} is not declared under roster`,
    );
  }
  if ((said.claimFreeYears ?? 0) > (said.priorYears ?? 0)) {
    throw new CaseError('claimFreeYears 多于 priorYears', 'claimFreeYears is more than priorYears');
  }
}

/** Facts as somebody could have set them; `none` for one that nobody has set. */
function factsOf({ rules }: Scheme, said: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.entries(said).filter(([, value]) => value !== 'none');
  return Object.fromEntries(
    given.map(([name, value]): [string, string] => {
      const kind = ENGINE_FACTS.get(name) ?? rules.facts[name]?.unit;
      if (kind === undefined) throw new CaseError(`方案没有参数 ${name}`, `the scheme has no fact ${name}`);
      const text = factText(kind, value);
      if (text !== undefined) return [name, text];
      throw new CaseError(`参数 ${name} 须为${FACT_FORMS[kind].zh}`, `the fact ${name} must be ${FACT_FORMS[kind].en}`);
    }),
  );
}

/** What a family has used of deductibles, by their names, as the roster would have it: by benefit. */
function familyUsedOf(rules: SchemeRules, said: NonNullable<CasePolicy['familyUsed']>): Policy['familyUsed'] {
  const known = familyDeductibles(rules);
  return Object.fromEntries(
    Object.entries(said).map(([name, amount]): [string, string] => {
      const benefit = known.get(name);
      if (benefit !== undefined) return [benefit, amount.toExact()];
      throw new CaseError(
        `policy.familyUsed 中的“${name}”不是全家合计的免赔额（familyShared）`,
        `"${name}" in policy.familyUsed is no deductible that a family shares (\`familyShared\`)`,
      );
    }),
  );
}

function policyOf({ rules }: Scheme, said: CasePolicy): Policy {
  const fixed = 'from' in rules.coverage ? rules.coverage : undefined;
  const effectiveFrom = said.from ?? fixed?.from;
  const effectiveTo = said.to ?? fixed?.to;
  if (effectiveFrom === undefined || effectiveTo === undefined) {
    throw new CaseError(
      '方案没有统一保障期：policy 须写 from 与 to',
      'the scheme has no fixed period: the policy needs from and to',
    );
  }
  return {
    scheme: rules.scheme,
    policyNo: `P-${rules.scheme}`,
    nameKey: caseNameKey(said.name),
    insuredRegion: said.insuredRegion ?? rules.region.padEnd(6, '0'),
    effectiveFrom,
    effectiveTo,
    cohorts: said.cohorts ?? [],
    preexisting: said.preexisting ?? [],
    priorYears: said.priorYears ?? 0,
    claimFreeYears: said.claimFreeYears ?? 0,
    plan: said.plan ?? '',
    familyBorne: said.familyBorne,
    ...(said.familyUsed === undefined ? {} : { familyUsed: familyUsedOf(rules, said.familyUsed) }),
  };
}
