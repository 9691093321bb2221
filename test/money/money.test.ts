import { describe, expect, it } from 'vitest';
import { Money, splitByShares } from '../../src/money/money.ts';
import { fc, tries } from '../support/properties.ts';

const m = (text: string) => Money.of(text);
const fen = fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n });

describe('reading an amount', () => {
  it.each([
    ['0', '0.00'],
    ['12345.6', '12345.60'],
    ['12345.60', '12345.60'],
    ['-0.01', '-0.01'],
    ['-0.00', '0.00'],
    ['007', '7.00'],
    ['999999999999.99', '999999999999.99'],
    [1, '1.00'],
    [0.1, '0.10'],
    [12_345.67, '12345.67'],
    [-0, '0.00'],
  ] as [string | number, string][])('takes %j', (text, wire) => {
    expect(Money.parse(text)?.toFixed2()).toBe(wire);
  });

  it.each([
    ['', 'blank'],
    [' ', 'blank'],
    [' 1', 'a blank before it'],
    ['1 ', 'a blank after it'],
    ['1\n', 'a line end'],
    ['1.', 'no digit after the point'],
    ['.5', 'no digit before the point'],
    ['1.005', 'three decimals'],
    ['1.000', 'three decimals, of no weight'],
    ['1e3', 'an exponent'],
    ['+1', 'a plus'],
    ['1,000', 'a thousands separator'],
    ['１２', 'full-width digits'],
    ['0x10', 'another base'],
    ['NaN', 'no number'],
    ['Infinity', 'no number'],
    ['1000000000000', 'thirteen digits'],
    ['--1', 'two signs'],
    [Number.NaN, 'no number'],
    [Number.POSITIVE_INFINITY, 'no number'],
    [0.1 + 0.2, 'what binary floating point makes of 0.3'],
    [1.005, 'three decimals'],
    [1e21, 'an exponent'],
    [1e-7, 'an exponent'],
  ] as [string | number, string][])('refuses %j: %s', (text) => {
    expect(Money.parse(text)).toBeUndefined();
  });

  it('reads back every whole number of fen, as text and as a JSON number', () => {
    fc.assert(
      fc.property(fen, (amount) => {
        const money = Money.ofFen(amount);
        expect(Money.parse(money.toFixed2())?.toFen()).toBe(amount);
        expect(Money.parse(JSON.parse(money.toFixed2()) as number)?.toFen()).toBe(amount);
        expect(m(money.toExact()).toFen()).toBe(amount);
        expect(JSON.stringify({ money })).toBe(`{"money":"${money.toFixed2()}"}`);
      }),
      tries(300),
    );
  });

  it('reads any plain decimal of a trusted place, and nothing else', () => {
    expect(m('0.123456789012345678901234567890').toExact()).toBe('0.12345678901234567890123456789');
    // A share goes to the journal with thirty decimals, whatever a machine carries.
    const third = m('1').share(m('1'), m('3'));
    expect(third.toExact()).toBe(`0.${'3'.repeat(30)}`);
    expect([third.asKept().eq(m(third.toExact())), third.asKept().eq(third)]).toEqual([true, false]);
    for (const text of ['', '1e3', 'NaN', '1.', '.1', ' 1', '0x1']) {
      expect(() => m(text), text).toThrow(new RangeError(`not a plain decimal: ${text}`));
    }
  });
});

describe('reckoning', () => {
  it('is exact: sums and differences are those of whole fen', () => {
    fc.assert(
      fc.property(fc.array(fen, { maxLength: 20 }), fen, (amounts, other) => {
        const sum = amounts.reduce((total, one) => total + one, 0n);
        const money = Money.sum(amounts.map(Money.ofFen));
        expect(money.toFen()).toBe(sum);
        expect(money.minus(Money.ofFen(other)).toFen()).toBe(sum - other);
        expect(money.negated().toFen()).toBe(-sum);
        expect(money.abs().toFen()).toBe(sum < 0n ? -sum : sum);
        expect(money.minusDownToZero(Money.ofFen(other)).toFen()).toBe(sum > other ? sum - other : 0n);
        expect(money.compare(Money.ofFen(other))).toBe(sum < other ? -1 : Number(sum > other));
      }),
      tries(300),
    );
  });

  it('is exact where floating point is not', () => {
    expect(m('0.1').plus(m('0.2')).eq(m('0.3'))).toBe(true);
    expect(m('1.10').times(m('1.10')).toExact()).toBe('1.21');
    expect(m('999999999999.99').times(m('0.000001')).toExact()).toBe('999999.99999999');
    expect(m('0.0001').times(m('1.0001')).plus(m('450359962737.0496')).toExact()).toBe('450359962737.04970001');
    expect(m('999999999.8961').times(m('10000.0097')).toExact()).toBe('10000009698960.99899217');
  });

  it('gives the whole for a whole share, nothing for none, and loses nothing in between', () => {
    const weight = fc.bigInt({ min: 1n, max: 10_000_000_000n });
    fc.assert(
      fc.property(fen, weight, weight, (amount, part, rest) => {
        const money = Money.ofFen(amount);
        const [a, b] = [Money.ofFen(part), Money.ofFen(rest)];
        expect(money.share(a, a).eq(money)).toBe(true);
        expect(money.share(Money.ZERO, a).isZero()).toBe(true);
        const whole = a.plus(b);
        const missing = money.minus(money.share(a, whole)).minus(money.share(b, whole));
        expect(missing.isNegligible()).toBe(true);
      }),
      tries(300),
    );
    expect(() => m('1').share(m('1'), Money.ZERO)).toThrow(new RangeError('a share of nothing'));
    const twoThirds = m('2').share(m('1'), m('3'));
    expect(twoThirds.times(m('8')).share(m('1'), m('8')).eq(twoThirds)).toBe(false);
    expect(twoThirds.share(m('8'), m('8')).eq(twoThirds)).toBe(true);
    expect(m('6').share(m('0.0002'), m('0.0003')).toExact()).toBe('4');
    expect(m('0.0001').share(m('0.0001'), m('0.0003')).toExact()).toBe(`0.0000${'3'.repeat(26)}`);
    expect(m('899999999999.99').share(m('0.0005'), m('0.0041')).toExact()).toBe(
      '109756097560.974390243902439024390243902439',
    );
  });

  it('knows what a division leaves over as nothing', () => {
    const third = m('100').share(m('1'), m('3'));
    const rest = m('100').minus(third).minus(third).minus(third);
    expect(rest.isNegligible()).toBe(true);
    expect(m('100').minusDownToZero(third.plus(third).plus(third)).isZero()).toBe(true);
    expect(m('0.000000000000000000000001').isNegligible()).toBe(false);
    expect(m('0.0000000000000000000000004').isNegligible()).toBe(true);
    expect(m(`0.00${'9'.repeat(24)}6`).toFenFloor()).toBe(1n);
  });

  it('finds the least and the greatest', () => {
    expect(Money.min(m('2'), m('-1'), m('3')).toFixed2()).toBe('-1.00');
    expect(Money.max(m('2'), m('-1'), m('3')).toFixed2()).toBe('3.00');
  });

  it('has no negative nothing', () => {
    const third = m('1').share(m('1'), m('3'));
    const nothing = [m('0'), m('-0'), m('-5').times(m('0')), m('1').minus(m('1')), third.minus(third)];
    for (const zero of [...nothing, ...nothing.map((one) => one.negated())]) {
      expect([zero.toFixed2(), zero.toExact(), zero.toString(), zero.toRate()]).toEqual(['0.00', '0', '0', '0.00']);
      expect([zero.isNegative(), zero.isPositive(), zero.compare(Money.ZERO)]).toEqual([false, false, 0]);
    }
    for (const less of [m('-0.001'), m('-0.00001')]) {
      expect([less.toFixed2(), less.roundFen().toExact()]).toEqual(['0.00', '0']);
    }
    expect([m('0.0001'), m('-0.0001')].map((one) => one.compare(Money.ZERO))).toEqual([1, -1]);
  });
});

describe('how an amount is held', () => {
  const tiny = m('0.000000000000000000000000000001');
  /** The same amount, but in decimal digits. */
  const otherwise = (money: Money) => money.plus(tiny).minus(tiny);
  const said = (money: Money) => [money.toFixed2(), money.toExact(), money.toString(), money.toRate(), money.toJSON()];
  /** Also about where a double no longer holds every whole number. */
  const amount = fc.oneof(
    fen,
    fc.bigInt({ min: -500n, max: 500n }),
    fc.bigInt({ min: -9_007_199_254_741_100n, max: -9_007_199_254_740_900n }),
    fc.bigInt({ min: 9_007_199_254_740_900n, max: 9_007_199_254_741_100n }),
    fc.bigInt({ min: -90_071_992_547_500n, max: -90_071_992_547_300n }),
    fc.bigInt({ min: 90_071_992_547_300n, max: 90_071_992_547_500n }),
  );

  it('makes no difference to what is computed', () => {
    fc.assert(
      fc.property(amount, amount, (first, second) => {
        const [a, b] = [Money.ofFen(first), Money.ofFen(second)];
        expect(a.toFen()).toBe(first);
        expect(a.plus(b).toFen()).toBe(first + second);
        expect(a.minus(b).toFen()).toBe(first - second);
        for (const [x, y] of [
          [otherwise(a), otherwise(b)],
          [otherwise(a), b],
          [a, otherwise(b)],
        ] as const) {
          expect(said(x.plus(y))).toEqual(said(a.plus(b)));
          expect(said(x.minus(y))).toEqual(said(a.minus(b)));
          expect(said(x.times(y))).toEqual(said(a.times(b)));
          expect(said(x.abs())).toEqual(said(a.abs()));
          expect(said(x.negated())).toEqual(said(a.negated()));
          expect(said(x.roundFen())).toEqual(said(a.roundFen()));
          expect(x.toFen()).toBe(a.toFen());
          expect(x.abs().toFenFloor()).toBe(a.abs().toFenFloor());
          expect([x.compare(y), x.eq(y), x.lt(y), x.lte(y), x.gt(y), x.gte(y)]).toEqual([
            ...[a.compare(b), a.eq(b), a.lt(b)],
            ...[a.lte(b), a.gt(b), a.gte(b)],
          ]);
          expect([x.isZero(), x.isNegligible(), x.isNegative(), x.isPositive()]).toEqual([
            ...[a.isZero(), a.isNegligible()],
            ...[a.isNegative(), a.isPositive()],
          ]);
          if (!b.isZero()) expect(said(x.share(y, b))).toEqual(said(a.share(b, b)));
        }
      }),
      tries(1_000),
    );
  });
});

describe('an amount of less than a fen', () => {
  const tiny = m('0.000000000000000000000000000001');
  const unit = 10_000n;
  /** Hundredths of a fen, also about halves of a fen and where a double no longer holds every whole number. */
  const units = fc.oneof(
    fc.bigInt({ min: -2_000_000_000n, max: 2_000_000_000n }),
    fc.bigInt({ min: -300n, max: 300n }),
    fc.bigInt({ min: -9_007_199_254_741_200n, max: -9_007_199_254_740_800n }),
    fc.bigInt({ min: 9_007_199_254_740_800n, max: 9_007_199_254_741_200n }),
  );
  const text = (all: bigint) => {
    const digits = String(all < 0n ? -all : all).padStart(5, '0');
    return `${all < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  };
  /** To the fen, half up and away from zero. */
  const rounded = (all: bigint) => (all < 0n ? -((50n - all) / 100n) : (50n + all) / 100n);

  it('is rounded, shown and reckoned with as in whole numbers', () => {
    fc.assert(
      fc.property(units, units, (first, second) => {
        const [a, b] = [m(text(first)), m(text(second))];
        for (const money of [a, a.plus(tiny).minus(tiny)]) {
          expect(money.roundFen().toFen()).toBe(rounded(first));
          expect(money.toFixed2()).toBe(Money.ofFen(rounded(first)).toFixed2());
          expect(m(money.toExact()).eq(a)).toBe(true);
          expect(money.abs().toFenFloor()).toBe((first < 0n ? -first : first) / 100n);
          expect(money.plus(b).eq(m(text(first + second)))).toBe(true);
          expect(
            money
              .times(b)
              .times(m(String(unit)))
              .eq(m(String(first * second)).share(m('1'), m(String(unit)))),
          ).toBe(true);
          if (second !== 0n) expect(money.share(b, b).eq(a)).toBe(true);
        }
        expect(a.toString()).toBe(a.plus(tiny).minus(tiny).toString());
        expect(a.toRate()).toBe(a.plus(tiny).minus(tiny).toRate());
      }),
      tries(500),
    );
  });
});

describe('rounding to the fen', () => {
  it.each([
    ['0.004', '0.00'],
    ['0.005', '0.01'],
    ['0.0049999', '0.00'],
    ['0.015', '0.02'],
    ['0.025', '0.03'],
    ['1.995', '2.00'],
    ['2.675', '2.68'],
    ['1.005', '1.01'],
    ['10.0149999999999999999999', '10.01'],
    ['-0.005', '-0.01'],
  ])('is half up: %s is %s', (text, rounded) => {
    expect(m(text).roundFen().toFixed2()).toBe(rounded);
  });

  it('sees the half that a division has blurred', () => {
    // Fourteen fourteenths of half a fen; carried out, they are a little less.
    const part = m('0.005').share(m('1'), m('14'));
    const blurred = Money.sum(Array.from({ length: 14 }, () => part));
    expect(blurred.lt(m('0.005'))).toBe(true);
    expect(blurred.roundFen().toFixed2()).toBe('0.01');
    expect(blurred.toFixed2()).toBe('0.01');
    const almost = m('0.0049999999999999999999999');
    expect(almost.minus(m('0.005')).abs().lt(m('0.0000000000000000000000005'))).toBe(true);
    expect([almost.roundFen().toFixed2(), almost.toFixed2()]).toEqual(['0.01', '0.01']);
  });

  it('leaves nothing below the fen', () => {
    expect([m('1.0001').toExact(), String(m('1.0001'))]).toEqual(['1.0001', '1.0001']);
    expect(() => m('1.0001').toFen()).toThrow(RangeError);
    expect([m('1.0001'), m('-1.0099'), m('1.00001')].map((one) => one.roundFen().toExact())).toEqual([
      ...['1', '-1.01', '1'],
    ]);
  });

  it('does not take for a half what is truly below it', () => {
    expect(m('0.00499999999999999999999').roundFen().toFixed2()).toBe('0.00');
  });

  it('keeps every fen of what a double cannot hold', () => {
    expect(m('90071992547409.931').roundFen().toFixed2()).toBe('90071992547409.93');
    expect(m('-90071992547409.935').roundFen().toFixed2()).toBe('-90071992547409.94');
  });

  it('moves by half a fen at most, and again not at all', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 1, max: 97 }), fc.integer({ min: 1, max: 97 }), (amount, part, whole) => {
        const exact = Money.ofFen(amount).share(m(String(part)), m(String(whole)));
        const rounded = exact.roundFen();
        expect(rounded.minus(exact).abs().minus(m('0.005')).roundFen().isPositive()).toBe(false);
        expect(rounded.roundFen().eq(rounded)).toBe(true);
        expect(() => rounded.toFen()).not.toThrow();
        // Half up by whole numbers: floor((2 × a × p + w) ÷ (2 × w)), of the size without its sign.
        const size = amount < 0n ? -amount : amount;
        const up = (2n * size * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole));
        expect(rounded.abs().toFen()).toBe(up);
      }),
      tries(500),
    );
  });

  it('is shown with two decimals and nothing else', () => {
    expect(m('1234567').toFixed2()).toBe('1234567.00');
    expect(m('0.3').toRate()).toBe('0.30');
    expect(m('0.125').toRate()).toBe('0.125');
    expect(m('1').toRate()).toBe('1.00');
    expect(() => m('0.001').toFen()).toThrow(new RangeError('not a whole number of fen'));
  });
});

describe('splitting over shares', () => {
  const shares = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 });

  it('loses nothing, gives nobody more than a fen beside the exact share, and takes back as it gave', () => {
    fc.assert(
      fc.property(
        fen,
        shares.filter((all) => all.some((one) => one > 0)),
        (amount, weights) => {
          const money = Money.ofFen(amount);
          const parts = splitByShares(
            money,
            weights.map((one) => m(String(one))),
          );
          expect(parts).toHaveLength(weights.length);
          expect(Money.sum(parts).eq(money)).toBe(true);
          const whole = BigInt(weights.reduce((sum, one) => sum + one, 0));
          const size = amount < 0n ? -amount : amount;
          parts.forEach((part, index) => {
            const weight = BigInt(weights[index] ?? 0);
            const floor = (size * weight) / whole;
            const given = part.abs().toFen();
            expect(given === floor || given === floor + 1n).toBe(true);
            if (given > floor) expect((size * weight) % whole).not.toBe(0n);
            expect(part.isNegative() && amount > 0n).toBe(false);
          });
          const back = splitByShares(
            money.negated(),
            weights.map((one) => m(String(one))),
          );
          expect(back.map(String)).toEqual(parts.map((part) => String(part.negated())));
        },
      ),
      tries(400),
    );
  });

  it('gives the odd fen to the largest remainders', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10_000n }),
        shares.filter((all) => all.some((one) => one > 0)),
        (amount, weights) => {
          const parts = splitByShares(
            Money.ofFen(amount),
            weights.map((one) => m(String(one))),
          );
          const whole = BigInt(weights.reduce((sum, one) => sum + one, 0));
          const remainder = weights.map((one) => (amount * BigInt(one)) % whole);
          const odd = parts.map((part, index) => part.toFen() - (amount * BigInt(weights[index] ?? 0)) / whole);
          odd.forEach((more, index) => {
            odd.forEach((less, other) => {
              if (more === 0n || less === 1n) return;
              const [a = 0n, b = 0n] = [remainder[index], remainder[other]];
              expect(a > b || (a === b && index < other)).toBe(true);
            });
          });
        },
      ),
      tries(200),
    );
  });

  it('gives a tie to the lead, who stands first', () => {
    const three = [m('0.333333'), m('0.333333'), m('0.333333')];
    expect(splitByShares(m('0.01'), three).map((part) => part.toFixed2())).toEqual(['0.01', '0.00', '0.00']);
    expect(splitByShares(m('100'), [m('1'), m('1'), m('1')]).map((part) => part.toFixed2())).toEqual([
      '33.34',
      '33.33',
      '33.33',
    ]);
    // Two thirds of a fen remain for each; they are no less a tie where the shares differ.
    expect(splitByShares(m('0.10'), [m('1'), m('10'), m('4')]).map((part) => part.toFixed2())).toEqual([
      ...['0.01', '0.07', '0.02'],
    ]);
    expect(splitByShares(m('-0.03'), [m('0.5'), m('0.5')]).map((part) => part.toFixed2())).toEqual(['-0.02', '-0.01']);
    expect(splitByShares(m('0'), [m('0.5'), m('0.5')]).map((part) => part.toFixed2())).toEqual(['0.00', '0.00']);
  });
});
