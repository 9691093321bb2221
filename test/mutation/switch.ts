/** Which mutant is on in this process, and what was asked for since somebody last looked. */
export class Switch {
  /** 0 for none. */
  on: number;
  readonly #asked: Uint8Array;
  #left = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(on: number, mutants: number) {
    this.on = on;
    this.#asked = new Uint8Array(mutants + 1);
  }

  /**
   * What the code of the mutants asks at each of them.
   *
   * @throws RunAway where a mutant goes round and round
   */
  readonly ask = (id: number): boolean => {
    this.#asked[id] = 1;
    this.#count += 1;
    if (this.#count > this.#left) throw new RunAway('the mutant does not come to an end');
    return id === this.on;
  };

  /** Starts anew with a mutant, which may ask so often. */
  turn(on: number, left = Number.POSITIVE_INFINITY): void {
    this.on = on;
    this.#left = left;
    this.#count = 0;
    this.#asked.fill(0);
  }

  /** How often code asked. */
  get count(): number {
    return this.#count;
  }

  asked(id: number): boolean {
    return this.#asked[id] === 1;
  }
}

/** An end by count and not by clock: it is the same on a busy machine. */
export class RunAway extends Error {
  override name = 'RunAway';
}
