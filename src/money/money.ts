import { Decimal } from 'decimal.js';

/**
 * Sixty significant digits: enough that a chain of the few divisions an adjudication makes (shares by weight) stays
 * exact to far below the twenty-fourth decimal, at which {@link Money.roundFen} looks.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** Hundredths of a fen in a yuan, and in a fen. */
const UNITS = 10_000;
const FEN = 100;

const WIRE = /^-?\d{1,12}(\.\d{1,2})?$/;
const COUNTED = /^-?\d{1,12}(\.\d{1,4})?$/;
const EXACT = /^-?\d{1,40}(\.\d{1,60})?$/;

/**
 * An exact amount of yuan (CNY), or, where a rule multiplies, an exact rate. Never a JavaScript number of yuan.
 *
 * Immutable. Unrounded inside a calculation; {@link Money.roundFen} is the only rounding (rulebook A1).
 *
 * Nearly every amount is a whole number of hundredths of a fen, as fen times a rate of whole percent are: these are counted
 * in an integer that a double holds exactly, and only what is not, or is too large for that, in decimal digits. A result is
 * taken as counted only where `Number.isSafeInteger` says that the double is it; which of the two an amount is held in
 * makes no difference to anybody.
 */
export class Money {
  static readonly ZERO = new Money(0);
  static readonly ONE = new Money(UNITS);

  /**
   * In hundredths of a fen; -0 is as good as 0. NaN where it is no whole number of them, which makes NaN of all that is
   * computed with it.
   */
  readonly #units: number;
  #digits: Decimal | undefined;

  private constructor(units: number, digits?: Decimal) {
    this.#units = units;
    this.#digits = digits;
  }

  /**
   * Reads an amount as it stands on the wire: at most 12 digits and at most 2 decimals, as text or as a JSON number.
   *
   * @returns the amount, or `undefined` where the text is not such an amount (three decimals, exponent, NaN, blank)
   */
  static parse(text: string | number): Money | undefined {
    const s = String(text);
    return WIRE.test(s) ? Money.#ofCounted(s) : undefined;
  }

  /**
   * Reads an exact decimal from a trusted place (a scheme file, the journal): any number of decimals up to 60.
   *
   * @throws RangeError where the text is not a plain decimal
   */
  static of(text: string): Money {
    if (COUNTED.test(text)) return Money.#ofCounted(text);
    if (!EXACT.test(text)) throw new RangeError(`not a plain decimal: ${text}`);
    return new Money(Number.NaN, new Exact(text));
  }

  static #ofCounted(text: string): Money {
    const point = text.indexOf('.');
    const decimals = point === -1 ? 0 : text.length - point - 1;
    // Its digits without the point are a whole number of at most 16 digits.
    const digits = Number(point === -1 ? text : text.slice(0, point) + text.slice(point + 1));
    const units = digits * 10 ** (4 - decimals);
    return Number.isSafeInteger(units) ? new Money(units) : Money.#from(new Exact(text));
  }

  /** The sum of all amounts; 0 for none. */
  static sum(amounts: Iterable<Money>): Money {
    let total = Money.ZERO;
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  /** The least of the amounts. */
  static min(first: Money, ...others: Money[]): Money {
    let least = first;
    for (const one of others) if (one.lt(least)) least = one;
    return least;
  }

  /** The greatest of the amounts. */
  static max(first: Money, ...others: Money[]): Money {
    let most = first;
    for (const one of others) if (one.gt(most)) most = one;
    return most;
  }

  plus(other: Money): Money {
    const units = this.#units + other.#units;
    return Number.isSafeInteger(units) ? new Money(units) : Money.#from(this.#decimal().plus(other.#decimal()));
  }

  minus(other: Money): Money {
    const units = this.#units - other.#units;
    return Number.isSafeInteger(units) ? new Money(units) : Money.#from(this.#decimal().minus(other.#decimal()));
  }

  /** This amount less the other, but never below 0; what a division left below the 24th decimal is 0 too. */
  minusDownToZero(other: Money): Money {
    const rest = this.minus(other);
    return rest.isNegative() || rest.isNegligible() ? Money.ZERO : rest;
  }

  times(factor: Money): Money {
    const product = this.#units * factor.#units;
    if (Number.isSafeInteger(product) && product % UNITS === 0) return new Money(product / UNITS);
    return Money.#from(this.#decimal().times(factor.#decimal()));
  }

  /**
   * This amount × part ÷ whole, multiplied first, so that part = whole gives exactly this amount and part = 0 exactly 0.
   *
   * @throws RangeError where whole is 0
   */
  share(part: Money, whole: Money): Money {
    if (whole.isZero()) throw new RangeError('a share of nothing');
    if (part.#units === whole.#units) return this;
    const product = this.#units * part.#units;
    if (Number.isSafeInteger(product) && product % whole.#units === 0) return new Money(product / whole.#units);
    return Money.#from(this.#decimal().times(part.#decimal()).dividedBy(whole.#decimal()));
  }

  negated(): Money {
    return Money.ZERO.minus(this);
  }

  abs(): Money {
    return this.isNegative() ? this.negated() : this;
  }

  compare(other: Money): -1 | 0 | 1 {
    const difference = this.#units - other.#units;
    if (Number.isNaN(difference)) return this.#decimal().comparedTo(other.#decimal()) as -1 | 0 | 1;
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
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
    return this.#isCounted() ? this.#units === 0 : this.#decimal().toDecimalPlaces(24).isZero();
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
    if (this.#isCounted()) return this.#isFen() ? this : new Money(this.#roundedFen() * FEN);
    const rounded = this.#decimal().toDecimalPlaces(24).toDecimalPlaces(2);
    const units = rounded.times(UNITS).toNumber();
    return Number.isSafeInteger(units) ? new Money(units) : Money.#from(rounded);
  }

  /** With exactly two decimals, as on the wire. Only for amounts that are whole fen, or to show a figure. */
  toFixed2(): string {
    if (this.#isCounted()) {
      const fen = this.#roundedFen();
      const size = Math.abs(fen);
      const rest = size % 100;
      return `${fen < 0 ? '-' : ''}${(size - rest) / 100}.${rest < 10 ? '0' : ''}${rest}`;
    }
    const fixed = this.#decimal().toDecimalPlaces(24).toFixed(2);
    return fixed === '-0.00' ? '0.00' : fixed;
  }

  /** A rate with at least two decimals: `0.30`, `0.125`. */
  toRate(): string {
    if (this.#isFen()) return this.toFixed2();
    return this.#decimal().toFixed(Math.max(2, this.#decimal().decimalPlaces()));
  }

  /** Every digit, for the journal: {@link Money.of} reads it back. Shares keep 30 decimals. */
  toExact(): string {
    return this.#isCounted() ? this.toString() : this.#decimal().toDecimalPlaces(30).toFixed();
  }

  /** As {@link Money.of} reads it back from {@link Money.toExact}. */
  asKept(): Money {
    return this.#isCounted() ? this : Money.#from(this.#decimal().toDecimalPlaces(30));
  }

  /** As a whole number of fen. @throws RangeError where the amount is not whole fen */
  toFen(): bigint {
    if (this.#isFen()) return BigInt(this.#units / FEN);
    const fen = this.#decimal().times(100);
    if (!fen.isInteger()) throw new RangeError('not a whole number of fen');
    return BigInt(fen.toFixed(0));
  }

  /** The whole fen below an amount that is not negative; a division's error below the 24th decimal does not count. */
  toFenFloor(): bigint {
    if (this.#isCounted()) return BigInt((this.#units - (this.#units % FEN)) / FEN);
    return BigInt(this.#decimal().times(100).toDecimalPlaces(24).floor().toFixed(0));
  }

  /** @see Money.toFen */
  static ofFen(fen: bigint): Money {
    const units = Number(fen) * FEN;
    return Number.isSafeInteger(units) ? new Money(units) : Money.#from(new Exact(fen.toString()).dividedBy(100));
  }

  /** JSON as on the wire: a string with two decimals. */
  toJSON(): string {
    return this.toFixed2();
  }

  /** Every digit, without zeros at the end. */
  toString(): string {
    if (!this.#isCounted()) return this.#decimal().toFixed();
    const size = Math.abs(this.#units);
    const rest = size % UNITS;
    const whole = `${this.#units < 0 ? '-' : ''}${(size - rest) / UNITS}`;
    if (rest === 0) return whole;
    // The decimals behind a 1 that keeps the zeros before them.
    const decimals = String(UNITS + rest);
    let end = decimals.length;
    while (decimals[end - 1] === '0') end -= 1;
    return `${whole}.${decimals.slice(1, end)}`;
  }

  /** Whether it is held in {@link Money.#units}. */
  #isCounted(): boolean {
    return !Number.isNaN(this.#units);
  }

  /** Whether it is known to be whole fen. */
  #isFen(): boolean {
    return this.#units % FEN === 0;
  }

  /** Half up, away from zero. The remainder of a division is exact where its quotient need not be. */
  #roundedFen(): number {
    const rest = this.#units % FEN;
    const fen = (this.#units - rest) / FEN;
    return Math.abs(rest) < FEN / 2 ? fen : fen + Math.sign(rest);
  }

  static #from(digits: Decimal): Money {
    return new Money(Number.NaN, digits);
  }

  #decimal(): Decimal {
    this.#digits ??= new Exact(`${this.#units}e-4`);
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
  const parts = shares.map((share) => {
    const exact = total.share(share, whole);
    const fen = exact.toFenFloor();
    // Beyond the thirtieth decimal stands only what the division rounded, which would decide between equal remainders.
    return { fen, remainder: exact.minus(Money.ofFen(fen)).asKept() };
  });
  let left = total.toFen() - parts.reduce((sum, { fen }) => sum + fen, 0n);
  // Of equal remainders the one that stands first comes first.
  for (const part of parts.toSorted((a, b) => b.remainder.compare(a.remainder))) {
    if (left === 0n) break;
    part.fen += 1n;
    left -= 1n;
  }
  return parts.map(({ fen }) => (amount.isNegative() ? Money.ofFen(fen).negated() : Money.ofFen(fen)));
}
