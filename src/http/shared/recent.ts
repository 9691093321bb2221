/**
 * Remembers things by key for as long as they are asked for. What nobody has asked for during a period is forgotten, a
 * whole generation at once, so that no key costs memory for longer and nothing ever walks over all of them.
 */
export class Recent<T> {
  readonly #period: number;
  #since = 0;
  #current = new Map<string, T>();
  #before = new Map<string, T>();

  /** @param period milliseconds; a thing is kept for one to two of them after it was last asked for */
  constructor(period: number) {
    this.#period = period;
  }

  /** @param now milliseconds, of any clock; one that is set back makes nothing be forgotten */
  get(key: string, now: number, make: () => T): T {
    this.#turn(now);
    const found = this.#current.get(key) ?? this.#before.get(key) ?? make();
    this.#current.set(key, found);
    return found;
  }

  #turn(now: number): void {
    const age = now - this.#since;
    if (age >= 0 && age < this.#period) return;
    this.#since = now;
    if (age < 0) return;
    this.#before = age < 2 * this.#period ? this.#current : new Map<string, T>();
    this.#current = new Map<string, T>();
  }
}
