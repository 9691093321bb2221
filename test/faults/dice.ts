/** Seeded chance (mulberry32): the same seed throws the same dice on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  throw(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.throw() * (to - from + 1));
  }

  /** One of several; `undefined` where there is none. */
  pick<T>(all: readonly T[]): T | undefined {
    return all[this.between(0, all.length - 1)];
  }

  /** Dice of their own for somebody, so that what others do does not change the throws. */
  split(): Dice {
    return new Dice(this.between(0, 2 ** 32 - 1));
  }
}
