import type { Posting, RecordType } from '../../ledger/posting.ts';
import { Money } from '../../money/money.ts';

/** A count of rows and what they sum to, in yuan with two decimals; signed. */
export interface Sums {
  readonly count: number;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
}

/** The control totals of a daily file. Lists are sorted by id; record types without a row are left out. */
export interface Totals {
  readonly totals: Sums;
  readonly recordTypes: Readonly<Partial<Record<RecordType, Sums>>>;
  readonly hospitals: readonly (Sums & { readonly hospitalId: string })[];
  readonly insurers: readonly { readonly insurer: string; readonly count: number; readonly amount: string }[];
}

interface Running {
  count: number;
  insurerPaid: Money;
  memberBenefit: Money;
}

/** Adds up the rows of a daily file, one by one. */
export class Tally {
  readonly #types = new Map<RecordType, Running>();
  readonly #hospitals = new Map<string, Running>();
  readonly #insurers = new Map<string, { count: number; amount: Money }>();

  add({ recordType, hospitalId, insurerPaid, memberBenefit, insurers }: Posting): void {
    const paid = Money.of(insurerPaid);
    const benefit = Money.of(memberBenefit);
    count(this.#types, recordType, paid, benefit);
    count(this.#hospitals, hospitalId, paid, benefit);
    for (const [insurer, amount] of insurers) {
      const running = this.#insurers.get(insurer) ?? { count: 0, amount: Money.ZERO };
      running.count += 1;
      running.amount = running.amount.plus(Money.of(amount));
      this.#insurers.set(insurer, running);
    }
  }

  totals(): Totals {
    const types = [...this.#types.values()];
    return {
      totals: sums({
        count: types.reduce((all, one) => all + one.count, 0),
        insurerPaid: Money.sum(types.map((one) => one.insurerPaid)),
        memberBenefit: Money.sum(types.map((one) => one.memberBenefit)),
      }),
      recordTypes: Object.fromEntries(sorted(this.#types).map(([type, running]) => [type, sums(running)])),
      hospitals: sorted(this.#hospitals).map(([hospitalId, running]) => ({ hospitalId, ...sums(running) })),
      insurers: sorted(this.#insurers).map(([insurer, running]) => ({
        insurer,
        count: running.count,
        amount: running.amount.toFixed2(),
      })),
    };
  }
}

function count<K>(into: Map<K, Running>, key: K, insurerPaid: Money, memberBenefit: Money): void {
  const running = into.get(key) ?? { count: 0, insurerPaid: Money.ZERO, memberBenefit: Money.ZERO };
  running.count += 1;
  running.insurerPaid = running.insurerPaid.plus(insurerPaid);
  running.memberBenefit = running.memberBenefit.plus(memberBenefit);
  into.set(key, running);
}

function sums({ count: rows, insurerPaid, memberBenefit }: Running): Sums {
  return { count: rows, insurerPaid: insurerPaid.toFixed2(), memberBenefit: memberBenefit.toFixed2() };
}

function sorted<K, V>(map: ReadonlyMap<K, V>): [K, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
