import { type Measured, middle } from '../measured.ts';
import type { SigningHospital } from '../world/parties.ts';
import { objections, throughput } from './judge.ts';
import type { Load } from './load.ts';
import type { Phase, Trace } from './messages.ts';

/** So many settlements a second are prepared for at first. */
const FIRST_GUESS = 1_000;
/** A guess that was too low is doubled so often. */
const MOST_GUESSES = 4;

/** A server under load, and who sends it what. */
export class LoadTarget {
  readonly #load: Load;
  readonly #base: { readonly hospitals: readonly SigningHospital[]; readonly members: number; readonly port: number };
  /** Of all targets together: a server that is started again still knows what it was sent. */
  static #batches = 0;
  #guess = FIRST_GUESS;

  constructor(load: Load, base: { hospitals: readonly SigningHospital[]; members: number; port: number }) {
    this.#load = load;
    this.#base = base;
  }

  /** Opens the year of every member with one settlement. @throws Error where one is not settled */
  async openYear(): Promise<void> {
    const requests = this.#base.members;
    await this.#load.prepare({ ...this.#base, kind: 'opening', tag: this.#tag(), requests });
    const trace = await this.#load.run({ kind: 'closed', connections: 8, seconds: 600 });
    // That it ran out is what was wanted.
    const reasons = objections({ ...trace, ranOut: false }, 'closed');
    if (trace.status.length !== requests || reasons.length > 0)
      throw new Error(`no good beginning: ${reasons.join('; ')}`);
  }

  /** Keeps so many connections busy. */
  async closed(connections: number, seconds: number): Promise<Trace> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#prepare(Math.ceil(this.#guess * seconds) + connections);
      const trace = await this.#load.run({ kind: 'closed', connections, seconds });
      if (!trace.ranOut || attempt === MOST_GUESSES) {
        this.#guess = Math.max(50, (2 * trace.due.length) / seconds);
        return trace;
      }
      this.#guess *= 2;
    }
  }

  /** Sends at rates, one after the other, whatever becomes of what was sent. */
  async open(connections: number, phases: readonly Phase[]): Promise<Trace> {
    const expected = phases.reduce((sum, { rate, seconds }) => sum + rate * seconds, 0);
    // Arrivals are random: ten standard deviations more than are expected.
    await this.#prepare(Math.ceil(expected + 10 * Math.sqrt(expected) + 10));
    return this.#load.run({ kind: 'open', connections, phases });
  }

  /** Settlements a second with all connections busy. */
  async saturation(connections: number, seconds: number): Promise<Measured> {
    const trace = await this.closed(connections, seconds);
    return throughput(trace, seconds, objections(trace, 'closed'));
  }

  async #prepare(requests: number): Promise<void> {
    await this.#load.prepare({ ...this.#base, kind: 'settlement', tag: this.#tag(), requests });
  }

  #tag(): string {
    LoadTarget.#batches += 1;
    return `B${LoadTarget.#batches}`;
  }
}

/** The saturation of two servers, measured in turn. */
export async function compare(
  one: LoadTarget,
  other: LoadTarget,
  { connections, slice, slices }: { readonly connections: number; readonly slice: number; readonly slices: number },
): Promise<readonly [Measured, Measured]> {
  const found: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < slices; round += 1) {
    found[0].push(await one.saturation(connections, slice));
    found[1].push(await other.saturation(connections, slice));
  }
  return [middle(found[0]), middle(found[1])];
}
