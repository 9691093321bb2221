import type { DecisionDocument } from '../../../src/settlement/documents.ts';
import { decisionId } from '../../../src/settlement/settle.ts';
import { fen, sumFen } from '../broken.ts';
import type { Doing } from '../doing.ts';
import type { Sent, World } from '../world.ts';
import { checkCommits, type Outcome } from './outcome.ts';

/** What of a decision never changes. */
export function core(decision: DecisionDocument): string {
  const { adjustments: _a, reversal: _r, acknowledgedAt: _k, ...rest } = decision;
  return JSON.stringify({ ...rest, kind: 'settlement' });
}

/** Every sum of a decision is the sum of its parts, and the patient's whole is divided and nothing lost. */
export function checkSums({ checks }: World, decision: DecisionDocument, { claim }: Pick<Sent, 'claim'>): void {
  const { schemes, insurerPaid, memberBenefit, patientPays, cashDue, refundDue } = decision;
  for (const scheme of schemes) {
    const to = (payTo: string) => sumFen(scheme.benefits.filter((one) => one.payTo === payTo).map(({ paid }) => paid));
    const [hospital, member] = [fen(scheme.insurerPaid), fen(scheme.memberBenefit)];
    const shared = sumFen(scheme.insurers.map(({ amount }) => amount));
    checks.that(
      'a scheme pays what its benefits pay and its insurers share',
      to('hospital') === hospital && to('member') === member && shared === hospital + member,
      () => `${decision.decisionId} in ${scheme.scheme}`,
    );
  }
  const whole =
    sumFen(schemes.map((one) => one.insurerPaid)) === fen(insurerPaid) &&
    sumFen(schemes.map((one) => one.memberBenefit)) === fen(memberBenefit);
  checks.that('a decision pays what its schemes pay', whole, () => decision.decisionId);
  const others = claim.otherCompensation
    .filter(({ paidTo }) => paidTo === 'hospital')
    .map(({ amount }) => amount.toFixed2());
  const left = Math.max(0, fen(claim.personal.toFixed2()) - fen(insurerPaid) - sumFen(others));
  const account = fen(claim.accountPaid.toFixed2());
  const divided =
    fen(patientPays) === left &&
    fen(cashDue) === Math.max(0, left - account) &&
    fen(refundDue) === Math.max(0, account - left);
  checks.that(
    'the patient pays the rest',
    divided,
    () => `${decision.decisionId}: ${patientPays}, and not ${left} fen`,
  );
}

/** The same attempt with the same content has the same decision, whenever and wherever it is asked for. */
export function checkSettled(
  world: World,
  doing: Doing,
  sent: Sent,
  { answer }: Outcome<{ readonly created: boolean; readonly decision: DecisionDocument }>,
): void {
  if (answer === undefined) return;
  const { created, decision } = answer;
  checkSums(world, decision, sent);
  const text = core(decision);
  sent.decisionId ??= decision.decisionId;
  const same = sent.decision ?? text;
  const own = decision.decisionId === sent.decisionId;
  // A message without a number of its attempt may come to mean the next one.
  world.checks.that(
    'the same attempt has the same decision',
    own ? same === text : sent.message !== null,
    () => `${doing.words}: ${text} and before ${same}`,
  );
  if (own) sent.decision = text;
  if (created) {
    checkCommits(world, doing, 1);
    const settled = doing.commits.flatMap(({ settlements }) => settlements.map((row) => row.decisionId));
    world.checks.that('a decision is recorded with its settlement', settled.join() === decision.decisionId, () =>
      settled.join(),
    );
    checkPosted(world, doing, decision);
  } else if (sent.message === null) checkCommits(world, doing, 0);
}

function checkPosted(
  world: World,
  doing: Doing,
  { decisionId: id, insurerPaid, memberBenefit }: DecisionDocument,
): void {
  const rows = doing.commits.flatMap(({ postings }) => postings);
  const own = rows.filter((row) => row.decisionId === id && row.recordType === 'SETTLE');
  const posted = own.map(({ body }) => JSON.parse(body) as { insurerPaid: string; memberBenefit: string });
  const same =
    sumFen(posted.map((one) => one.insurerPaid)) === fen(insurerPaid) &&
    sumFen(posted.map((one) => one.memberBenefit)) === fen(memberBenefit);
  world.checks.that('what is decided is posted', same, () => id);
}

/** The id that a claim's decision has. */
export function idOf({ hospitalId, claim }: Sent): string {
  return decisionId(hospitalId, claim);
}
