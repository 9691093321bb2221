import { constants, setPriority } from 'node:os';
import { runClosed } from './closed.ts';
import { Connection } from './connection.ts';
import type { Batch, Order, Plan, Report, Trace } from './messages.ts';
import { runOpen } from './open.ts';
import { Recorder } from './recorder.ts';
import { prepareRequests, type Request } from './requests.ts';
import { faultOf, fetchKeys } from './verify.ts';

/** The load generator: a process of its own that does what its parent orders, one order after the other. */

/** More at once would not fit into the queue in which a listening socket keeps those that it has not taken. */
const OPENED_TOGETHER = 100;

let batch: Batch | undefined;
let requests: readonly Request[] = [];

async function run(plan: Plan): Promise<Trace> {
  if (batch === undefined) throw new Error('nothing was prepared');
  const { port } = batch;
  const connections = Array.from({ length: plan.connections }, () => new Connection(port));
  for (let from = 0; from < connections.length; from += OPENED_TOGETHER) {
    await Promise.all(connections.slice(from, from + OPENED_TOGETHER).map((one) => one.open()));
  }
  const recorder = new Recorder(requests.length);
  const sufficed =
    plan.kind === 'closed'
      ? await runClosed(recorder, connections, requests, plan.seconds)
      : await runOpen(recorder, connections, requests, plan.phases);
  const recorded = recorder.end();
  for (const one of connections) one.close();
  // Each is signed for one transmission.
  requests = [];
  const keys = await fetchKeys(port);
  const faults = recorder.samples.flatMap((sample) => faultOf(sample, keys) ?? []);
  return { ...recorded, verified: recorder.samples.length, faults, ranOut: !sufficed };
}

async function obey(order: Order): Promise<Report> {
  if (order.order === 'run') return { report: 'done', trace: await run(order.plan) };
  ({ batch } = order);
  requests = prepareRequests(batch);
  return { report: 'prepared' };
}

/** In life the hospitals are other machines: what they have to do does not wait for the gateway. Needs the right to. */
function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Then it is as late as it is, and the run is judged by that.
  }
}

function say(report: Report): void {
  process.send?.(report);
}

process.on('message', (order: Order) => {
  obey(order).then(say, (error: unknown) => say({ report: 'failed', message: String(error) }));
});
goFirst();
say({ report: 'ready' });
