import { Decimal } from 'decimal.js';

/**
 * Sixty significant digits: enough that a chain of the few divisions an adjudication makes (shares by weight) stays
 * exact to far below the twenty-fourth decimal, at which {@link Money.roundFen} looks.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -100, toExpPos: 100 });

const WIRE = /^-?\d{1,12}(\.\d{1,2})?$/;
const EXACT = /^-?\d{1,40}(\.\d{1,60})?$/;

/**
 * An exact amount of yuan (CNY), or, where a rule multiplies, an exact rate. Never a JavaScript number.
 *
 * Immutable. Unrounded inside a calculation; {@link Money.roundFen} is the only rounding (rulebook A1).
 */
export class Money {
  static readonly ZERO = new Money(new Exact(0));
  static readonly ONE = new Money(new Exact(1));

  readonly #value: Decimal;

  private constructor(value: Decimal) {
    this.#value = value;
  }

  /**
   * Reads an amount as it stands on the wire: at most 12 digits and at most 2 decimals, as text or as a JSON number.
   *
   * @returns the amount, or `undefined` where the text is not such an amount (three decimals, exponent, NaN, blank)
   */
  static parse(text: string | number): Money | undefined {
    const s = typeof text === 'number' ? String(text) : text;
    return WIRE.test(s) ? new Money(new Exact(s)) : undefined;
  }

  /**
   * Reads an exact decimal from a trusted place (a scheme file, the journal): any number of decimals up to 60.
   *
   * @throws RangeError where the text is not a plain decimal
   */
  static of(text: string): Money {
    if (!EXACT.test(text)) throw new RangeError(`not a plain decimal: ${text}`);
    return new Money(new Exact(text));
  }

  /** The sum of all amounts; 0 for none. */
  static sum(amounts: Iterable<Money>): Money {
    let total = Money.ZERO;
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  /** The least of the amounts. */
  static min(first: Money, ...others: Money[]): Money {
    return others.reduce((least, one) => (one.lt(least) ? one : least), first);
  }

  /** The greatest of the amounts. */
  static max(first: Money, ...others: Money[]): Money {
    return others.reduce((most, one) => (one.gt(most) ? one : most), first);
  }

  plus(other: Money): Money {
    return new Money(this.#value.plus(other.#value));
  }

  minus(other: Money): Money {
    return new Money(this.#value.minus(other.#value));
  }

  /** This amount less the other, but never below 0; what a division left below the 24th decimal is 0 too. */
  minusDownToZero(other: Money): Money {
    const rest = this.minus(other);
    return rest.isNegative() || rest.isNegligible() ? Money.ZERO : rest;
  }

  times(factor: Money): Money {
    return new Money(this.#value.times(factor.#value));
  }

  /**
   * This amount × part ÷ whole, multiplied first, so that part = whole gives exactly this amount and part = 0 exactly 0.
   *
   * @throws RangeError where whole is 0
   */
  share(part: Money, whole: Money): Money {
    if (whole.isZero()) throw new RangeError('a share of nothing');
    return new Money(this.#value.times(part.#value).dividedBy(whole.#value));
  }

  negated(): Money {
    return this.isZero() ? this : new Money(this.#value.negated());
  }

  abs(): Money {
    return new Money(this.#value.abs());
  }

  compare(other: Money): -1 | 0 | 1 {
    return this.#value.comparedTo(other.#value) as -1 | 0 | 1;
  }

  eq(other: Money): boolean {
    return this.#value.equals(other.#value);
  }

  lt(other: Money): boolean {
    return this.#value.lessThan(other.#value);
  }

  lte(other: Money): boolean {
    return this.#value.lessThanOrEqualTo(other.#value);
  }

  gt(other: Money): boolean {
    return this.#value.greaterThan(other.#value);
  }

  gte(other: Money): boolean {
    return this.#value.greaterThanOrEqualTo(other.#value);
  }

  isZero(): boolean {
    return this.#value.isZero();
  }

  /** Zero but for what a division left below the 24th decimal. */
  isNegligible(): boolean {
    return this.#value.toDecimalPlaces(24).isZero();
  }

  isNegative(): boolean {
    return this.#value.isNegative() && !this.#value.isZero();
  }

  isPositive(): boolean {
    return this.#value.isPositive() && !this.#value.isZero();
  }

  /**
   * Half up to the fen (rulebook A1). Looks first at 24 decimals, so that a share that is exactly half a fen but was
   * divided (2.00 ÷ 3 × 0.75 …) is rounded as the half it is, and not as 0.00499999….
   */
  roundFen(): Money {
    return new Money(this.#value.toDecimalPlaces(24).toDecimalPlaces(2));
  }

  /** With exactly two decimals, as on the wire. Only for amounts that are whole fen, or to show a figure. */
  toFixed2(): string {
    const fixed = this.#value.toDecimalPlaces(24).toFixed(2);
    return fixed === '-0.00' ? '0.00' : fixed;
  }

  /** A rate with at least two decimals: `0.30`, `0.125`. */
  toRate(): string {
    return this.#value.toFixed(Math.max(2, this.#value.decimalPlaces()));
  }

  /** Every digit, for the journal: {@link Money.of} reads it back. Shares keep 30 decimals. */
  toExact(): string {
    return this.#value.toDecimalPlaces(30).toFixed();
  }

  /** As a whole number of fen. @throws RangeError where the amount is not whole fen */
  toFen(): bigint {
    const fen = this.#value.times(100);
    if (!fen.isInteger()) throw new RangeError('not a whole number of fen');
    return BigInt(fen.toFixed(0));
  }

  /** The whole fen below an amount that is not negative; a division's error below the 24th decimal does not count. */
  toFenFloor(): bigint {
    return BigInt(this.#value.times(100).toDecimalPlaces(24).floor().toFixed(0));
  }

  /** @see Money.toFen */
  static ofFen(fen: bigint): Money {
    return new Money(new Exact(fen.toString()).dividedBy(100));
  }

  /** JSON as on the wire: a string with two decimals. */
  toJSON(): string {
    return this.toFixed2();
  }

  toString(): string {
    return this.#value.toFixed();
  }
}

/**
 * Splits whole fen over shares with nothing lost: the largest remainders get the odd fen, ties go to the earlier entry
 * (so list the lead insurer first).
 *
 * @param amount whole fen, may be negative (a reversal splits as its settlement did)
 * @param shares weights, at least one of them positive
 */
export function splitByShares(amount: Money, shares: readonly Money[]): Money[] {
  const whole = Money.sum(shares);
  const total = amount.abs();
  const exact = shares.map((share) => total.share(share, whole));
  const floors = exact.map((part) => part.toFenFloor());
  let left = total.toFen() - floors.reduce((sum, fen) => sum + fen, 0n);
  const order = exact
    .map((part, index) => ({ index, remainder: part.minus(Money.ofFen(floors[index] ?? 0n)) }))
    .sort((a, b) => b.remainder.compare(a.remainder) || a.index - b.index);
  for (const { index } of order) {
    if (left === 0n) break;
    floors[index] = (floors[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return floors.map((fen) => (amount.isNegative() ? Money.ofFen(fen).negated() : Money.ofFen(fen)));
}
