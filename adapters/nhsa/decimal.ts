const DECIMAL = /^([+-]?)(\d{0,15})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * A decimal as HIS write it (`.5`, `12.`, `+3`, `1.8234055E5`) as a plain one.
 *
 * @returns `undefined` where it is none, or more than 12 digits before the point
 */
export function decimalOf(text: string): string | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const shift = Number(exponent);
  if (Math.abs(shift) > 20) return undefined;
  const digits = `${'0'.repeat(shift < 0 ? -shift : 0)}${whole}${fraction}${'0'.repeat(shift > 0 ? shift : 0)}`;
  const point = whole.length + (shift < 0 ? 0 : shift);
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  if (before.length > 12) return undefined;
  const after = digits.slice(point);
  return `${sign === '-' ? '-' : ''}${before === '' ? '0' : before}${after === '' ? '' : `.${after}`}`;
}
