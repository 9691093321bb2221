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
  await latencies(main.target, settings, report, saturated);

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
  await session.stop(reference);
  const ratio = derived([saturated, free], (one, other) => one / other);
  report.add(PART, 'saturation', 'settlements/s', saturated);
  report.add(PART, 'saturation without storage', 'settlements/s', free);
  report.target('saturation / without storage', 'atLeast', 0.8, ratio);
  return saturated;
}

async function latencies(
  target: LoadTarget,
  { latency: seconds, openConnections }: Settings,
  report: Report,
  saturated: Measured,
): Promise<void> {
  const trace = await target.closed(1, seconds);
  const reasons = objections(trace, 'closed');
  const single = latency(trace, accepted(trace), 0.5, reasons);
  report.add(PART, 'one request at a time, p50', 'ms', single);
  report.add(PART, 'one request at a time, p99', 'ms', latency(trace, accepted(trace), 0.99, reasons));
  for (const percent of [25, 50, 75]) {
    const p99 = await atRate(target, { percent, seconds, connections: openConnections }, report, saturated);
    if (percent === 50) {
      const ratio = derived([p99, single], (one, other) => one / other);
      report.target('p99 at 50 % / one request at a time', 'atMost', 10, ratio);
    }
  }
}

/** @returns p99 */
async function atRate(
  target: LoadTarget,
  {
    percent,
    seconds,
    connections,
  }: { readonly percent: number; readonly seconds: number; readonly connections: number },
  report: Report,
  saturated: Measured,
): Promise<Measured> {
  const rate = derived([saturated], (value) => (value * percent) / 100);
  if ('invalid' in rate) {
    report.add(PART, `at ${percent} %`, 'ms', rate);
    return rate;
  }
  const trace = await target.open(connections, [{ rate: rate.value, seconds: LEAD + seconds }]);
  const reasons = objections(trace, 'open');
  const settled = dueWithin(trace, accepted(trace), LEAD, LEAD + seconds);
  const at = (share: number) => latency(trace, settled, share, reasons);
  report.add(PART, `at ${percent} % (${rate.value.toFixed(0)}/s), p50`, 'ms', at(0.5));
  report.add(PART, `at ${percent} %, p99`, 'ms', at(0.99));
  report.add(PART, `at ${percent} %, p99.9`, 'ms', at(0.999));
  return at(0.99);
}
