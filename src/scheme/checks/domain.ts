import { canonicalJson } from '../../claim/digest.ts';
import {
  BASIC_INSURANCE_STATUSES,
  CAUSES,
  INSURANCE_KINDS,
  REFERRALS,
  SETTINGS,
  WARDS,
} from '../../claim/vocabulary.ts';
import type { AREAS, Condition, PERIODS, Range } from '../condition.ts';
import type { SchemeRules } from '../language.ts';

/**
 * What may still be the case where some conditions hold and others do not: for each thing that a condition can ask about,
 * the values that are left. What is not told apart here (a list of alternatives, two cohorts at once) is left out, so that
 * nothing is called impossible that could happen.
 */
export type Domain = ReadonlyMap<string, Values>;

type Values = ReadonlySet<string> | Span;
/** Numbers from one to another, both included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one word of a condition asks: of which thing, and which of its values. */
interface Asked {
  readonly key: string;
  readonly universe: Values;
  readonly values: Values;
}

/** One part of a condition; all parts of it must hold. */
type Part = Asked | { readonly all: Condition } | { readonly any: readonly Condition[] } | { readonly not: Condition };

const TRUTHS = new Set(['true', 'false']);
const ANYTHING: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const YEARS: Span = { from: 0, to: 150 };
const LEVELS: Span = { from: 1, to: 3 };
/** The smallest step of a fact that conditions ask for. */
const FACT_STEP = 1e-9;

const AREA_PARTS: Readonly<Record<(typeof AREAS)[number], readonly string[]>> = {
  local: ['local'],
  away: ['same-province', 'other-province'],
  'same-province': ['same-province'],
  'other-province': ['other-province'],
};
const PERIOD_PARTS: Readonly<Record<(typeof PERIODS)[number], readonly string[]>> = {
  'before-period': ['before'],
  'within-period': ['within'],
  'after-period': ['tail', 'after'],
  'within-tail': ['tail'],
  'after-tail': ['after'],
};

/** Everything may be the case. */
export const EVERYTHING: Domain = new Map();

/** What is left where a condition holds; `undefined` where it cannot. */
export function narrow(domain: Domain, condition: Condition, rules: SchemeRules): Domain | undefined {
  let left: Domain | undefined = domain;
  for (const part of partsOf(condition, rules)) {
    if (left === undefined) return undefined;
    left = holding(left, part, rules);
  }
  return left;
}

/** What is left where a condition does not hold; `undefined` where it always does. */
export function narrowNot(domain: Domain, condition: Condition, rules: SchemeRules): Domain | undefined {
  const open = partsOf(condition, rules).filter((part) => failing(domain, part, rules) !== undefined);
  const [only, ...more] = open;
  if (only === undefined) return undefined;
  // Of several parts that may fail, it is not known which one does.
  return more.length > 0 ? domain : failing(domain, only, rules);
}

function holding(domain: Domain, part: Part, rules: SchemeRules): Domain | undefined {
  if ('key' in part) return keep(domain, part, part.values);
  if ('all' in part) return narrow(domain, part.all, rules);
  if ('not' in part) return narrowNot(domain, part.not, rules);
  const possible = part.any.flatMap((one) => narrow(domain, one, rules) ?? []);
  return possible.length > 1 ? domain : possible[0];
}

function failing(domain: Domain, part: Part, rules: SchemeRules): Domain | undefined {
  if ('all' in part) return narrowNot(domain, part.all, rules);
  if ('not' in part) return narrow(domain, part.not, rules);
  if ('any' in part) {
    return part.any.reduce<Domain | undefined>(
      (left, one) => (left === undefined ? undefined : narrowNot(left, one, rules)),
      domain,
    );
  }
  const rest = complement(part);
  return rest === 'unknown' ? domain : keep(domain, part, rest);
}

function keep(domain: Domain, { key, universe }: Asked, values: Values): Domain | undefined {
  const left = common(domain.get(key) ?? universe, values);
  return isEmpty(left) ? undefined : new Map([...domain, [key, left]]);
}

function common(a: Values, b: Values): Values {
  if ('from' in a && 'from' in b) return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  if ('from' in a || 'from' in b) throw new Error('one key has values of one kind');
  return new Set([...a].filter((value) => b.has(value)));
}

function isEmpty(values: Values): boolean {
  return 'from' in values ? values.from > values.to : values.size === 0;
}

/** The values that are not asked for; those of a span with both ends lie on two sides. */
function complement({ key, universe, values }: Asked): Values | 'unknown' {
  if ('from' in universe && 'from' in values) {
    const step = key.startsWith('fact ') ? FACT_STEP : 1;
    const [below, above] = [values.from > universe.from, values.to < universe.to];
    if (below && above) return 'unknown';
    if (below) return { from: universe.from, to: values.from - step };
    return { from: values.to + step, to: universe.to };
  }
  if ('from' in universe || 'from' in values) throw new Error('one key has values of one kind');
  return new Set([...universe].filter((value) => !values.has(value)));
}

function partsOf(condition: Condition, rules: SchemeRules): Part[] {
  const parts: Part[] = [];
  const among = (key: string, universe: readonly string[], values: readonly string[] | undefined) => {
    if (values !== undefined) parts.push({ key, universe: new Set(universe), values: new Set(values) });
  };
  const truth = (key: string, value: boolean | undefined) => {
    if (value !== undefined) parts.push({ key, universe: TRUTHS, values: new Set([String(value)]) });
  };
  const span = (key: string, universe: Span, range: Range | undefined) => {
    if (range === undefined) return;
    const values = { from: range.atLeast ?? universe.from, to: range.atMost ?? universe.to };
    parts.push({ key, universe, values: common(universe, values) });
  };
  const moreThan = (key: string, days: { moreThan: number } | undefined) => {
    if (days !== undefined) parts.push({ key, universe: ANYTHING, values: { ...ANYTHING, from: days.moreThan + 1 } });
  };
  /** Words of which a member may have several; more than one of them at once is not told apart. */
  const words = (key: string, asked: readonly string[] | undefined) => {
    if (asked !== undefined) parts.push({ any: asked.map((word) => ({ [key]: [word] })) });
  };

  among('setting', SETTINGS, condition.setting);
  among('ward', WARDS, condition.ward);
  among('cause', CAUSES, condition.cause);
  among('referral', REFERRALS, condition.referral);
  among(
    'area',
    AREA_PARTS.local.concat(AREA_PARTS.away),
    condition.area?.flatMap((area) => AREA_PARTS[area]),
  );
  among('plan', [...rules.roster.plans, ''], condition.plan);
  among('status', BASIC_INSURANCE_STATUSES, condition.basicInsurance?.status);
  among('kind', INSURANCE_KINDS, condition.basicInsurance?.kind);
  const periods = ['before', 'within', 'tail', 'after'];
  among(
    'admitted',
    periods,
    condition.admitted?.flatMap((period) => PERIOD_PARTS[period]),
  );
  among(
    'discharged',
    periods,
    condition.discharged?.flatMap((period) => PERIOD_PARTS[period]),
  );
  truth('settled', condition.basicInsurance?.settled);
  for (const key of ['designated', 'public', 'drg'] as const) truth(key, condition.hospital?.[key]);
  truth('enrolledLate', condition.enrolledLate);
  truth('paidBefore', condition.paidBefore);
  span('level', LEVELS, condition.hospital?.level);
  for (const key of ['age', 'priorYears', 'claimFreeYears'] as const) span(key, YEARS, condition[key]);
  moreThan('stayDays', condition.stayDays);
  moreThan('daysSinceDischarge', condition.daysSinceDischarge);
  if (condition.withinFirstDays !== undefined) {
    parts.push({ key: 'day', universe: ANYTHING, values: { ...ANYTHING, to: condition.withinFirstDays } });
  }
  if (condition.fact !== undefined) {
    const { name, atLeast } = condition.fact;
    const values = { ...ANYTHING, from: Number(atLeast.toString()) };
    parts.push({ key: `fact ${name}`, universe: ANYTHING, values });
  }
  for (const key of ['cohort', 'preexisting'] as const) {
    const asked = condition[key];
    if (asked?.length === 1) truth(`${key} ${asked[0]}`, true);
    else words(key, asked);
  }
  for (const key of ['principalDiagnosis', 'diagnosis', 'procedure', 'line'] as const) {
    const asked = condition[key];
    if (asked !== undefined) truth(`${key} ${canonicalJson(asked)}`, true);
  }
  if (condition.hospital?.region !== undefined) truth(`hospital in ${canonicalJson(condition.hospital.region)}`, true);
  if (condition.hospital?.onList !== undefined) truth(`hospital on ${condition.hospital.onList}`, true);
  const defined = (condition.is ?? []).flatMap((name) => rules.definitions[name]?.means ?? []);
  if (defined.length > 0 && defined.length === condition.is?.length) parts.push({ any: defined });
  for (const part of condition.all ?? []) parts.push({ all: part });
  if (condition.any !== undefined) parts.push({ any: condition.any });
  if (condition.not !== undefined) parts.push({ not: condition.not });
  return parts;
}
