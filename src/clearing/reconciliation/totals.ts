import { yuanOf } from './fen.ts';
import type { Row } from './side.ts';

/** A count of rows and what they sum to, in yuan with two decimals. */
export interface Sums {
  readonly count: number;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
}

/** What one side lists: in all, and by record type; a type without a row is left out. */
export interface SideTotals extends Sums {
  readonly recordTypes: Readonly<Record<string, Sums>>;
}

interface Running {
  rows: bigint;
  insurerPaid: bigint;
  memberBenefit: bigint;
}

const none = (): Running => ({ rows: 0n, insurerPaid: 0n, memberBenefit: 0n });

/** Adds rows up. */
export class RunningTotals {
  readonly #types = new Map<string, Running>();

  add({ recordType, insurerPaid, memberBenefit }: Pick<Row, 'recordType' | 'insurerPaid' | 'memberBenefit'>): void {
    this.addAll(recordType, { rows: 1n, insurerPaid, memberBenefit });
  }

  addAll(recordType: string, more: Readonly<Running>): void {
    const running = this.#types.get(recordType) ?? none();
    running.rows += more.rows;
    running.insurerPaid += more.insurerPaid;
    running.memberBenefit += more.memberBenefit;
    this.#types.set(recordType, running);
  }

  totals(): SideTotals {
    const all = none();
    for (const one of this.#types.values()) {
      all.rows += one.rows;
      all.insurerPaid += one.insurerPaid;
      all.memberBenefit += one.memberBenefit;
    }
    const types = [...this.#types].sort(([a], [b]) => (a < b ? -1 : 1));
    return { ...sums(all), recordTypes: Object.fromEntries(types.map(([type, running]) => [type, sums(running)])) };
  }
}

function sums({ rows, insurerPaid, memberBenefit }: Running): Sums {
  return { count: Number(rows), insurerPaid: yuanOf(insurerPaid), memberBenefit: yuanOf(memberBenefit) };
}
