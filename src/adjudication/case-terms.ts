import { foldName } from '../claim/identity.ts';
import { Money } from '../money/money.ts';
import type { CaseLists, CasePolicy, CasesFile, WorkedCase } from '../scheme/cases.ts';
import { CodeList } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { CASE_NAME } from './case-claim.ts';
import type { Policy, SchemeTerms } from './input.ts';

/** A case that cannot be run as it is written. */
export class CaseError extends Error {
  override name = 'CaseError';
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
    if (other === undefined) throw new CaseError(`there is no scheme ${id}`);
    return termsOf(other, said);
  });
  return [termsOf(scheme, own), ...others];
}

function termsOf(scheme: Scheme, said: Said): SchemeTerms {
  for (const name of Object.keys(said.lists ?? {})) {
    if (!Object.hasOwn(scheme.rules.lists, name) || scheme.ownLists.has(name)) {
      throw new CaseError(`${scheme.rules.scheme} imports no list ${name}`);
    }
  }
  const lists = Object.entries(said.lists ?? {}).flatMap(([name, entries]): [string, CodeList][] =>
    entries === 'none' ? [] : [[name, new CodeList(entries)]],
  );
  return {
    scheme,
    policy: policyOf(scheme, said.policy ?? {}),
    facts: said.facts ?? {},
    lists: new Map(lists),
    shares: [{ insurer: 'LEAD', share: Money.ONE }],
  };
}

function policyOf({ rules }: Scheme, said: CasePolicy): Policy {
  const fixed = 'from' in rules.coverage ? rules.coverage : undefined;
  const effectiveFrom = said.from ?? fixed?.from;
  const effectiveTo = said.to ?? fixed?.to;
  if (effectiveFrom === undefined || effectiveTo === undefined) {
    throw new CaseError(`${rules.scheme} has no fixed period: the policy needs from and to`);
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
    familyBorne: said.familyBorne ?? [],
  };
}
