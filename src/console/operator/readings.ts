/** One figure of a gateway's metrics. */
export interface Reading {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads the text format of Prometheus, as this gateway writes it. */
export function readingsOf(text: string): Reading[] {
  return text.split('\n').flatMap((line): Reading[] => {
    const [, name, labels = '', value = ''] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const entries = [...labels.matchAll(LABEL)].map(([, key = '', text = '']) => [key, text] as const);
    return [{ name, labels: Object.fromEntries(entries), value: Number(value) }];
  });
}

/** The sum of what is counted under a name. */
export function sumOf(readings: readonly Reading[], name: string): number | undefined {
  const found = readings.filter((one) => one.name === name);
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

/** How long requests took: how many by the upper bound of their time, in seconds, cumulated. */
export interface Latency {
  readonly bounds: readonly number[];
  /** One a bound, and in the end all. */
  readonly counts: readonly number[];
  /** Seconds, of all together. */
  readonly sum: number;
}

/** The latency of one route, over all methods and statuses that `wanted` lets through. */
export function latencyOf(
  readings: readonly Reading[],
  histogram: string,
  wanted: (labels: Reading['labels']) => boolean,
): Latency {
  const counts = new Map<number, number>();
  let sum = 0;
  for (const { name, labels, value } of readings) {
    if (!wanted(labels)) continue;
    if (name === `${histogram}_sum`) sum += value;
    if (name !== `${histogram}_bucket`) continue;
    const bound = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']);
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    bounds: sorted.map(([bound]) => bound).filter(Number.isFinite),
    counts: sorted.map(([, count]) => count),
    sum,
  };
}

/** What came since an earlier look; undefined where that was of something else, or of before a restart. */
export function since(now: Latency, counts: readonly number[], sum: number): Latency | undefined {
  const fits = counts.length === now.counts.length && now.counts.every((count, index) => count >= (counts[index] ?? 0));
  if (!fits || sum > now.sum) return undefined;
  return {
    bounds: now.bounds,
    counts: now.counts.map((count, index) => count - (counts[index] ?? 0)),
    sum: now.sum - sum,
  };
}

/** How many there were. */
export function countOf({ counts }: Latency): number {
  return counts.at(-1) ?? 0;
}

/**
 * The time, in seconds, within which a share of the requests was answered: between the bounds in a straight line, as
 * Prometheus takes it; undefined where there were none, infinite above the last bound.
 */
export function quantile({ bounds, counts }: Latency, share: number): number | undefined {
  const all = counts.at(-1) ?? 0;
  if (all === 0) return undefined;
  const rank = share * all;
  const index = counts.findIndex((count) => count >= rank);
  const upper = bounds[index];
  if (upper === undefined) return Number.POSITIVE_INFINITY;
  const [lower, before] = [bounds[index - 1] ?? 0, counts[index - 1] ?? 0];
  const inside = (counts[index] ?? 0) - before;
  return inside === 0 ? upper : lower + ((upper - lower) * (rank - before)) / inside;
}
