import { accepted, dueWithin, latency, objections } from '../load/judge.ts';
import type { Trace } from '../load/messages.ts';
import { derived, type Measured, measured } from '../measured.ts';
import type { Session } from '../session.ts';

const PART = 'overload';

/** Twice as much as the gateway can do, for a while; before and after it a quarter of what it can do. */
export async function measureOverload(session: Session, saturated: Measured): Promise<void> {
  const { settings, report } = session;
  const { overloadConnections, overload, recovery } = settings;
  if ('invalid' in saturated) {
    report.add(PART, 'twice the saturation', 'settlements/s', saturated);
    return;
  }
  const calm = { rate: saturated.value / 4, seconds: recovery };
  const { target } = await session.main();
  const trace = await target.open(overloadConnections, [calm, { rate: saturated.value * 2, seconds: overload }, calm]);
  const reasons = objections(trace, 'open', 'overload');
  const end = recovery + overload;
  const good = accepted(trace);
  const refused = refusals(trace);
  const during = dueWithin(trace, good, recovery, end);
  const turnedAway = dueWithin(trace, refused, recovery, end);

  const goodput = measured(answeredWithin(trace, good, recovery, end) / overload, reasons);
  const share = (100 * turnedAway.length) / (turnedAway.length + during.length);
  report.add(PART, 'answered 503 with Retry-After', '% of requests', measured(share, reasons));
  report.add(PART, 'goodput', 'settlements/s', goodput);
  report.add(
    PART,
    'goodput / saturation',
    '',
    derived([goodput, saturated], (one, other) => one / other),
  );
  report.add(PART, 'settled, p50', 'ms', latency(trace, during, 0.5, reasons));
  report.add(PART, 'settled, p99', 'ms', latency(trace, during, 0.99, reasons));
  if (turnedAway.length > 0) {
    report.add(PART, '503, p50', 'ms', latency(trace, turnedAway, 0.5, reasons));
    report.add(PART, '503, p99', 'ms', latency(trace, turnedAway, 0.99, reasons));
  }
  const before = latency(trace, dueWithin(trace, good, 0, recovery), 0.5, reasons);
  const after = latency(trace, dueWithin(trace, good, end, end + 1), 0.5, reasons);
  report.add(PART, 'p50 at a quarter before', 'ms', before);
  report.add(PART, 'p50 at a quarter, first second after', 'ms', after);
  report.add(
    PART,
    'p50 after / before',
    '',
    derived([after, before], (one, other) => one / other),
  );
}

function refusals({ status }: Trace): number[] {
  return [...status.keys()].filter((index) => status[index] === 503);
}

/** How many of these requests were answered in a part of the run, in seconds from its beginning. */
function answeredWithin({ due, took }: Trace, indexes: readonly number[], from: number, to: number): number {
  const answered = (index: number) => ((due[index] ?? 0) + (took[index] ?? 0)) / 1000;
  return indexes.filter((index) => answered(index) >= from && answered(index) < to).length;
}
