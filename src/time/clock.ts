/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/**
 * The only source of time. `real` is the machine's clock and serves what the outside world checks (signatures, replay
 * windows, log lines); `business` serves what rules and files speak of (business days, "not in the future").
 */
export interface Clock {
  real(): Instant;
  business(): Instant;
}

/** The machine's clock for both. */
export const systemClock: Clock = { real: () => Date.now(), business: () => Date.now() };

/**
 * A clock whose business time starts at a given instant and runs on from there; signatures keep real time.
 * Serves the sandbox, in which a notice of 2023 can be tried today.
 *
 * @param startedAt the real instant at which it was the given one: now, or where several processes are to agree, theirs
 */
export function clockStartingAt(start: Instant, real: () => Instant = Date.now, startedAt: Instant = real()): Clock {
  const offset = start - startedAt;
  return { real, business: () => real() + offset };
}
