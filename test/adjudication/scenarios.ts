import { readFileSync } from 'node:fs';
import type { Hospital, Policy } from '../../src/adjudication/input.ts';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { schemeOf } from '../support/terms.ts';

/** Charge figures in the order in which the file has them. */
const FIGURES = ['total', 'fullySelfPaid', 'overLimit', 'firstSelfPay', 'inScope'] as const;

type Row = readonly (string | number | null)[];
type Patient = Pick<ClaimInput['patient'], 'idType' | 'idNumber' | 'name' | 'insuredRegion' | 'insuranceType'>;

interface RosterRow extends Partial<Patient> {
  readonly scheme: string;
  readonly policyNo: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string;
  readonly cohorts: string;
  readonly preexisting: string;
  readonly priorYears: string;
  readonly claimFreeYears: string;
  readonly status?: string;
}

/** What a settlement is expected to come to. */
export interface Expected {
  readonly outcome: string;
  readonly reason: string | null;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
  readonly patientPays: string;
  readonly cashDue: string;
  readonly refundDue: string;
  readonly schemes: readonly {
    readonly scheme: string;
    readonly policyNo: string;
    readonly status: string;
    readonly reason: string | null;
    readonly insurerPaid: string;
    readonly memberBenefit: string;
    /** Id, status, reason, then, where it was computed: base, deductible applied and remaining, eligible, paid. */
    readonly benefits: readonly Row[];
  }[];
}

/** Hospital, settlement, scheme, signed amount. */
export type ExpectedAdjustment = readonly [hospital: string, settlementId: string, scheme: string, amount: string];

export type Step =
  | {
      readonly op: 'settle';
      readonly hospital: string;
      readonly claim: Record<string, unknown>;
      readonly expect: Expected;
      readonly adjustments?: readonly ExpectedAdjustment[];
    }
  | {
      readonly op: 'reverse';
      readonly hospital: string;
      readonly settlementId: string;
      readonly adjustments?: readonly ExpectedAdjustment[];
    };

export interface Scenario {
  readonly id: number;
  readonly patient: Patient;
  readonly hospitals: readonly Hospital[];
  readonly facts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The lists that somebody has imported. */
  readonly lists: readonly string[];
  readonly roster: readonly RosterRow[];
  readonly ops: readonly Step[];
}

export function readScenarios(): Scenario[] {
  const text = readFileSync(new URL('scenarios.jsonl', import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Scenario);
}

/** A row of the file's roster as a policy, with the person it is for. */
export function rosterPolicy(
  { patient }: Scenario,
  row: RosterRow,
): { person: Patient; policy: Omit<Policy, 'nameKey'> } {
  const { coverage } = schemeOf(row.scheme).rules;
  const fixed = 'from' in coverage ? coverage : { from: '', to: '' };
  const words = (text: string) => text.split(';').filter((word) => word !== '');
  const person = { ...patient, ...row };
  const policy = {
    scheme: row.scheme,
    policyNo: row.policyNo,
    insuredRegion: person.insuredRegion,
    effectiveFrom: row.effectiveFrom || fixed.from,
    effectiveTo: row.effectiveTo || fixed.to,
    cohorts: words(row.cohorts),
    preexisting: words(row.preexisting),
    priorYears: Number(row.priorYears),
    claimFreeYears: Number(row.claimFreeYears),
    plan: '',
  };
  return { person, policy };
}

/** A claim of the file with what the file leaves out. */
export function scenarioClaim({ patient }: Scenario, claim: Record<string, unknown>): unknown {
  const { lines, charges, payments, ...rest } = claim as {
    lines?: readonly Row[];
    charges: Row;
    payments: readonly (readonly [string, string])[];
    patient: object;
  };
  const figures = (row: Row) => Object.fromEntries(FIGURES.map((figure, index) => [figure, row[index]]));
  const line = ([no, code, itemGroup, category, tags, ...row]: Row) => ({
    no,
    code,
    ...(itemGroup === null ? {} : { itemGroup }),
    category,
    tags: String(tags).split(' ').filter(Boolean),
    ...figures(row),
  });
  return {
    ...rest,
    patient: { ...patient, ...rest.patient },
    charges: figures(charges),
    payments: payments.map(([fund, amount]) => ({ fund, amount })),
    ...(lines === undefined ? {} : { lines: lines.map(line) }),
  };
}
