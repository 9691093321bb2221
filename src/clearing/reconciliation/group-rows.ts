import type { GroupRow } from './groups.ts';
import type { KeyedRow } from './runs.ts';

/** More unlike rows than this under one key are one sum: nobody has them but by mistake, and they must not fill memory. */
const MAX_UNLIKE = 1_000;

/** Takes the rows of one side under one key, and counts alike ones. */
export class RowsOfGroup {
  readonly #rows = new Map<string, GroupRow>();
  #rest: GroupRow | undefined;

  add([, decisionId, paid, benefit]: KeyedRow): void {
    const alike = `${decisionId}\u0000${paid}\u0000${benefit}`;
    const known = this.#rows.get(alike);
    if (known !== undefined) {
      this.#rows.set(alike, { ...known, times: known.times + 1n });
      return;
    }
    const row = { decisionId, times: 1n, insurerPaid: BigInt(paid), memberBenefit: BigInt(benefit) };
    if (this.#rows.size < MAX_UNLIKE) this.#rows.set(alike, row);
    else this.#rest = this.#rest === undefined ? row : merged(this.#rest, row);
  }

  list(): GroupRow[] {
    return [...this.#rows.values(), ...(this.#rest === undefined ? [] : [this.#rest])];
  }
}

function merged(a: GroupRow, b: GroupRow): GroupRow {
  return {
    ...a,
    insurerPaid: a.insurerPaid + b.insurerPaid,
    memberBenefit: a.memberBenefit + b.memberBenefit,
  };
}
