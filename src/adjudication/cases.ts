import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import type { CaseClaim, CaseExpectation, CasesFile, CasesReading, WorkedCase } from '../scheme/cases.ts';
import type { Finding } from '../scheme/finding.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Accumulators } from './accumulators.ts';
import { adjudicate } from './adjudicate.ts';
import { CaseCoverage } from './case-coverage.ts';
import { caseInput } from './case-input.ts';
import { CaseError, caseTerms } from './case-terms.ts';
import type { Adjudication, BenefitDecision, ExplanationStep } from './decision.ts';

/** A worked case that came out otherwise, or cannot be run. */
export interface CaseFinding extends Finding {
  /** The case's name in both languages. */
  readonly case: WorkedCase['case'];
  /** Which of its claims, from 1. */
  readonly claim: number;
  readonly scheme: string;
  /** Absent where the whole scheme is meant, or a sum. */
  readonly benefit: string | undefined;
  readonly expected: string;
  readonly got: string;
  /** The steps that led to what came out. */
  readonly steps: readonly ExplanationStep[];
}

/**
 * Adjudicates the worked cases of a scheme, the claims of each case one after another, and compares.
 *
 * @param scheme the scheme whose cases these are
 * @param reading its cases, as {@link CasesReading} of `scheme/cases.ts`
 * @param further finds the other schemes that a case names under `also`
 * @param coverage takes in what the cases come to
 * @returns what came out otherwise; nothing where all cases hold
 */
export function runCases(
  scheme: Scheme,
  reading: CasesReading,
  further: (id: string) => Scheme | undefined = () => undefined,
  coverage: CaseCoverage = new CaseCoverage(scheme.rules),
): CaseFinding[] {
  const file = reading.cases;
  if (file === undefined) return [];
  return file.cases.flatMap((one, index) => new Run(scheme, reading, file, one, index, further, coverage).findings());
}

type Path = readonly PropertyKey[];
type Got = Pick<CaseFinding, 'expected' | 'got'> & Partial<Pick<CaseFinding, 'scheme' | 'benefit' | 'steps'>>;
/** What is said in Chinese where the English holds more than words of the language. */
interface InChinese {
  readonly expectedZh?: string;
  readonly gotZh?: string;
}

/** One case being run. */
class Run {
  readonly #scheme: Scheme;
  readonly #reading: CasesReading;
  readonly #file: CasesFile;
  readonly #case: WorkedCase;
  readonly #path: Path;
  readonly #further: (id: string) => Scheme | undefined;
  readonly #coverage: CaseCoverage;
  readonly #findings: CaseFinding[] = [];
  #claim = 1;

  constructor(
    scheme: Scheme,
    reading: CasesReading,
    file: CasesFile,
    one: WorkedCase,
    index: number,
    further: (id: string) => Scheme | undefined,
    coverage: CaseCoverage,
  ) {
    this.#scheme = scheme;
    this.#reading = reading;
    this.#file = file;
    this.#case = one;
    this.#path = ['cases', index];
    this.#further = further;
    this.#coverage = coverage;
  }

  findings(): CaseFinding[] {
    const file = this.#file;
    try {
      if (file.scheme !== this.#scheme.rules.scheme)
        throw new CaseError(`这是 ${file.scheme} 的算例`, `these are cases of ${file.scheme}`);
      const terms = caseTerms(this.#scheme, file, this.#case, this.#further);
      const given = { scheme: this.#scheme, file, case: this.#case, terms };
      let accumulators: ReadonlyMap<string, Accumulators> = new Map();
      for (const [index, claim] of this.#case.claims.entries()) {
        this.#claim = index + 1;
        const adjudicated = adjudicate(caseInput(given, index, accumulators));
        accumulators = new Map([...accumulators, ...adjudicated.accumulators]);
        this.#coverage.note(adjudicated);
        this.#compare(claim, adjudicated, [...this.#path, 'claims', index, 'expect']);
      }
    } catch (error) {
      this.#cannotRun(error);
    }
    return this.#findings;
  }

  #compare({ expect }: CaseClaim, got: Adjudication, path: Path): void {
    this.#compareScheme(this.#scheme, expect, got, path);
    for (const [id, expected] of Object.entries(expect.schemes ?? {})) {
      const scheme = this.#further(id);
      if (scheme === undefined || this.#case.also?.[id] === undefined) {
        const text = { expected: 'a scheme named under `also`', expectedZh: ' also 所列的方案', got: id };
        this.#add([...path, 'schemes', id], 'CASE_UNKNOWN', text);
      } else {
        this.#compareScheme(scheme, expected, got, [...path, 'schemes', id]);
      }
    }
    for (const key of ['patientPays', 'memberBenefit'] as const) {
      const expected = expect[key];
      if (expected === undefined || expected.eq(got[key])) continue;
      this.#add([...path, key], 'CASE_FAILED', {
        expected: `${key} ${expected.toFixed2()}`,
        got: got[key].toFixed2(),
        steps: got.explanation,
      });
    }
  }

  #compareScheme(scheme: Scheme, expected: CaseExpectation, got: Adjudication, path: Path): void {
    const id = scheme.rules.scheme;
    const decided = got.schemes.find((one) => one.scheme === id);
    const steps = got.explanation.filter((step) => step.scheme === id);
    const outcome = words(decided?.status ?? 'declined', decided === undefined ? 'NOT_ENROLLED' : decided.reason);
    const wanted = words(expected.outcome ?? decided?.status ?? 'declined', expected.reason ?? null);
    const asked = expected.outcome !== undefined || expected.reason !== undefined;
    if (asked && outcome !== wanted) {
      this.#add([...path, 'outcome'], 'CASE_FAILED', { expected: wanted, got: outcome, scheme: id, steps });
    }
    if (expected.pays === undefined) return;
    const names = new Set([...Object.keys(expected.pays), ...(decided?.benefits ?? []).map((one) => one.benefit)]);
    for (const name of names) {
      const want = expected.pays[name];
      const at = [...path, 'pays', name];
      if (!scheme.rules.benefits.some((benefit) => benefit.id === name)) {
        const text = { expected: 'a benefit of the scheme', expectedZh: '本方案的保障', got: name, scheme: id };
        this.#add(at, 'CASE_UNKNOWN', text);
        continue;
      }
      const benefit = decided?.benefits.find((one) => one.benefit === name);
      const text = comparison(want, benefit, outcome);
      if (text === undefined) continue;
      const own = steps.filter((step) => step.benefit === null || step.benefit === name);
      this.#add(at, 'CASE_FAILED', { ...text, scheme: id, benefit: name, steps: own });
    }
  }

  #cannotRun(error: unknown): void {
    if (!(error instanceof CaseError) && !(error instanceof Refusal)) throw error;
    const { zh, en } = error instanceof CaseError ? error : refusedInWords(error);
    this.#report([...this.#path, 'claims', this.#claim - 1], 'CASE_INVALID', {
      zh: `无法验算：${zh}`,
      en: `it cannot be run: ${en}`,
      expected: 'a case that can be run',
      got: en,
    });
  }

  #add(path: Path, code: string, { expectedZh, gotZh, ...text }: Got & InChinese): void {
    const { benefit, scheme, expected, got } = text;
    const where = benefit ?? scheme;
    this.#report(path, code, {
      zh: `${where === undefined ? '' : `${where} `}应为${expectedZh ?? ` ${expected}`}，算得${gotZh ?? ` ${got}`}`,
      en: `${where === undefined ? '' : `${where}: `}expected ${expected}, got ${got}`,
      ...text,
    });
  }

  #report(path: Path, code: string, text: Got & { zh: string; en: string }): void {
    const { zh, en } = this.#case.case;
    this.#findings.push({
      file: this.#reading.file,
      ...this.#reading.locate(path),
      code,
      case: this.#case.case,
      claim: this.#claim,
      scheme: this.#scheme.rules.scheme,
      benefit: undefined,
      steps: [],
      ...text,
      zh: `算例“${zh}”第 ${this.#claim} 笔：${text.zh}`,
      en: `case "${en}", claim ${this.#claim}: ${text.en}`,
    });
  }
}

function refusedInWords({ detail }: Refusal): { zh: string; en: string } {
  const places = (detail.errors ?? []).map((one) => `${one.pointer} ${one.message}`).join('; ');
  return { zh: `${detail.detail} ${places}`.trim(), en: `${detail.detailEn} ${places}`.trim() };
}

/**
 * How a benefit came out otherwise than expected; a benefit of which a case says nothing pays nothing, and no person is
 * asked about it: that would be paid one day.
 */
function comparison(
  want: NonNullable<CaseExpectation['pays']>[string] | undefined,
  got: BenefitDecision | undefined,
  outcome: string,
): (Pick<CaseFinding, 'expected' | 'got'> & InChinese) | undefined {
  const found =
    got === undefined
      ? { got: `no benefits, the scheme is ${outcome}`, gotZh: `没有任何保障，方案为 ${outcome}` }
      : { got: describe(got) };
  const amount = want?.pays ?? Money.ZERO;
  if (want?.status !== undefined) {
    const expected = words(want.status, want.reason ?? null, amount);
    return got !== undefined && describe(got) === expected ? undefined : { expected, ...found };
  }
  const paid = got?.paid ?? Money.ZERO;
  if (got?.status === 'pended' && outcome !== 'pended') {
    return want === undefined
      ? { expected: 'nothing said of it', expectedZh: '无须赔付（算例未提及）', ...found }
      : { expected: `paid ${amount.toFixed2()}`, ...found };
  }
  return paid.eq(amount) ? undefined : { expected: `paid ${amount.toFixed2()}`, ...found };
}

function describe(benefit: BenefitDecision): string {
  return words(benefit.status, benefit.reason, benefit.paid);
}

function words(status: string, reason: string | null, amount = Money.ZERO): string {
  return [status, reason, amount.isZero() ? null : amount.toFixed2()].filter((word) => word !== null).join(' ');
}
