/** Room for a fixed number of things that are under way at once. */
export interface Slots {
  /** @returns whether there was room */
  take(): boolean | Promise<boolean>;
  release(): void;
}

/** Room in this process. */
export class OwnSlots implements Slots {
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  take(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  release(): void {
    this.#free += 1;
  }
}
