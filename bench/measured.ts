/** A number that was measured, or why it is not to be believed. */
export type Measured = { readonly value: number } | { readonly invalid: readonly string[] };

/** A measurement that nothing speaks against is its value. */
export function measured(value: number, reasons: readonly string[] = []): Measured {
  if (reasons.length > 0) return { invalid: reasons };
  return Number.isFinite(value) ? { value } : { invalid: ['nothing was measured'] };
}

/** What follows from measurements; invalid where one of them is. */
export function derived(from: readonly Measured[], compute: (...values: number[]) => number): Measured {
  const reasons = from.flatMap((one) => ('invalid' in one ? one.invalid : []));
  return measured(compute(...from.map((one) => ('value' in one ? one.value : Number.NaN))), [...new Set(reasons)]);
}

/** The middle one of several runs of the same thing. */
export function middle(runs: readonly Measured[]): Measured {
  return derived(runs, (...values) => quantile(values, 0.5));
}

/** The least value that so great a share of the values do not exceed; NaN for none. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
