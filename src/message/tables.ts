/** Something that can be made ready for much use at the cost of memory, and be made to forget that. */
export interface Tabled {
  forgetTable(): void;
}

/** Who may have a table at a time: those who used theirs last. */
export class Tables {
  readonly #most: number;
  /** The least recently used first. */
  readonly #holders = new Set<Tabled>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Notes that a holder has used its table; whoever has not for the longest may lose its own. */
  used(holder: Tabled): void {
    this.#holders.delete(holder);
    this.#holders.add(holder);
    const [oldest] = this.#holders;
    if (oldest === undefined || this.#holders.size <= this.#most) return;
    this.#holders.delete(oldest);
    oldest.forgetTable();
  }
}
