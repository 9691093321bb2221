import type { Hospital, InsurerShare, Policy, SchemeTerms } from '../adjudication/input.ts';
import { Money } from '../money/money.ts';
import { familyDeductibles } from '../scheme/family.ts';
import type { CodeList } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';

/** What is in force now, and what was in force when. */
export interface Rulebook {
  /** The scheme's rules as they stand, or `undefined` where the gateway does not have the scheme. */
  scheme(id: string): Scheme | undefined;
  /** Rules by digest, also those of earlier years. @throws where they were never kept */
  schemeByDigest(digest: string): Scheme;
  facts(scheme: string): Readonly<Record<string, string>>;
  lists(): ReadonlyMap<string, { readonly digest: string; readonly list: CodeList }>;
  listByDigest(digest: string): CodeList | undefined;
  shares(scheme: string): readonly InsurerShare[];
  hospital(id: string): Hospital | undefined;
}

/** The terms of one scheme as a journal entry freezes them: rules and lists by digest, the rest as it was. */
export interface FrozenTerms {
  readonly schemeDigest: string;
  readonly policy: Policy;
  readonly facts: Readonly<Record<string, string>>;
  /** Digest by list name. */
  readonly lists: Readonly<Record<string, string>>;
  /** Lead first; shares as decimal text. */
  readonly shares: readonly (readonly [insurer: string, share: string])[];
}

/** The terms a member's policies have now. A policy of a scheme that the gateway does not have is left out. */
export function currentTerms(policies: readonly Policy[], rulebook: Rulebook): SchemeTerms[] {
  return policies.flatMap((policy) => {
    const scheme = rulebook.scheme(policy.scheme);
    if (scheme === undefined) return [];
    const lists = [...rulebook.lists()].filter(([name]) => Object.hasOwn(scheme.rules.lists, name));
    return [
      {
        scheme,
        policy: policyFor(scheme, policy),
        facts: rulebook.facts(policy.scheme),
        lists: new Map(lists.map(([name, { list }]) => [name, list])),
        shares: rulebook.shares(policy.scheme),
      },
    ];
  });
}

/** A policy as terms of a scheme have it: with what the family has used where the scheme asks for it. */
export function policyFor(scheme: Scheme, { familyUsed, ...policy }: Policy): Policy {
  return familyUsed === undefined || familyDeductibles(scheme.rules).size === 0 ? policy : { ...policy, familyUsed };
}

/** Freezes terms for the journal. */
export function freeze(terms: SchemeTerms, rulebook: Rulebook): FrozenTerms {
  const lists = rulebook.lists();
  return {
    schemeDigest: terms.scheme.digest,
    policy: terms.policy,
    facts: terms.facts,
    lists: Object.fromEntries([...terms.lists.keys()].map((name) => [name, lists.get(name)?.digest ?? ''])),
    shares: terms.shares.map(({ insurer, share }) => [insurer, share.toString()] as const),
  };
}

/** How insurers shared when the terms were frozen, the lead first. */
export function sharesOf({ shares }: Pick<FrozenTerms, 'shares'>): InsurerShare[] {
  return shares.map(([insurer, share]) => ({ insurer, share: Money.of(share) }));
}

/** Terms as they were frozen. @throws where a rule text or a list of that time is not kept */
export function thaw(frozen: FrozenTerms, rulebook: Rulebook): SchemeTerms {
  const lists = Object.entries(frozen.lists).map(([name, digest]) => {
    const list = rulebook.listByDigest(digest);
    if (list === undefined) throw new Error(`the list ${name} is not kept in the version ${digest}`);
    return [name, list] as const;
  });
  return {
    scheme: rulebook.schemeByDigest(frozen.schemeDigest),
    policy: frozen.policy,
    facts: frozen.facts,
    lists: new Map(lists),
    shares: sharesOf(frozen),
  };
}
