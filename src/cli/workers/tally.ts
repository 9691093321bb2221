import { AggregatorRegistry, type Registry } from 'prom-client';

/** A metric and what one process has counted under it. */
export type Counted = Omit<Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number], 'collect'>;

/**
 * Adds up what workers have counted. What a worker had told before it died stays in the sum: a counter that falls is
 * taken for one that was set back to 0.
 */
export class Tally {
  #departed: (readonly Counted[])[] = [];

  /** The text of all together, in the format of Prometheus. */
  async text(living: readonly (readonly Counted[])[]): Promise<string> {
    const departed = [...this.#departed];
    const text = await sum([...living, ...departed]).metrics();
    if (departed.length > 1) {
      const one = await sum(departed).getMetricsAsJSON();
      this.#departed = [one, ...this.#departed.slice(departed.length)];
    }
    return text;
  }

  /** Keeps what a worker that is gone had told last; its gauges are gone with it. */
  depart(told: readonly Counted[]): void {
    // The library's types have an enum here, but it is text.
    this.#departed.push(told.filter(({ type }) => String(type) !== 'gauge'));
  }
}

function sum(counted: readonly (readonly Counted[])[]): Registry {
  return AggregatorRegistry.aggregate([...counted]);
}
