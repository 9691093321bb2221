import type { Measured } from '../measured.ts';
import type { Report } from './report.ts';

/** A report as people read it. */
export function tableOf({ figures, targets }: Report): string {
  const rows = figures.map(({ part, name, unit, found }) => [part, name, textOf(found), unit]);
  const verdicts = targets.map(({ name, wanted, found, met }) => [
    met ? 'met' : 'NOT MET',
    name,
    textOf(found),
    `wanted ${wanted}`,
  ]);
  return [...aligned(rows), '', 'targets', ...aligned(verdicts), ''].join('\n');
}

function textOf(found: Measured): string {
  if ('invalid' in found) return `INVALID (${found.invalid.join('; ')})`;
  const { value } = found;
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(decimals);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return rows.map(([part = '', name = '', value = '', unit = '']) =>
    `  ${part.padEnd(first)}  ${name.padEnd(second)}  ${value.padStart(10)} ${unit}`.trimEnd(),
  );
}
