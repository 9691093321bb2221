import type { Claim } from '../claim/claim.ts';
import type { Money } from '../money/money.ts';
import type { CodeList } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Reason } from '../scheme/words.ts';
import type { DateText } from '../time/calendar.ts';
import type { Accumulators } from './accumulators.ts';

/** What rules may ask of a hospital, as the registry has it at the moment of the decision. */
export interface Hospital {
  readonly id: string;
  /** GB/T 2260 code. */
  readonly region: string;
  /** 1 to 3. */
  readonly level: number;
  readonly ownership: 'public' | 'private';
  readonly designated: boolean;
  readonly drg: boolean;
}

/** A member's policy in one scheme, one roster row. */
export interface Policy {
  readonly scheme: string;
  readonly policyNo: string;
  /** The member's name folded for comparison, or a keyed hash of it: compared for equality only. */
  readonly nameKey: string;
  readonly insuredRegion: string;
  /** First and last day of the policy, both included. */
  readonly effectiveFrom: DateText;
  readonly effectiveTo: DateText;
  readonly cohorts: readonly string[];
  readonly preexisting: readonly string[];
  readonly priorYears: number;
  readonly claimFreeYears: number;
  readonly plan: string;
  /** Deductibles that another member of the family has borne, so that they are waived here. */
  readonly familyBorne?: readonly string[] | undefined;
  /** What other members of the family have borne of deductibles so far: yuan, exact, by benefit. */
  readonly familyUsed?: Readonly<Record<string, string>> | undefined;
}

/** An insurer's part of what a scheme pays; the lead first. */
export interface InsurerShare {
  readonly insurer: string;
  readonly share: Money;
}

/** All that decides what one scheme pays to one member: the policy and everything frozen with a decision. */
export interface SchemeTerms {
  readonly scheme: Scheme;
  readonly policy: Policy;
  readonly facts: Readonly<Record<string, string>>;
  /** Imported lists by name; a list that nobody imported is absent. */
  readonly lists: ReadonlyMap<string, CodeList>;
  readonly shares: readonly InsurerShare[];
}

/**
 * What a person has decided of a claim in one scheme (rulebook A18): it stays pended for the reason it was left to a
 * person, so that a later run under other accumulators or terms does not pay it a second time.
 */
export interface Held {
  /** Where the whole scheme was left to a person. */
  readonly scheme: Reason | null;
  /** Else which of its benefits were. */
  readonly benefits: Readonly<Record<string, Reason>>;
  /** What the member was paid by hand, lump sums aside: it leaves less to the guard (rulebook A9). */
  readonly paid: Money;
}

/** The input of one adjudication. Everything it needs is here: no clock, no store, nothing random. */
export interface AdjudicationInput {
  readonly claim: Claim;
  /** The patient's name as {@link Policy.nameKey} is made, to be compared with it. */
  readonly nameKey: string;
  readonly hospital: Hospital;
  /** The business day of the decision. */
  readonly decidedOn: DateText;
  /** The patient's whole years on the day of admission; null where neither id nor claim tells the day of birth. */
  readonly age: number | null;
  /** The member's policies that may be taken up, in any order; cancelled ones left out. */
  readonly terms: readonly SchemeTerms[];
  /** By {@link policyKey}; a policy without any is untouched. */
  readonly accumulators: ReadonlyMap<string, Accumulators>;
  /** By {@link policyKey}. */
  readonly held?: ReadonlyMap<string, Held> | undefined;
}

/** Identifies a policy among all schemes. */
export function policyKey(policy: Pick<Policy, 'scheme' | 'policyNo'>): string {
  return `${policy.scheme}/${policy.policyNo}`;
}

/** The scheme of a {@link policyKey}. */
export function schemeOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
