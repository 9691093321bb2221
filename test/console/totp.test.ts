import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hotp, matchingStep, newTotpSecret, otpauthUri, totp } from '../../src/accounts/totp.ts';

/** The secret of both RFCs' vectors, `12345678901234567890`, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time codes', () => {
  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('RFC 6238 appendix B, SHA-1, at %d s', (seconds, code) => {
    expect(hotp(Buffer.from('12345678901234567890'), Math.floor(seconds / 30), 8)).toBe(code);
    expect(totp(SECRET, seconds * 1000)).toBe(code.slice(2));
  });

  test('RFC 4226 appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, count) => hotp(Buffer.from('12345678901234567890'), count));
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489');
  });

  test('the code of now, of the step before and of the next is taken, and none twice', () => {
    const at = 1_700_000_010_000;
    const now = Math.floor(at / 30_000);
    const steps = [-2, -1, 0, 1, 2].map((away) => matchingStep(SECRET, totp(SECRET, at + away * 30_000), at, 0));
    expect(steps).toEqual([undefined, now - 1, now, now + 1, undefined]);
    expect(matchingStep(SECRET, totp(SECRET, at), at, now)).toBeUndefined();
    expect(matchingStep(SECRET, totp(SECRET, at), at, now - 1)).toBe(now);
    expect(matchingStep(SECRET, ` ${totp(SECRET, at).replace(/(...)/, '$1 ')}`, at, 0)).toBe(now);
  });

  test('a new secret is 160 bits of base32, and goes into a link', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(otpauthUri(secret, 'li.na', 'yizhan')).toBe(`otpauth://totp/yizhan:li.na?secret=${secret}&issuer=yizhan`);
  });

  test('nothing but six right digits is taken', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const right = [-1, 0, 1].map((away) => totp(SECRET, 1e12 + away * 30_000));
        return matchingStep(SECRET, typed, 1e12, 0) === undefined || right.includes(typed.replaceAll(/\s/g, ''));
      }),
    );
  });
});
