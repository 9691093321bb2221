import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { DecisionDocument } from '../settlement/documents.ts';

/** The histogram of how long requests took, by method, route and status. */
export const REQUEST_DURATION = 'yizhan_http_request_duration_seconds';

/** What the gateway counts, for Prometheus. No label names a party, a patient or a path that was sent. */
export class Metrics {
  readonly #duration;
  readonly #refusals;
  readonly #decisions;
  readonly #schemeDecisions;

  /**
   * @param registry where it is counted
   * @param queueLength how many writes wait now
   */
  constructor(registry: Registry, queueLength: () => number) {
    const registers = [registry];
    this.#duration = new Histogram({
      name: REQUEST_DURATION,
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    });
    this.#refusals = new Counter({
      name: 'yizhan_signature_refusals_total',
      help: 'Requests refused for their signature',
      labelNames: ['code'] as const,
      registers,
    });
    this.#decisions = new Counter({
      name: 'yizhan_decisions_total',
      help: 'Settlements decided, repeats not counted',
      labelNames: ['outcome'] as const,
      registers,
    });
    this.#schemeDecisions = new Counter({
      name: 'yizhan_scheme_decisions_total',
      help: 'What each scheme of a settlement came to',
      labelNames: ['scheme', 'status'] as const,
      registers,
    });
    collectDefaultMetrics({ register: registry });
    new Gauge({
      name: 'yizhan_write_queue_length',
      help: 'Writes that wait for the store',
      registers,
      collect() {
        this.set(queueLength());
      },
    });
  }

  /** Counts an answered request. */
  answered(request: {
    method: string;
    route: string;
    status: number;
    seconds: number;
    problem: string | undefined;
  }): void {
    const { method, route, status, seconds, problem } = request;
    this.#duration.observe({ method, route, status }, seconds);
    if (problem?.startsWith('SIGNATURE_')) this.#refusals.inc({ code: problem });
  }

  /** Counts a settlement that was made just now. */
  decided({ outcome, schemes }: DecisionDocument): void {
    this.#decisions.inc({ outcome });
    for (const { scheme, status } of schemes) this.#schemeDecisions.inc({ scheme, status });
  }
}
