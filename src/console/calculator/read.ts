import { caseNameKey } from '../../adjudication/case-terms.ts';
import { type AdjudicationInput, type Hospital, policyKey, type SchemeTerms } from '../../adjudication/input.ts';
import { ageAtAdmission } from '../../claim/age.ts';
import { Money } from '../../money/money.ts';
import type { CodeList } from '../../scheme/lists.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Problems } from './problems.ts';
import { readClaim } from './read-claim.ts';
import { readFacts, readPolicy } from './read-policy.ts';
import { Reader } from './reader.ts';
import type { Typed } from './typed.ts';
import { readUsed } from './used.ts';

/** What a bill is decided under beside what is typed. */
export interface Under {
  /** The scheme, and, where the member holds a policy in another, that. */
  readonly schemes: readonly Scheme[];
  /** The imported lists of a scheme, by name. */
  readonly lists: (scheme: Scheme) => ReadonlyMap<string, CodeList>;
}

/** Reads a bill that was typed into what is adjudicated: as a settlement would be, with what is wrong said by field. */
export function readTyped(typed: Typed, under: Under): { input: AdjudicationInput } | { problems: Problems } {
  const reader = new Reader(typed);
  const claim = readClaim(reader);
  const terms = under.schemes.map(
    (scheme, index): SchemeTerms => ({
      scheme,
      policy: readPolicy(reader, scheme, index),
      facts: readFacts(reader, scheme, index),
      lists: under.lists(scheme),
      shares: [{ insurer: 'LEAD', share: Money.ONE }],
    }),
  );
  const accumulators = new Map(
    terms.map(({ policy }, index) => [policyKey(policy), readUsed(typed, index, reader.problems)] as const),
  );
  const decidedOn = reader.date('/decidedOn');
  const typedAge = reader.text('/age') === '' ? null : reader.count('/age');
  const hospital = hospitalOf(reader);
  if (claim === undefined || reader.problems.size > 0) return { problems: reader.problems };
  const age = reader.text('/patient/birthDate') === '' ? typedAge : ageAtAdmission(claim);
  return { input: { claim, decidedOn, age, nameKey: caseNameKey(undefined), hospital, terms, accumulators } };
}

function hospitalOf(reader: Reader): Hospital {
  return {
    id: reader.text('/hospital/id'),
    region: reader.matching('/hospital/region', /^\d{4,12}$/, {
      zh: '须为至少到地市的行政区划代码，如 360102',
      en: 'must be a region code that names at least the city, such as 360102',
    }),
    level: Number(reader.matching('/hospital/level', /^[123]$/, { zh: '须为 1 至 3', en: 'must be 1 to 3' })),
    ownership: reader.text('/hospital/ownership') === 'private' ? 'private' : 'public',
    designated: reader.yes('/hospital/designated'),
    drg: reader.yes('/hospital/drg'),
  };
}
