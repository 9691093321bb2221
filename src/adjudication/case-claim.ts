import { checkClaim } from '../claim/checks.ts';
import { type Claim, type ClaimInput, claimSchema } from '../claim/claim.ts';
import type { Fund } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import type { CaseClaim, CaseHospital, CasesFile, WorkedCase } from '../scheme/cases.ts';
import { isDate } from '../time/calendar.ts';
import type { Hospital } from './input.ts';

/** The member of every worked case; a made-up person with a valid check digit. */
export const CASE_NAME = '测试甲';
const CASE_ID = '11010519491231002X';
/** What a claim says of the basic insurance where a case speaks of it (national dictionary `insutype`). */
const CASE_INSURANCE: Readonly<Record<NonNullable<CaseClaim['insuranceKind']>, string>> = {
  employee: '310',
  resident: '390',
  other: '340',
  unknown: 'unknown',
};
/** The age of a patient, in whole years, where a case says nothing else. */
export const CASE_AGE = 40;

/** What a claim of a case says: itself first, then its case, then the file's defaults. */
export type CaseFields = Omit<CaseClaim, 'expect'>;

/** A claim with everything its case and the file's defaults add to it. */
export function claimFields(file: CasesFile, one: WorkedCase, claim: CaseClaim): CaseFields {
  const { case: _case, why: _why, policy: _p, facts: _f, lists: _l, also: _a, claims: _c, ...ofCase } = one;
  const { policy: _policy, facts: _facts, lists: _lists, ...ofFile } = file.defaults;
  const { expect: _expect, ...ofClaim } = claim;
  const hospital = { ...ofFile.hospital, ...ofCase.hospital, ...ofClaim.hospital };
  return { ...ofFile, ...ofCase, ...ofClaim, hospital };
}

/** The hospital of a case: a public designated hospital of level 3 paid by DRG, where the case says nothing else. */
export function caseHospital(asked: CaseHospital | undefined, region: string): Hospital {
  return {
    id: asked?.id ?? 'H1',
    region: asked?.region ?? region.padEnd(6, '0'),
    level: asked?.level ?? 3,
    ownership: asked?.public === false ? 'private' : 'public',
    designated: asked?.designated ?? true,
    drg: asked?.drg ?? true,
  };
}

/**
 * Builds the canonical claim a case speaks of.
 *
 * @param fields what the case says; see {@link claimFields}
 * @param number which claim of its case, from 1
 * @throws Refusal where the case contradicts itself (amounts, order of days)
 */
export function caseClaim(fields: CaseFields, number: number): Claim {
  const { lines, charges } = chargesOf(fields);
  const payments = paymentsOf(fields);
  const paid = Money.sum(payments.map(({ amount }) => amount));
  const admittedAt = instantOf(fields.admitted ?? '2000-01-01', '09:00');
  const dischargedAt = instantOf(fields.discharged ?? fields.admitted ?? '2000-01-01', '16:00');
  const { interim } = fields;
  const input: ClaimInput = {
    settlementId: `CASE-${number}`,
    patient: {
      idType: '01',
      idNumber: CASE_ID,
      name: fields.patientName ?? CASE_NAME,
      insuredRegion: '000000',
      insuranceType: CASE_INSURANCE[fields.insuranceKind ?? 'employee'],
      newborn: fields.newborn,
      basicInsurance: {
        status: fields.basicInsurance ?? 'active',
        settlementId: fields.settled === false ? null : `BASIC-${number}`,
      },
    },
    encounter: {
      id: fields.admission ?? `ADMISSION-${number}`,
      setting: fields.setting ?? 'inpatient',
      ward: fields.ward,
      admittedAt,
      ...(interim === true ? { billedThrough: dischargedAt } : { dischargedAt }),
      interim,
      cause: fields.cause,
      referral: fields.referral,
      diagnoses: (fields.diagnoses ?? [{ code: 'R69', confirmed: undefined, severe: undefined }]).map((one, index) => ({
        code: one.code,
        principal: index === 0,
        firstConfirmedOn: one.confirmed,
        severe: one.severe,
      })),
      procedures: (fields.procedures ?? []).map((code) => ({ code })),
    },
    charges,
    payments: payments.map(({ fund, amount }) => ({ fund, amount: amount.toFixed2() })),
    personal: Money.of(charges.total).minus(paid).toFixed2(),
    accountPaid: (fields.accountPaid ?? Money.ZERO).toFixed2(),
    lines,
    otherCompensation: (fields.otherCompensation ?? []).map((one) => ({ ...one, amount: one.amount.toFixed2() })),
  };
  const claim = claimSchema.parse(input);
  // A case may lie in any year.
  checkClaim(claim, Number.POSITIVE_INFINITY);
  return claim;
}

type Figures = Record<'total' | 'inScope' | 'firstSelfPay' | 'fullySelfPaid' | 'overLimit', string>;
type LineInput = NonNullable<ClaimInput['lines']>[number];

function chargesOf(fields: CaseFields): { lines: LineInput[] | undefined; charges: Figures } {
  if (Array.isArray(fields.lines)) {
    const lines = fields.lines.map((one, index): LineInput => {
      const figures = figuresOf(one.inCatalog, one.outOfCatalog, one.firstSelfPay, one.overLimit);
      const { code, category, group: itemGroup, tags, unitPrice, servedOn } = one;
      return { no: index + 1, code, category, itemGroup, tags, unitPrice, servedOn, ...figures };
    });
    const sum = (figure: keyof Figures) => Money.sum(lines.map((one) => Money.of(String(one[figure]))));
    const of = {
      inScope: sum('inScope'),
      selfPaid: sum('fullySelfPaid'),
      first: sum('firstSelfPay'),
      over: sum('overLimit'),
    };
    checkTotals(fields, of);
    return { lines, charges: figuresOf(of.inScope, of.selfPaid, of.first, of.over) };
  }
  const outOfCatalog = fields.outOfCatalog ?? Money.ZERO;
  const inCatalog = fields.inCatalog ?? less(fields.personal ?? outOfCatalog, outOfCatalog);
  const [firstSelfPay, overLimit] = [fields.firstSelfPay ?? Money.ZERO, fields.overLimit ?? Money.ZERO];
  const paid = Money.sum(paymentsOf(fields).map(({ amount }) => amount));
  const inScope = less(inCatalog, firstSelfPay).plus(paid);
  const selfPaid = less(outOfCatalog, overLimit);
  const charges = figuresOf(inScope, selfPaid, firstSelfPay, overLimit);
  if (fields.lines === 'none') return { lines: undefined, charges };
  return { lines: linePerPot({ inScope, firstSelfPay, fullySelfPaid: selfPaid, overLimit }), charges };
}

/** The lines make the amounts; a total that stands beside them must be theirs, or one of the two is a slip. */
function checkTotals(fields: CaseFields, of: Record<'inScope' | 'selfPaid' | 'first' | 'over', Money>): void {
  const paid = Money.sum(paymentsOf(fields).map(({ amount }) => amount));
  const inCatalog = of.inScope.plus(of.first).minus(paid);
  const outOfCatalog = of.selfPaid.plus(of.over);
  const totals = {
    inCatalog,
    outOfCatalog,
    personal: inCatalog.plus(outOfCatalog),
    firstSelfPay: of.first,
    overLimit: of.over,
  };
  for (const key of ['inCatalog', 'outOfCatalog', 'personal', 'firstSelfPay', 'overLimit'] as const) {
    const given = fields[key];
    if (given === undefined || given.eq(totals[key])) continue;
    const [said, sum] = [given.toFixed2(), totals[key].toFixed2()];
    throw new Refusal('AMOUNTS_INCONSISTENT', {
      detail: `${key} 写作 ${said} 元，而 lines 合计为 ${sum} 元：请改正，或删去其一`,
      detailEn: `${key} is given as ${said}, and its lines come to ${sum}: correct it, or leave one of them out`,
    });
  }
}

/** What is left of a whole without its part. */
function less(whole: Money, part: Money): Money {
  if (part.lte(whole)) return whole.minus(part);
  const [more, less] = [part.toFixed2(), whole.toFixed2()];
  throw new Refusal('AMOUNTS_INCONSISTENT', {
    detail: `其中的 ${more} 元大于总额 ${less} 元`,
    detailEn: `a part of ${more} is more than the ${less} it is part of`,
  });
}

/** A bill of which no lines are known as one with a line for each pot, on no list of anybody's. */
export function linePerPot(given: Record<Exclude<keyof Figures, 'total'>, Money>): LineInput[] {
  const parts = [
    { code: 'IN-CATALOG', figures: figuresOf(given.inScope, undefined, given.firstSelfPay) },
    { code: 'OUT-OF-CATALOG', figures: figuresOf(undefined, given.fullySelfPaid, undefined, given.overLimit) },
  ];
  return parts.map(({ code, figures }, index) => ({ no: index + 1, code, category: 'treatment', ...figures }));
}

/** What basic insurance and other public funds paid. */
function paymentsOf(fields: CaseFields): { fund: Fund; amount: Money }[] {
  const others = Object.entries(fields.paidBy ?? {}) as [Fund, Money][];
  return [
    { fund: 'basic-pooling', amount: fields.paidByBasic ?? Money.ZERO },
    ...others.map(([fund, amount]) => ({ fund, amount })),
  ];
}

function figuresOf(inScope = Money.ZERO, selfPaid = Money.ZERO, first = Money.ZERO, over = Money.ZERO): Figures {
  return {
    total: Money.sum([inScope, selfPaid, first, over]).toFixed2(),
    inScope: inScope.toFixed2(),
    firstSelfPay: first.toFixed2(),
    fullySelfPaid: selfPaid.toFixed2(),
    overLimit: over.toFixed2(),
  };
}

function instantOf(text: string, time: string): string {
  return isDate(text) ? `${text}T${time}:00+08:00` : text;
}
