import type { Policy } from '../adjudication/input.ts';
import { canonicalJson } from '../claim/digest.ts';
import type { NewEntry } from '../ledger/journal.ts';
import type { MemberView, RecordedSettlement } from '../ledger/ledger.ts';
import type { At } from './entries.ts';
import { type AmendmentBody, termsOf } from './record.ts';
import { type FrozenTerms, policyFor, type Rulebook } from './terms.ts';

/** Terms that stand instead of those frozen so far, by decision. */
export type Amended = Readonly<Record<string, readonly FrozenTerms[]>>;

/**
 * The terms under which settlements of a member are run through again, where the members of the family bear a deductible
 * together: with what the others have borne by now. As it was frozen, what they have borne since would be borne twice.
 *
 * @param changed terms that have been amended already, and still are
 */
export function familyNow(
  { policies }: Pick<MemberView, 'policies'>,
  survivors: readonly RecordedSettlement[],
  rulebook: Rulebook,
  changed: Amended = {},
): Amended {
  const amended: Record<string, readonly FrozenTerms[]> = { ...changed };
  for (const settlement of survivors) {
    const { decisionId } = settlement.record;
    const frozen = changed[decisionId] ?? termsOf(settlement);
    const fresh = frozen.map((terms) => withFamilyNow(terms, policies, rulebook));
    if (fresh.some((terms, index) => terms !== frozen[index])) amended[decisionId] = fresh;
  }
  return amended;
}

/** The terms themselves where there is nothing to change in them. A policy that is cancelled since keeps what it had. */
function withFamilyNow(terms: FrozenTerms, policies: readonly Policy[], rulebook: Rulebook): FrozenTerms {
  const { scheme, policyNo, familyUsed: before } = terms.policy;
  const now = policies.find((one) => one.scheme === scheme && one.policyNo === policyNo);
  if (now === undefined || sameUse(now.familyUsed, before)) return terms;
  const rules = rulebook.schemeByDigest(terms.schemeDigest);
  const policy = policyFor(rules, { ...terms.policy, familyUsed: now.familyUsed });
  return sameUse(policy.familyUsed, before) ? terms : { ...terms, policy };
}

function sameUse(one: Policy['familyUsed'], other: Policy['familyUsed']): boolean {
  return canonicalJson(one ?? {}) === canonicalJson(other ?? {});
}

/** The entry that freezes amended terms, if any are. */
export function amendment(terms: Amended, at: At): NewEntry[] {
  const [first] = Object.values(terms).flat();
  if (first === undefined) return [];
  const body: AmendmentBody = {
    reason:
      '家庭共担的免赔额，按其他成员目前已承担的计 / a deductible that a family shares, by what others have borne by now',
    scheme: first.policy.scheme,
    terms,
  };
  return [{ type: 'READJUDICATE', ...at, body }];
}
