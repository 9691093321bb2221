import { Decimal } from 'decimal.js';

/**
 * Sixty significant digits: enough that a chain of the few divisions an adjudication makes (shares by weight) stays
 * exact to far below the twenty-fourth decimal, at which {@link Money.roundFen} looks.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -100, toExpPos: 100 });

const WIRE = /^-?\d{1,12}(\.\d{1,2})?$/;
const EXACT = /^-?\d{1,40}(\.\d{1,60})?$/;

/**
 * An exact amount of yuan (CNY), or, where a rule multiplies, an exact rate. Never a JavaScript number of yuan.
 *
 * Immutable. Unrounded inside a calculation; {@link Money.roundFen} is the only rounding (rulebook A1).
 *
 * Nearly every amount is whole fen: these are counted in an integer that a double holds exactly, and only what is not, or
 * is too large for that, in decimal digits. A result is taken as whole fen only where `Number.isSafeInteger` says that
 * the double is it; which of the two an amount is held in makes no difference to anybody.
 */
export class Money {
  static readonly ZERO = new Money(0);
  static readonly ONE = new Money(100);

  /** NaN where it is no whole number of fen, which makes NaN of all that is computed with it. */
  readonly #fen: number;
  #digits: Decimal | undefined;

  private constructor(fen: number, digits?: Decimal) {
    this.#fen = fen;
    this.#digits = digits;
  }

  /**
   * Reads an amount as it stands on the wire: at most 12 digits and at most 2 decimals, as text or as a JSON number.
   *
   * @returns the amount, or `undefined` where the text is not such an amount (three decimals, exponent, NaN, blank)
   */
  static parse(text: string | number): Money | undefined {
    const s = typeof text === 'number' ? String(text) : text;
    return WIRE.test(s) ? Money.#ofWire(s) : undefined;
  }

  /**
   * Reads an exact decimal from a trusted place (a scheme file, the journal): any number of decimals up to 60.
   *
   * @throws RangeError where the text is not a plain decimal
   */
  static of(text: string): Money {
    if (WIRE.test(text)) return Money.#ofWire(text);
    if (!EXACT.test(text)) throw new RangeError(`not a plain decimal: ${text}`);
    return new Money(Number.NaN, new Exact(text));
  }

  static #ofWire(text: string): Money {
    const point = text.indexOf('.');
    const decimals = point < 0 ? 0 : text.length - point - 1;
    // Its digits without the point are a whole number of at most 14 digits; `+ 0` makes 0 of -0.
    const digits = Number(point < 0 ? text : text.slice(0, point) + text.slice(point + 1)) + 0;
    return new Money(decimals === 2 ? digits : decimals === 1 ? digits * 10 : digits * 100);
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
    const fen = this.#fen + other.#fen;
    return Number.isSafeInteger(fen) ? new Money(fen) : Money.#from(this.#decimal().plus(other.#decimal()));
  }

  minus(other: Money): Money {
    const fen = this.#fen - other.#fen;
    return Number.isSafeInteger(fen) ? new Money(fen) : Money.#from(this.#decimal().minus(other.#decimal()));
  }

  /** This amount less the other, but never below 0; what a division left below the 24th decimal is 0 too. */
  minusDownToZero(other: Money): Money {
    const rest = this.minus(other);
    return rest.isNegative() || rest.isNegligible() ? Money.ZERO : rest;
  }

  times(factor: Money): Money {
    const product = this.#fen * factor.#fen;
    if (Number.isSafeInteger(product) && product % 100 === 0) return new Money(product / 100 + 0);
    return Money.#from(this.#decimal().times(factor.#decimal()));
  }

  /**
   * This amount × part ÷ whole, multiplied first, so that part = whole gives exactly this amount and part = 0 exactly 0.
   *
   * @throws RangeError where whole is 0
   */
  share(part: Money, whole: Money): Money {
    if (whole.isZero()) throw new RangeError('a share of nothing');
    return Money.#from(this.#decimal().times(part.#decimal()).dividedBy(whole.#decimal()));
  }

  negated(): Money {
    if (this.isZero()) return this;
    return Number.isNaN(this.#fen) ? Money.#from(this.#decimal().negated()) : new Money(-this.#fen);
  }

  abs(): Money {
    return this.isNegative() ? this.negated() : this;
  }

  compare(other: Money): -1 | 0 | 1 {
    const difference = this.#fen - other.#fen;
    if (Number.isNaN(difference)) return this.#decimal().comparedTo(other.#decimal()) as -1 | 0 | 1;
    return difference === 0 ? 0 : difference < 0 ? -1 : 1;
  }

  eq(other: Money): boolean {
    return this.compare(other) === 0;
  }

  lt(other: Money): boolean {
    return this.compare(other) < 0;
  }

  lte(other: Money): boolean {
    return this.compare(other) <= 0;
  }

  gt(other: Money): boolean {
    return this.compare(other) > 0;
  }

  gte(other: Money): boolean {
    return this.compare(other) >= 0;
  }

  isZero(): boolean {
    return this.eq(Money.ZERO);
  }

  /** Zero but for what a division left below the 24th decimal. */
  isNegligible(): boolean {
    return Number.isNaN(this.#fen) ? this.#decimal().toDecimalPlaces(24).isZero() : this.#fen === 0;
  }

  isNegative(): boolean {
    return this.lt(Money.ZERO);
  }

  isPositive(): boolean {
    return this.gt(Money.ZERO);
  }

  /**
   * Half up to the fen (rulebook A1). Looks first at 24 decimals, so that a share that is exactly half a fen but was
   * divided (2.00 ÷ 3 × 0.75 …) is rounded as the half it is, and not as 0.00499999….
   */
  roundFen(): Money {
    if (!Number.isNaN(this.#fen)) return this;
    const rounded = this.#decimal().toDecimalPlaces(24).toDecimalPlaces(2);
    const fen = rounded.times(100).toNumber() + 0;
    return Number.isSafeInteger(fen) ? new Money(fen) : Money.#from(rounded);
  }

  /** With exactly two decimals, as on the wire. Only for amounts that are whole fen, or to show a figure. */
  toFixed2(): string {
    if (Number.isNaN(this.#fen)) {
      const fixed = this.#decimal().toDecimalPlaces(24).toFixed(2);
      return fixed === '-0.00' ? '0.00' : fixed;
    }
    const digits = String(Math.abs(this.#fen)).padStart(3, '0');
    return `${this.#fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  /** A rate with at least two decimals: `0.30`, `0.125`. */
  toRate(): string {
    if (!Number.isNaN(this.#fen)) return this.toFixed2();
    return this.#decimal().toFixed(Math.max(2, this.#decimal().decimalPlaces()));
  }

  /** Every digit, for the journal: {@link Money.of} reads it back. Shares keep 30 decimals. */
  toExact(): string {
    if (!Number.isNaN(this.#fen)) return this.#shortest();
    return this.#decimal().toDecimalPlaces(30).toFixed();
  }

  /** As a whole number of fen. @throws RangeError where the amount is not whole fen */
  toFen(): bigint {
    if (!Number.isNaN(this.#fen)) return BigInt(this.#fen);
    const fen = this.#decimal().times(100);
    if (!fen.isInteger()) throw new RangeError('not a whole number of fen');
    return BigInt(fen.toFixed(0));
  }

  /** The whole fen below an amount that is not negative; a division's error below the 24th decimal does not count. */
  toFenFloor(): bigint {
    if (!Number.isNaN(this.#fen)) return BigInt(this.#fen);
    return BigInt(this.#decimal().times(100).toDecimalPlaces(24).floor().toFixed(0));
  }

  /** @see Money.toFen */
  static ofFen(fen: bigint): Money {
    const number = Number(fen);
    return Number.isSafeInteger(number) ? new Money(number) : Money.#from(new Exact(fen.toString()).dividedBy(100));
  }

  /** JSON as on the wire: a string with two decimals. */
  toJSON(): string {
    return this.toFixed2();
  }

  toString(): string {
    return Number.isNaN(this.#fen) ? this.#decimal().toFixed() : this.#shortest();
  }

  /** Whole fen without zeros at the end. */
  #shortest(): string {
    return this.toFixed2().replace(/\.?0+$/, '');
  }

  static #from(digits: Decimal): Money {
    return new Money(Number.NaN, digits);
  }

  #decimal(): Decimal {
    this.#digits ??= new Exact(this.toFixed2());
    return this.#digits;
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
