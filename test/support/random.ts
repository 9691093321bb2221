/** A seeded generator of numbers (mulberry32, public domain): the same seed gives the same numbers on every machine. */
export class Seeded {
  #state: number;

  /** @param steps taken before the first number: neighbouring seeds begin alike, a few steps part them */
  constructor(seed: number, steps: number) {
    this.#state = seed >>> 0;
    for (let step = 0; step < steps; step += 1) this.next();
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, but not, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** True so often of 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of several. */
  pick<T>(several: readonly T[]): T {
    if (several.length === 0) throw new RangeError('there is nothing to pick from');
    return several[this.below(several.length)] as T;
  }
}
