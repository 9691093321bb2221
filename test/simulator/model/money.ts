import type { Posting } from '../../../src/ledger/posting.ts';
import type { Row } from '../../../src/store/tables.ts';
import { type Checks, fen, sumFen } from '../broken.ts';

/** What was booked on one decision in one scheme: what runs decide, and what a person decided; whole fen. */
interface Booked {
  run: number;
  byHand: number;
  readonly insurers: Map<string, number>;
}

/** Rows of one daily file, added up. */
interface DayFile {
  count: number;
  insurerPaid: number;
  memberBenefit: number;
}

/** The money of the journal, added up posting by posting as it is committed. */
export class MoneyModel {
  readonly #checks: Checks;
  /** By decision, then by scheme. */
  readonly #booked = new Map<string, Map<string, Booked>>();
  /** By business day, then by scheme. */
  readonly #files = new Map<string, Map<string, DayFile>>();

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  take({ scheme, businessDate, decisionId, body }: Row<'postings'>): void {
    const posting = JSON.parse(body) as Posting;
    const { recordType, insurerPaid, memberBenefit, benefits, insurers } = posting;
    const amount = fen(insurerPaid) + fen(memberBenefit);
    const byBenefit = sumFen(benefits.map(([, part]) => part));
    const byInsurer = sumFen(insurers.map(([, part]) => part));
    this.#checks.that(
      'a posting adds up over benefits and over insurers',
      byBenefit === amount && byInsurer === amount,
      () => `${recordType} of ${decisionId}: ${amount} fen, by benefit ${byBenefit}, by insurer ${byInsurer}`,
    );
    const files = this.#files.get(businessDate) ?? new Map<string, DayFile>();
    this.#files.set(businessDate, files);
    const file = files.get(scheme) ?? { count: 0, insurerPaid: 0, memberBenefit: 0 };
    files.set(scheme, file);
    file.count += 1;
    file.insurerPaid += fen(insurerPaid);
    file.memberBenefit += fen(memberBenefit);
    if (decisionId === '') return;
    const schemes = this.#booked.get(decisionId) ?? new Map<string, Booked>();
    this.#booked.set(decisionId, schemes);
    const booked = schemes.get(scheme) ?? { run: 0, byHand: 0, insurers: new Map() };
    schemes.set(scheme, booked);
    if (recordType === 'RESOLVE') booked.byHand += amount;
    else booked.run += amount;
    for (const [insurer, part] of insurers) {
      booked.insurers.set(insurer, (booked.insurers.get(insurer) ?? 0) + fen(part));
    }
  }

  /** What stands on a decision by runs of the rules, scheme by scheme. */
  byRuns(decisionId: string): ReadonlyMap<string, number> {
    return new Map([...(this.#booked.get(decisionId) ?? [])].map(([scheme, { run }]) => [scheme, run]));
  }

  /** Nothing is left of a decision that no longer stands. */
  checkFallen(decisionId: string): void {
    for (const [scheme, { run, byHand, insurers }] of this.#booked.get(decisionId) ?? []) {
      const left = run + byHand;
      const nothing = left === 0 && [...insurers.values()].every((part) => part === 0);
      this.#checks.that(
        'nothing stays booked on what was taken back',
        nothing,
        () => `${decisionId} in ${scheme}: ${left} fen, by insurer ${[...insurers.values()].join(', ')}`,
      );
    }
  }

  /** @param totals what a manifest says of a scheme's file of a day */
  checkFile(
    date: string,
    scheme: string,
    totals: { readonly count: number; readonly insurerPaid: string; readonly memberBenefit: string },
  ): void {
    const mine = this.#files.get(date)?.get(scheme) ?? { count: 0, insurerPaid: 0, memberBenefit: 0 };
    const same =
      mine.count === totals.count &&
      mine.insurerPaid === fen(totals.insurerPaid) &&
      mine.memberBenefit === fen(totals.memberBenefit);
    this.#checks.that(
      'a daily file has all the money of its day',
      same,
      () => `${scheme} on ${date}: ${JSON.stringify(mine)} was booked, ${JSON.stringify(totals)} sealed`,
    );
  }
}
