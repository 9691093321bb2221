import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, dueWithin, latency, objections } from '../load/judge.ts';
import { compare, type LoadTarget } from '../load/target.ts';
import { derived, type Measured, measured } from '../measured.ts';
import type { Report } from '../report/report.ts';
import { startWithoutStorage } from '../server/gateway.ts';
import { residentMemory, servingProcesses } from '../server/processes.ts';
import type { Session, Stand } from '../session.ts';
import type { Settings } from '../settings.ts';

const PART = 'gateway';
/** Seconds of a rate before anything is measured: many connections are opened for it at once, which no day of desks does. */
const LEAD = 1;

/** Saturation with and without storage, latency at a part of it, memory, and how it begins again after a pause. @returns what saturates the gateway */
export async function measureGateway(session: Session): Promise<Measured> {
  const { settings, report } = session;
  const main = await session.main();
  const { pid } = main.server;
  const atRest = residentMemory(pid);
  report.add(PART, 'processes that serve', '', measured(servingProcesses(pid)));
  await main.target.openYear();
  await main.target.closed(settings.connections, settings.warmUp);

  const saturated = await compareWithoutStorage(session, main);
  const latencies = new Latencies(main.target, session, saturated);
  const single = await latencies.oneAtATime();
  await latencies.at(25);
  const half = await latencies.at(50);
  await latencies.at(75);
  report.target('p99 at 50 % / one request at a time', 'atMost', 10, times(half, single));

  const [, underLoad] = await Promise.all([
    main.target.saturation(settings.connections, settings.slice),
    sleep(settings.slice * 500).then(() => residentMemory(pid)),
  ]);
  await sleep(settings.pause * 1_000);
  const afterwards = residentMemory(pid);
  const again = await main.target.saturation(settings.connections, settings.slice);
  report.add(PART, 'memory of all processes at rest', 'MiB', measured(atRest));
  report.add(PART, 'memory at saturation', 'MiB', measured(underLoad));
  report.add(PART, `memory after ${settings.pause} s without load`, 'MiB', measured(afterwards));
  report.add(PART, 'saturation right after that', 'settlements/s', again);
  return saturated;
}

async function compareWithoutStorage(session: Session, main: Stand): Promise<Measured> {
  const { settings, report } = session;
  const { members, connections, warmUp } = settings;
  const without = await startWithoutStorage(main.place, servingProcesses(main.server.pid), members);
  const reference = session.stand(main.place, without, members);
  await reference.target.closed(connections, warmUp);
  const [saturated, free] = await compare(main.target, reference.target, settings);
  report.add(PART, 'saturation', 'settlements/s', saturated);
  report.add(PART, 'saturation without storage', 'settlements/s', free);
  report.target('saturation / without storage', 'atLeast', 0.8, times(saturated, free));
  // What of the latency is no store's.
  const latencies = new Latencies(reference.target, session, free, 'without storage, ');
  const single = await latencies.oneAtATime();
  const tail = times(await latencies.at(50), single);
  report.add(PART, 'without storage, p99 at 50 % / one request at a time', '', tail);
  await session.stop(reference);
  return saturated;
}

/** Latency of one request at a time and at parts of what saturates a server. */
class Latencies {
  readonly #target: LoadTarget;
  readonly #settings: Settings;
  readonly #report: Report;
  readonly #saturated: Measured;
  readonly #prefix: string;

  /** @param prefix stands before the names of the figures */
  constructor(target: LoadTarget, { settings, report }: Session, saturated: Measured, prefix = '') {
    this.#target = target;
    this.#settings = settings;
    this.#report = report;
    this.#saturated = saturated;
    this.#prefix = prefix;
  }

  /** @returns p50 */
  async oneAtATime(): Promise<Measured> {
    const trace = await this.#target.closed(1, this.#settings.latency);
    const reasons = objections(trace, 'closed');
    const at = (share: number) => latency(trace, accepted(trace), share, reasons);
    this.#add('one request at a time, p50', at(0.5));
    this.#add('one request at a time, p99', at(0.99));
    return at(0.5);
  }

  /** @returns p99 */
  async at(percent: number): Promise<Measured> {
    const rate = derived([this.#saturated], (value) => (value * percent) / 100);
    if ('invalid' in rate) {
      this.#add(`at ${percent} %`, rate);
      return rate;
    }
    const { latency: seconds, openConnections } = this.#settings;
    const trace = await this.#target.open(openConnections, [{ rate: rate.value, seconds: LEAD + seconds }]);
    const reasons = objections(trace, 'open');
    const settled = dueWithin(trace, accepted(trace), LEAD, LEAD + seconds);
    const at = (share: number) => latency(trace, settled, share, reasons);
    this.#add(`at ${percent} % (${rate.value.toFixed(0)}/s), p50`, at(0.5));
    this.#add(`at ${percent} %, p99`, at(0.99));
    this.#add(`at ${percent} %, p99.9`, at(0.999));
    return at(0.99);
  }

  #add(name: string, figure: Measured): void {
    this.#report.add(PART, `${this.#prefix}${name}`, 'ms', figure);
  }
}

function times(slow: Measured, quick: Measured): Measured {
  return derived([slow, quick], (one, other) => one / other);
}
