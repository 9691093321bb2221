/** An invariant that does not hold. */
export class Broken extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Broken';
  }
}

/** How often each invariant was held against what happened. */
export class Checks {
  readonly counts = new Map<string, number>();

  /** @throws Broken where it does not hold */
  that(invariant: string, holds: boolean, what: () => string): void {
    this.counts.set(invariant, (this.counts.get(invariant) ?? 0) + 1);
    if (!holds) throw new Broken(`${invariant}: ${what()}`);
  }
}

/** Whole fen of an amount in yuan as text: exact for everything a claim can have. */
export function fen(amount: string): number {
  const negative = amount.startsWith('-');
  const [whole = '0', decimals = ''] = amount.replace('-', '').split('.');
  const value = Number(whole) * 100 + Number(`${decimals}00`.slice(0, 2));
  return negative ? -value : value;
}

export function sumFen(amounts: Iterable<string>): number {
  let sum = 0;
  for (const amount of amounts) sum += fen(amount);
  return sum;
}
