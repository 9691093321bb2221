import { type AdjudicationInput, policyKey, type SchemeTerms } from '../../adjudication/input.ts';
import type { ClaimLine } from '../../claim/claim.ts';
import { FUNDS } from '../../claim/vocabulary.ts';
import { Money } from '../../money/money.ts';
import { formatInstant, parseInstant } from '../../time/calendar.ts';
import { setUsed } from './used.ts';

/**
 * A bill as it is typed: one text a field. A field is named by the JSON Pointer of what it says, in the claim where it is
 * a part of that (`/charges/inScope`), so that what a check finds wrong there is said at the field.
 */
export type Typed = ReadonlyMap<string, string>;

/** Where the lines of the bill come from: one for each pot, those that are typed, or no lines at all. */
export const LINES_AS = ['per-pot', 'typed', 'none'] as const;
/** Which imported lists count: those of the worked case, or those that are in force. */
export const LISTS_AS = ['case', 'in-force'] as const;

export const YES = 'yes';
export const NO = 'no';

/** The figures of a bill, in the order of a hospital's bill: what basic insurance looks at, and what it does not. */
export const FIGURES = ['inScope', 'firstSelfPay', 'fullySelfPaid', 'overLimit'] as const;

/** What a worked case leaves to be typed. */
export interface Start {
  /** Which case and claim, such as `3.1`, counted from 1. */
  readonly case: string;
  readonly linesAs: (typeof LINES_AS)[number];
}

/** Fills in the fields from what a claim is adjudicated from, such as a worked case. */
export function typedOf(input: AdjudicationInput, { case: number, linesAs }: Start): Typed {
  const { claim, hospital } = input;
  const { encounter, patient } = claim;
  const [own, other] = input.terms;
  const typed = new Map<string, string>([
    ['/case', number],
    ['/listsAs', 'case'],
    ['/linesAs', linesAs],
    ['/encounter/id', encounter.id],
    ['/encounter/setting', encounter.setting],
    ['/encounter/ward', encounter.ward],
    ['/encounter/admittedAt', localTime(encounter.admittedAt)],
    ['/encounter/dischargedAt', localTime(encounter.interim ? encounter.billedThrough : encounter.dischargedAt)],
    ['/encounter/interim', yesNo(encounter.interim)],
    ['/encounter/cause', encounter.cause],
    ['/encounter/referral', encounter.referral],
    ['/encounter/procedures', encounter.procedures.map(({ code }) => code).join(' ')],
    ['/decidedOn', input.decidedOn],
    ['/age', input.age === null ? '' : String(input.age)],
    ['/nameMatches', yesNo(own === undefined || own.policy.nameKey === input.nameKey)],
    ['/patient/newborn', yesNo(patient.newborn)],
    ['/patient/insuranceType', patient.insuranceType],
    ['/patient/basicInsurance/status', patient.basicInsurance.status],
    ['/patient/basicInsurance/settlementId', yesNo(patient.basicInsurance.settlementId !== null)],
    ['/hospital/id', hospital.id],
    ['/hospital/region', hospital.region],
    ['/hospital/level', String(hospital.level)],
    ['/hospital/ownership', hospital.ownership],
    ['/hospital/designated', yesNo(hospital.designated)],
    ['/hospital/drg', yesNo(hospital.drg)],
    ['/personal', ''],
    ['/accountPaid', claim.accountPaid.isZero() ? '' : claim.accountPaid.toFixed2()],
    ['/also', other?.policy.scheme ?? ''],
  ]);
  encounter.diagnoses.forEach((one, index) => {
    typed.set(`/encounter/diagnoses/${index}/code`, one.code);
    typed.set(`/encounter/diagnoses/${index}/firstConfirmedOn`, one.firstConfirmedOn ?? '');
    typed.set(
      `/encounter/diagnoses/${index}/severe`,
      one.severe === null || one.severe === undefined ? '' : yesNo(one.severe),
    );
  });
  // The lines that are typed make the figures; what is typed twice need not agree.
  for (const figure of FIGURES)
    typed.set(`/charges/${figure}`, linesAs === 'typed' ? '' : claim.charges[figure].toFixed2());
  for (const fund of FUNDS) {
    const paid = Money.sum(claim.payments.filter((one) => one.fund === fund).map(({ amount }) => amount));
    typed.set(`/paid/${fund}`, paid.isZero() ? '' : paid.toFixed2());
  }
  if (linesAs === 'typed') for (const [index, line] of (claim.lines ?? []).entries()) setLine(typed, line, index);
  claim.otherCompensation.forEach(({ kind, amount, pot, paidTo }, index) => {
    const at = `/otherCompensation/${index}`;
    typed.set(`${at}/kind`, kind).set(`${at}/amount`, amount.toFixed2());
    typed.set(`${at}/pot`, pot ?? '').set(`${at}/paidTo`, paidTo);
  });
  input.terms.forEach((terms, index) => {
    setPolicy(typed, terms, index);
    const used = input.accumulators.get(policyKey(terms.policy));
    if (used !== undefined) setUsed(typed, index, used);
  });
  return typed;
}

function setLine(typed: Map<string, string>, line: ClaimLine, index: number): void {
  const at = `/lines/${index}`;
  typed.set(`${at}/code`, line.code).set(`${at}/category`, line.category);
  typed.set(`${at}/itemGroup`, line.itemGroup === line.code ? '' : line.itemGroup);
  typed.set(`${at}/tags`, line.tags[0] ?? '').set(`${at}/servedOn`, line.servedOn ?? '');
  typed.set(`${at}/unitPrice`, line.unitPrice?.toString() ?? '');
  for (const figure of FIGURES) typed.set(`${at}/${figure}`, line[figure].isZero() ? '' : line[figure].toFixed2());
}

function setPolicy(typed: Map<string, string>, { policy, facts }: SchemeTerms, index: number): void {
  const at = `/policies/${index}`;
  typed.set(`${at}/effectiveFrom`, policy.effectiveFrom).set(`${at}/effectiveTo`, policy.effectiveTo);
  typed.set(`${at}/insuredRegion`, policy.insuredRegion).set(`${at}/plan`, policy.plan);
  typed.set(`${at}/priorYears`, String(policy.priorYears));
  typed.set(`${at}/claimFreeYears`, String(policy.claimFreeYears));
  for (const list of ['cohorts', 'preexisting', 'familyBorne'] as const) {
    for (const word of policy[list] ?? []) typed.set(`${at}/${list}/${word}`, YES);
  }
  for (const [benefit, amount] of Object.entries(policy.familyUsed ?? {}))
    typed.set(`${at}/familyUsed/${benefit}`, amount);
  for (const [name, value] of Object.entries(facts)) typed.set(`/facts/${index}/${name}`, value);
}

/** An instant as a browser's field for a local time has it, in Asia/Shanghai. */
function localTime(instant: string | null | undefined): string {
  const at = parseInstant(instant ?? '');
  if (at === undefined) return '';
  return formatInstant(at).slice(0, 19).replace(/:00$/, '');
}

function yesNo(value: boolean): string {
  return value ? YES : NO;
}
