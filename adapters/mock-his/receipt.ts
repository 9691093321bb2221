import type { Claim } from '../../src/claim/claim.ts';
import { Money } from '../../src/money/money.ts';
import { REASON_WORDS } from '../../src/scheme/reasons.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import type { Reason } from '../../src/scheme/words.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { edges, wrap } from './columns.ts';
import { FUND_WORDS, maskedId, SETTING_WORDS, STATUS_WORDS } from './words.ts';

type SchemePart = DecisionDocument['schemes'][number];
type Step = DecisionDocument['explanation'][number];

/** Where the names of schemes and benefits are looked up; a scheme that is not there is shown by its id. */
export interface SchemeNames {
  get(id: string): Scheme | undefined;
}

/** The columns of a receipt: those of a narrow terminal, and of a dot-matrix printer. */
const COLUMNS = 80;
/** What an amount, a blank and the indentation leave. */
const TEXT_COLUMNS = COLUMNS - 18;
const RULE = '─'.repeat(COLUMNS);

/**
 * A receipt as a clerk hands it out and can answer for: the bill from total charges to cash due, then each step of the
 * reasoning with its clause. Of the id number only the last four characters are shown.
 *
 * @param claim what was settled, with its defaults filled in
 */
export function receipt(claim: Claim, decision: DecisionDocument, names: SchemeNames): string {
  return [
    '═'.repeat(COLUMNS),
    ...head(claim, decision),
    RULE,
    ...bill(claim, decision, names),
    RULE,
    ...why(decision, names),
    ...since(decision),
    '',
  ].join('\n');
}

/** A decision without its claim, as a query answers it: what was decided, why, and what has come since. */
export function decisionSummary(decision: DecisionDocument, names: SchemeNames): string {
  const { settlementId, attempt, hospitalId, outcome, decidedAt } = decision;
  return [
    '═'.repeat(COLUMNS),
    edges(`结算号 Settlement  ${settlementId}（第 ${attempt} 次 attempt ${attempt}）`, STATUS_WORDS[outcome], COLUMNS),
    edges(`医院 Hospital  ${hospitalId}`, decidedAt.slice(0, 19).replace('T', ' '), COLUMNS),
    RULE,
    ...decision.schemes.flatMap((scheme) => schemeRows(scheme, names)),
    edges('保险支付 Insurer paid', decision.insurerPaid, COLUMNS),
    edges('个人应付 Patient pays', decision.patientPays, COLUMNS),
    edges('应收现金 Cash due', decision.cashDue, COLUMNS),
    RULE,
    ...why(decision, names),
    ...since(decision),
    '',
  ].join('\n');
}

function head(claim: Claim, decision: DecisionDocument): string[] {
  const { patient, encounter } = claim;
  const title =
    decision.kind === 'quote' ? '惠民保试算单（未结算） Quote, nothing settled' : '惠民保一站式结算单 Receipt';
  const end = encounter.interim ? encounter.billedThrough : encounter.dischargedAt;
  const principal = encounter.diagnoses.find((diagnosis) => diagnosis.principal);
  return [
    edges(title, STATUS_WORDS[decision.outcome], COLUMNS),
    edges(
      `结算号 Settlement  ${decision.settlementId}（第 ${decision.attempt} 次 attempt ${decision.attempt}）`,
      decision.decidedAt.slice(0, 19).replace('T', ' '),
      COLUMNS,
    ),
    edges(`医院 Hospital  ${decision.hospitalId}`, SETTING_WORDS[encounter.setting], COLUMNS),
    edges(
      `患者 Patient  ${patient.name}  证件 ID ${maskedId(patient.idNumber)}`,
      `${encounter.admittedAt.slice(0, 10)} → ${end?.slice(0, 10) ?? ''}`,
      COLUMNS,
    ),
    `诊断 Diagnosis  ${principal?.code ?? ''} ${principal?.name ?? ''}`.trimEnd(),
  ];
}

function bill(claim: Claim, decision: DecisionDocument, names: SchemeNames): string[] {
  const less = (text: string, amount: Money) =>
    amount.isZero() ? [] : [edges(`  ${text}`, amount.negated().toFixed2(), COLUMNS)];
  const toHospital = claim.otherCompensation.filter((entry) => entry.paidTo === 'hospital');
  const rows = [
    edges('医疗费用总额 Total charges', claim.charges.total.toFixed2(), COLUMNS),
    ...claim.payments.flatMap(({ fund, amount }) => less(FUND_WORDS[fund], amount)),
    ...less('医院承担 borne by the hospital', claim.hospitalBorne),
    edges('个人负担 Personal burden', claim.personal.toFixed2(), COLUMNS),
    ...decision.schemes.flatMap((scheme) => schemeRows(scheme, names)),
    ...(decision.schemes.length === 0 ? ['  没有有效保单 no policy in force'] : []),
    ...toHospital.flatMap(({ kind, amount }) => less(`其他补偿 other compensation (${kind})`, amount)),
    edges('个人应付 Patient pays', decision.patientPays, COLUMNS),
    ...less('其中个人账户 of it from the account', claim.accountPaid),
    edges('应收现金 Cash due', decision.cashDue, COLUMNS),
  ];
  if (decision.refundDue !== '0.00') rows.push(edges('应退（先退账户） Refund due', decision.refundDue, COLUMNS));
  if (decision.memberBenefit !== '0.00') {
    rows.push(edges('另付参保人（不在本账单） To the member, not on this bill', decision.memberBenefit, COLUMNS));
  }
  return rows;
}

function schemeRows(part: SchemePart, names: SchemeNames): string[] {
  const rules = names.get(part.scheme)?.rules;
  const status = part.status === 'paid' ? [] : [`    · ${STATUS_WORDS[part.status]}${because(part.reason)}`];
  const benefits = part.benefits
    .filter((benefit) => benefit.status !== 'not-applicable')
    .map((benefit) => {
      const name = rules?.benefits.find(({ id }) => id === benefit.benefit)?.name.zh ?? benefit.benefit;
      const note = benefit.status === 'paid' ? '' : ` ${STATUS_WORDS[benefit.status]}${because(benefit.reason)}`;
      const toMember = benefit.payTo === 'member' ? '（付参保人 to the member）' : '';
      return edges(`    · ${name}${toMember}${note}`, benefit.paid, COLUMNS);
    });
  const pool = part.insurers.map(({ insurer, amount }) => `${insurer} ${amount}`).join(', ');
  return [
    edges(
      `  ${rules?.name.zh ?? part.scheme} 保单 policy ${part.policyNo}`,
      Money.of(part.insurerPaid).negated().toFixed2(),
      COLUMNS,
    ),
    ...status,
    ...benefits,
    ...(part.insurers.length > 1 ? wrap(`共保分摊 shares: ${pool}`, COLUMNS - 6).map((line) => `      ${line}`) : []),
  ];
}

function because(reason: string | null): string {
  if (reason === null) return '';
  // A gateway of a later version may give reasons that are not known here.
  return `：${Object.hasOwn(REASON_WORDS, reason) ? REASON_WORDS[reason as Reason].zh : reason}`;
}

function why({ explanation }: DecisionDocument, names: SchemeNames): string[] {
  const lines = ['为什么是这个数 Why this amount'];
  let scheme: string | null = null;
  for (const step of explanation) {
    if (step.scheme !== scheme && step.scheme !== null) {
      const name = names.get(step.scheme)?.rules.name;
      lines.push(`  【${name?.zh ?? step.scheme}】${name?.en ?? ''}`);
    }
    scheme = step.scheme;
    lines.push(...stepLines(step));
  }
  return lines;
}

/** The Chinese line with its clause and amount, the English below it. */
function stepLines({ zh, en, clause, amount }: Step): string[] {
  const [first = '', ...rest] = wrap(clause === null ? zh : `${zh}（${clause}）`, TEXT_COLUMNS);
  return [
    edges(`    ${first}`, amount ?? '', COLUMNS).trimEnd(),
    ...rest.map((line) => `    ${line}`),
    ...wrap(en, TEXT_COLUMNS).map((line) => `      ${line}`),
  ];
}

function since({ adjustments, reversal }: DecisionDocument): string[] {
  const booked = adjustments.map(({ businessDate, scheme, amount, because: cause }) =>
    edges(`调整（保险人与参保人之间） Adjustment ${businessDate} ${scheme} ← ${cause.slice(0, 8)}`, amount, COLUMNS),
  );
  const undone = reversal === null ? [] : [`已冲正 Reversed ${reversal.reversedAt.slice(0, 19)}：${reversal.reason}`];
  return booked.length + undone.length === 0 ? [] : [RULE, ...undone, ...booked];
}
