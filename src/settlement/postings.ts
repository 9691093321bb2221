import type { SchemeDecision } from '../adjudication/decision.ts';
import { policyKey } from '../adjudication/input.ts';
import { dischargedAt } from '../claim/checks.ts';
import type { Claim } from '../claim/claim.ts';
import type { BookedPosting, RecordedSettlement } from '../ledger/ledger.ts';
import type { Parts, Posting } from '../ledger/posting.ts';
import { Money } from '../money/money.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { type RecordedDecision, settleBody } from './record.ts';

/** Signed amounts by name. */
type Sums = ReadonlyMap<string, Money>;

/** What a settlement means in money: one posting for each scheme that paid. */
export function settlePostings(claim: Claim, decision: RecordedDecision): Posting[] {
  return decision.schemes
    .filter(({ status }) => status === 'paid')
    .map((scheme) => ({
      recordType: 'SETTLE',
      scheme: scheme.scheme,
      decisionId: decision.decisionId,
      hospitalId: decision.hospitalId,
      settlementId: decision.settlementId,
      policyNo: scheme.policyNo,
      admittedAt: claim.encounter.admittedAt,
      dischargedAt: formatInstant(dischargedAt(claim)),
      total: claim.charges.total.toFixed2(),
      personal: claim.personal.toFixed2(),
      insurerPaid: scheme.insurerPaid,
      memberBenefit: scheme.memberBenefit,
      benefits: scheme.benefits
        .filter(({ paid }) => paid !== '0.00')
        .map(({ benefit, paid }) => [benefit, paid] as const),
      insurers: scheme.insurers.map(({ insurer, amount }) => [insurer, amount] as const),
      schemeDigest: scheme.schemeDigest,
      decidedAt: decision.decidedAt,
    }));
}

/** The postings that take a settlement's own back, to the fen. */
export function reversePostings({ postings }: RecordedSettlement, at: Instant): Posting[] {
  return postings
    .filter(({ recordType }) => recordType === 'SETTLE')
    .map((posting) => ({
      ...plain(posting),
      recordType: 'REVERSE',
      total: negated(posting.total),
      personal: negated(posting.personal),
      insurerPaid: negated(posting.insurerPaid),
      memberBenefit: negated(posting.memberBenefit),
      benefits: posting.benefits.map(([name, amount]) => [name, negated(amount)] as const),
      insurers: posting.insurers.map(([name, amount]) => [name, negated(amount)] as const),
      decidedAt: formatInstant(at),
    }));
}

/**
 * The postings that make what a settlement was paid, with all that was booked on it since, what a fresh run pays it: one
 * for each scheme in which they differ. What an insurer resolved by hand stands for itself.
 */
export function adjustPostings(
  settlement: RecordedSettlement,
  fresh: readonly SchemeDecision[],
  at: Instant,
): Posting[] {
  const booked = settlement.postings.filter(({ recordType }) => recordType === 'SETTLE' || recordType === 'ADJUST');
  return schemesOf(booked, fresh).flatMap((scheme) => {
    const due = fresh.filter((one) => one.scheme === scheme);
    const before = booked.filter((one) => one.scheme === scheme);
    const benefits = difference(dueByBenefit(due), byName(before, 'benefits'));
    const insurers = difference(dueByInsurer(due), byName(before, 'insurers'));
    const amount = Money.sum(benefits.map(([, part]) => Money.of(part)));
    // A shift between benefits alone moves no money; a shift between insurers does.
    if (amount.isZero() && insurers.length === 0) return [];
    return [adjustment(settlement, scheme, amount, benefits, insurers, at, due[0])];
  });
}

/** The postings that take back what was booked on a settlement beside its own: its reversal does not take that back. */
export function cancelPostings(settlement: RecordedSettlement, at: Instant): Posting[] {
  const later = settlement.postings.filter(({ recordType }) => recordType !== 'SETTLE');
  return [...Map.groupBy(later, policyKey).values()].flatMap((of) => {
    const benefits = difference(new Map(), byName(of, 'benefits'));
    const insurers = difference(new Map(), byName(of, 'insurers'));
    const amount = Money.sum(benefits.map(([, part]) => Money.of(part)));
    const [first] = of;
    if (first === undefined || (amount.isZero() && insurers.length === 0)) return [];
    return [adjustment(settlement, first.scheme, amount, benefits, insurers, at, first)];
  });
}

/** An adjustment is settled between insurer and member; the hospital's receipt does not change. */
function adjustment(
  { entry, postings }: RecordedSettlement,
  scheme: string,
  amount: Money,
  benefits: Parts,
  insurers: Parts,
  at: Instant,
  due?: Pick<Posting, 'policyNo' | 'schemeDigest'>,
): Posting {
  const { decision, claim } = settleBody(entry);
  const recorded = decision.schemes.find((one) => one.scheme === scheme);
  const known = postings.find((one) => one.scheme === scheme);
  const shown = claim as { encounter: Claim['encounter']; charges: { total: string }; personal: string };
  const { admittedAt, dischargedAt: discharged, billedThrough, interim } = shown.encounter;
  return {
    recordType: 'ADJUST',
    scheme,
    decisionId: decision.decisionId,
    hospitalId: decision.hospitalId,
    settlementId: decision.settlementId,
    policyNo: due?.policyNo ?? known?.policyNo ?? recorded?.policyNo ?? '',
    admittedAt,
    dischargedAt: known?.dischargedAt ?? (interim ? billedThrough : discharged) ?? '',
    total: shown.charges.total,
    personal: shown.personal,
    insurerPaid: '0.00',
    memberBenefit: amount.toFixed2(),
    benefits,
    insurers,
    schemeDigest: due?.schemeDigest ?? recorded?.schemeDigest ?? '',
    decidedAt: formatInstant(at),
  };
}

function plain({ entrySeq: _seq, businessDate: _day, because: _because, ...posting }: BookedPosting): Posting {
  return posting;
}

function negated(amount: string): string {
  return Money.of(amount).negated().toFixed2();
}

function schemesOf(booked: readonly Posting[], fresh: readonly SchemeDecision[]): string[] {
  return [...new Set([...booked.map(({ scheme }) => scheme), ...fresh.map(({ scheme }) => scheme)])];
}

function byName(postings: readonly Posting[], parts: 'benefits' | 'insurers'): Sums {
  return sums(postings.flatMap((posting) => posting[parts].map(([name, amount]) => [name, Money.of(amount)] as const)));
}

function dueByBenefit(due: readonly SchemeDecision[]): Sums {
  return sums(due.flatMap(({ benefits }) => benefits.map(({ benefit, paid }) => [benefit, paid] as const)));
}

function dueByInsurer(due: readonly SchemeDecision[]): Sums {
  return sums(due.flatMap(({ insurers }) => insurers.map(({ insurer, amount }) => [insurer, amount] as const)));
}

function sums(parts: readonly (readonly [string, Money])[]): Sums {
  const total = new Map<string, Money>();
  for (const [name, amount] of parts) total.set(name, (total.get(name) ?? Money.ZERO).plus(amount));
  return total;
}

function difference(due: Sums, booked: Sums): Parts {
  return [...new Set([...booked.keys(), ...due.keys()])].flatMap((name) => {
    const change = (due.get(name) ?? Money.ZERO).minus(booked.get(name) ?? Money.ZERO);
    return change.isZero() ? [] : [[name, change.toFixed2()] as const];
  });
}
