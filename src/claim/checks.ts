import { Money } from '../money/money.ts';
import type { FieldProblem } from '../problem/refusal.ts';
import { Refusal } from '../problem/refusal.ts';
import { type DateText, dayIn, formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { Claim } from './claim.ts';
import { isResidentId, normalizeIdNumber, RESIDENT_ID } from './identity.ts';

/** Clocks of hospitals may run ahead of ours by so much, in milliseconds. */
const CLOCK_TOLERANCE = 5 * 60_000;
const FEN = Money.of('0.01');

/** The figures of a charge breakdown. */
export const CHARGE_FIGURES = ['total', 'fullySelfPaid', 'overLimit', 'firstSelfPay', 'inScope'] as const;

/** When a claim's costs begin: its `billedFrom` if it bills a part of the stay, else the admission. */
export function billedFrom(claim: Claim): Instant {
  return read(claim.encounter.billedFrom ?? claim.encounter.admittedAt);
}

/** The instant that counts as discharge: of an interim settlement the end of the billed period (contract section 3). */
export function dischargedAt(claim: Claim): Instant {
  return read(discharge(claim));
}

/** The day of {@link dischargedAt}. */
export function dischargedOn(claim: Claim): DateText {
  return dayIn(discharge(claim));
}

function discharge({ encounter }: Claim): string {
  const { interim, billedThrough, dischargedAt: discharged } = encounter;
  const text = interim ? billedThrough : discharged;
  if (typeof text !== 'string') throw new Error('a checked claim has its discharge');
  return text;
}

/** The day of the admission. */
export function admittedOn(claim: Claim): DateText {
  return dayIn(claim.encounter.admittedAt);
}

/** What is in a parsed claim has been found to be an instant: only its value is looked for. */
function read(text: string): Instant {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new Error('a parsed claim has readable instants');
  return value;
}

/**
 * What a claim's schema cannot say: identities between figures, order of instants, one principal diagnosis, the id
 * number's check character.
 *
 * @param now the business clock
 * @throws Refusal `AMOUNTS_INCONSISTENT` naming each identity that fails with both sides, or `INVALID_BODY`
 */
export function checkClaim(claim: Claim, now: Instant): void {
  const problems = [...checkEncounter(claim, now), ...checkPatient(claim), ...checkLines(claim)];
  if (problems.length > 0) {
    throw new Refusal('INVALID_BODY', {
      detail: `结算内容有 ${problems.length} 处不成立，见 errors`,
      detailEn: `${problems.length} statement(s) of the claim cannot be so, see errors`,
      errors: problems.slice(0, 50),
    });
  }
  const wrong = checkAmounts(claim);
  if (wrong.length > 0) {
    throw new Refusal('AMOUNTS_INCONSISTENT', {
      detail: `金额不平：${wrong[0]?.message.split(' / ')[0] ?? ''}`,
      detailEn: `The amounts do not add up: ${wrong[0]?.message.split(' / ')[1] ?? ''}`,
      errors: wrong.slice(0, 50),
    });
  }
}

function problem(pointer: string, code: string, zh: string, en: string): FieldProblem {
  return { pointer, code, message: `${zh} / ${en}` };
}

function checkEncounter(claim: Claim, now: Instant): FieldProblem[] {
  const { encounter } = claim;
  const out: FieldProblem[] = [];
  const end = encounter.interim ? 'billedThrough' : 'dischargedAt';
  const at = `/encounter/${end}`;
  if (typeof encounter[end] !== 'string') {
    return [
      problem(
        at,
        'REQUIRED',
        encounter.interim ? '中途结算须给出 billedThrough' : '缺少出院时间',
        encounter.interim ? 'an interim settlement needs billedThrough' : 'the discharge is missing',
      ),
    ];
  }
  const discharged = dischargedAt(claim);
  if (discharged < read(encounter.admittedAt)) {
    out.push(problem(at, 'DISCHARGE_BEFORE_ADMISSION', '出院早于入院', 'discharge is before admission'));
  }
  if (discharged > now + CLOCK_TOLERANCE) {
    const time = formatInstant(now);
    out.push(
      problem(
        at,
        'DISCHARGE_IN_FUTURE',
        `出院时间晚于网关时间 ${time}`,
        `discharge is after the gateway's time ${time}`,
      ),
    );
  }
  if (typeof encounter.billedFrom === 'string') {
    const from = billedFrom(claim);
    // Hospitals bill by the day: the admission day counts from midnight.
    if (dayIn(encounter.billedFrom) < admittedOn(claim) || from > discharged) {
      out.push(
        problem(
          '/encounter/billedFrom',
          'BILLED_PERIOD_OUTSIDE_STAY',
          '计费开始须在入院与计费结束之间',
          'billedFrom must lie between admission and the end of the billed period',
        ),
      );
    }
  }
  const principals = encounter.diagnoses.filter((diagnosis) => diagnosis.principal).length;
  if (principals !== 1) {
    out.push(
      problem(
        '/encounter/diagnoses',
        'PRINCIPAL_DIAGNOSIS',
        `须恰有一个主诊断，现有 ${principals} 个`,
        `exactly one diagnosis is principal, here ${principals}`,
      ),
    );
  }
  return out;
}

function checkPatient(claim: Claim): FieldProblem[] {
  const { idType, idNumber } = claim.patient;
  if (idType !== RESIDENT_ID || isResidentId(normalizeIdNumber(idNumber))) return [];
  return [
    problem(
      '/patient/idNumber',
      'ID_NUMBER_INVALID',
      '居民身份证号码位数或校验码不正确',
      'the resident id number has a wrong length or check character',
    ),
  ];
}

function checkLines(claim: Claim): FieldProblem[] {
  const seen = new Set<number>();
  const out: FieldProblem[] = [];
  claim.lines?.forEach((line, index) => {
    if (seen.has(line.no)) {
      out.push(
        problem(
          `/lines/${index}/no`,
          'DUPLICATE_LINE',
          `明细序号 ${line.no} 重复`,
          `line number ${line.no} is repeated`,
        ),
      );
    }
    seen.add(line.no);
  });
  return out;
}

function checkAmounts(claim: Claim): FieldProblem[] {
  const { charges, payments, hospitalBorne, personal, lines } = claim;
  const out: FieldProblem[] = [];
  const parts = breakdown(charges);
  if (!charges.total.eq(parts)) {
    out.push(
      mismatch('/charges/total', 'total = fullySelfPaid + overLimit + firstSelfPay + inScope', charges.total, parts),
    );
  }
  const payers = Money.sum(payments.map((payment) => payment.amount))
    .plus(hospitalBorne)
    .plus(personal);
  if (!charges.total.eq(payers)) {
    out.push(mismatch('/charges/total', 'total = Σ payments + hospitalBorne + personal', charges.total, payers));
  }
  if (lines === undefined) return out;
  lines.forEach((line, index) => {
    const sum = breakdown(line);
    if (!line.total.eq(sum)) {
      out.push(
        mismatch(
          `/lines/${index}/total`,
          'total = fullySelfPaid + overLimit + firstSelfPay + inScope',
          line.total,
          sum,
        ),
      );
    }
  });
  const tolerance = FEN.times(Money.of(String(lines.length)));
  for (const figure of CHARGE_FIGURES) {
    const sum = Money.sum(lines.map((line) => line[figure]));
    if (charges[figure].minus(sum).abs().gt(tolerance)) {
      out.push(mismatch(`/charges/${figure}`, `charges.${figure} = Σ lines.${figure}`, charges[figure], sum));
    }
  }
  return out;
}

function breakdown(figures: Omit<Claim['charges'], 'total'>): Money {
  return figures.fullySelfPaid.plus(figures.overLimit).plus(figures.firstSelfPay).plus(figures.inScope);
}

function mismatch(pointer: string, identity: string, left: Money, right: Money): FieldProblem {
  const sides = `${left.toFixed2()} ≠ ${right.toFixed2()}`;
  return problem(pointer, 'IDENTITY', `${identity}：${sides}`, `${identity}: ${sides}`);
}
