import { Money, splitByShares } from '../money/money.ts';
import { AUTO_PAY_LIMIT, AUTO_PAY_STOP } from '../scheme/facts.ts';
import type { Gate } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import type { Accumulators } from './accumulators.ts';
import { decideBenefit } from './benefit.ts';
import { holds } from './conditions.ts';
import type { BenefitDecision, ExplanationStep, SchemeDecision, SchemeStatus } from './decision.ts';
import { countedLines, excludedFrom } from './exclusions.ts';
import { inWords, Steps } from './explain.ts';
import type { Facts } from './facts.ts';
import { type AdjudicationInput, policyKey, type SchemeTerms } from './input.ts';
import type { PerPot } from './pots.ts';
import type { Work } from './work.ts';

/** What a claim has left when a scheme's turn comes. */
export interface Remaining {
  readonly left: PerPot;
  readonly guard: Money;
}

/** One scheme's decision, and what it leaves to the next. */
export interface DecidedScheme extends Remaining {
  readonly decision: SchemeDecision;
  readonly explanation: readonly ExplanationStep[];
  readonly accumulators: Accumulators;
  /** Whether it would pay or count anything. */
  readonly counted: boolean;
  /** Whether a gate, and not a benefit, pended it. */
  readonly pendedByGate: boolean;
}

interface Stop {
  readonly outcome: 'declined' | 'pended';
  readonly reason: Reason;
}

/** Decides one scheme: its gates, then its benefits in order. */
export function decideScheme(
  input: AdjudicationInput,
  facts: Facts,
  remaining: Remaining,
  awaits: boolean,
): DecidedScheme {
  const { terms, before } = facts;
  const steps = new Steps(terms.scheme.rules, null);
  const { policyNo, effectiveFrom, effectiveTo } = terms.policy;
  const { name } = terms.scheme.rules;
  steps.note(
    'policy',
    terms.scheme.rules.coverage,
    `「${name.zh}」保单 ${policyNo}，保障期 ${effectiveFrom} 至 ${effectiveTo}`,
    `"${name.en}", policy ${policyNo}, in force ${effectiveFrom} to ${effectiveTo}`,
  );
  const stopped = (stop: Stop): DecidedScheme => ({
    ...remaining,
    decision: schemeDecision(terms, stop.outcome, stop.reason, []),
    explanation: steps.list,
    accumulators: before,
    counted: false,
    pendedByGate: stop.outcome === 'pended',
  });

  const held = input.held?.get(policyKey(terms.policy));
  if (typeof held?.scheme === 'string') {
    const stop = stopped(noteStop(steps, { outcome: 'pended', reason: held.scheme }));
    // What the centre has paid already keeps no later scheme waiting (contract section 5.1).
    return { ...stop, pendedByGate: held.scheme !== 'ALREADY_SETTLED_AT_CENTRE' };
  }
  const gate = firstGate(input, facts, steps);
  if (gate !== undefined) return stopped(gate);

  const lines = countedLines(facts);
  if (typeof lines === 'string') return stopped(noteStop(steps, { outcome: 'pended', reason: lines }));
  const work = start(facts, lines, remaining);
  const explanation = [...steps.list];
  for (const benefit of terms.scheme.rules.benefits) {
    const decided = decideBenefit(benefit, work, held?.benefits[benefit.id]);
    work.decided.push(decided.decision);
    explanation.push(...decided.steps.list);
  }
  const decision = schemeDecision(terms, statusOf(work.decided), null, work.decided);
  if (awaits && work.counted) {
    return stopped(noteStop(steps, { outcome: 'pended', reason: 'AWAITS_EARLIER_SCHEME' }));
  }
  if (braked(terms, decision)) return stopped(noteStop(steps, { outcome: 'pended', reason: 'MANUAL_REVIEW' }));
  return {
    left: work.left,
    guard: work.guard,
    decision,
    explanation,
    accumulators: work.accumulators,
    counted: work.counted,
    pendedByGate: false,
  };
}

function start(facts: Facts, lines: Work['lines'], { left, guard }: Remaining): Work {
  return {
    facts,
    lines,
    excluded: excludedFrom(left, lines ?? [], facts),
    left,
    guard,
    accumulators: facts.before,
    counted: false,
    leftBy: new Map(),
    drawn: [],
    decided: [],
  };
}

/** Identity, then the scheme's own gates in order (rulebook A17). */
function firstGate(input: AdjudicationInput, facts: Facts, steps: Steps): Stop | undefined {
  const { claim, terms } = facts;
  const { rules } = terms.scheme;
  if (input.nameKey !== terms.policy.nameKey)
    return noteStop(steps, { outcome: 'pended', reason: 'IDENTITY_MISMATCH' });
  if (claim.patient.newborn) return noteStop(steps, { outcome: 'pended', reason: 'NEWBORN' });
  for (const gate of rules.gates) {
    const stop = testGate(gate, facts);
    if (stop !== undefined) return noteStop(steps, stop, gate);
  }
  return undefined;
}

/** The insurer's brake, after all gates (rulebook A18). */
function braked({ facts }: SchemeTerms, decision: SchemeDecision): boolean {
  const limit = facts[AUTO_PAY_LIMIT];
  return (
    facts[AUTO_PAY_STOP] === 'true' ||
    (limit !== undefined && decision.insurerPaid.plus(decision.memberBenefit).gt(Money.of(limit)))
  );
}

function testGate(gate: Gate, facts: Facts): Stop | undefined {
  const asked = gate.when ?? gate.unless;
  if (asked === undefined) throw new Error('a checked gate has its condition');
  const truth = holds(asked, facts);
  if (typeof truth === 'string') return { outcome: 'pended', reason: truth };
  return truth === (gate.when !== undefined) ? { outcome: gate.outcome, reason: gate.reason } : undefined;
}

function noteStop(steps: Steps, stop: Stop, gate?: Gate): Stop {
  const { zh, en } = {
    declined: { zh: '不予赔付', en: 'declined' },
    pended: { zh: '转人工处理', en: 'left to a person' },
  }[stop.outcome];
  steps.note(stop.outcome, gate, `${zh}：${inWords(stop.reason).zh}`, `${en}: ${inWords(stop.reason).en}`);
  return stop;
}

function statusOf(benefits: readonly BenefitDecision[]): SchemeStatus {
  const some = (status: BenefitDecision['status']) => benefits.some((benefit) => benefit.status === status);
  if (some('paid')) return 'paid';
  if (some('pended')) return 'pended';
  return some('nothing-due') ? 'nothing-due' : 'declined';
}

function schemeDecision(
  terms: SchemeTerms,
  status: SchemeStatus,
  gateReason: Reason | null,
  benefits: readonly BenefitDecision[],
): SchemeDecision {
  const paidTo = (payTo: 'hospital' | 'member') =>
    Money.sum(benefits.filter((benefit) => benefit.payTo === payTo).map((benefit) => benefit.paid));
  const insurerPaid = paidTo('hospital');
  const memberBenefit = paidTo('member');
  const parts = splitOver(terms, insurerPaid.plus(memberBenefit));
  return {
    scheme: terms.scheme.rules.scheme,
    schemeDigest: terms.scheme.digest,
    policyNo: terms.policy.policyNo,
    status,
    reason: gateReason ?? (status === 'declined' ? 'NO_BENEFIT_APPLIES' : null),
    insurerPaid,
    memberBenefit,
    benefits,
    insurers: parts,
  };
}

/** Splits an amount over the insurers of a scheme, nothing lost. */
export function splitOver({ shares }: Pick<SchemeTerms, 'shares'>, amount: Money): SchemeDecision['insurers'] {
  const [lead, ...others] = shares;
  if (lead !== undefined && others.length === 0) return [{ insurer: lead.insurer, amount }];
  const parts = splitByShares(
    amount,
    shares.map(({ share }) => share),
  );
  return shares.map(({ insurer }, index) => ({ insurer, amount: parts[index] ?? Money.ZERO }));
}
