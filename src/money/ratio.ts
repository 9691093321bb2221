import type { Money } from './money.ts';

const MILLION = 1_000_000n;

/** A share as a decimal text with six places, half up; `null` of nothing. */
export function ratioText(part: Money, whole: Money): string | null {
  if (whole.isZero()) return null;
  return decimalText(part.toFen(), whole.toFen());
}

/** The same for whole numbers. */
export function decimalText(part: bigint, whole: bigint): string {
  const isNegative = part < 0n;
  const size = isNegative ? -part : part;
  const millionths = (2n * size * MILLION + whole) / (2n * whole);
  return `${isNegative ? '-' : ''}${millionths / MILLION}.${String(millionths % MILLION).padStart(6, '0')}`;
}

/** Such a text as a percentage with two places; a dash where there is none. */
export function ratioPercent(ratio: string | null): string {
  if (ratio === null) return '—';
  const hundredths = Math.round(Math.abs(Number(ratio.replace('.', ''))) / 100);
  return `${ratio.startsWith('-') ? '-' : ''}${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}%`;
}
