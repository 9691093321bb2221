import { Refusal } from '../problem/refusal.ts';

/** So many writes to one member may wait: a desk is better served by a retry. */
const MAX_WAITING = 200;

interface Line {
  last: Promise<unknown>;
  length: number;
}

/** Has writes to one member done one after the other in this process: who would lose the race need not run it. */
export class Turns {
  readonly #lines = new Map<string, Line>();

  /** Does something when it is its member's turn. @throws what it throws, or Refusal `OVERLOADED` */
  async take<T>(memberId: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(memberId) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= MAX_WAITING) {
      throw new Refusal('OVERLOADED', {
        detail: '该参保人排队请求过多，请稍后重试',
        detailEn: 'Too many writes wait for this member',
        retryAfter: 1,
      });
    }
    this.#lines.set(memberId, line);
    line.length += 1;
    const turn = line.last.then(work, work);
    line.last = turn;
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(memberId);
    }
  }
}
