import type { Socket } from 'node:net';
import { Registry } from 'prom-client';
import type { Limits } from '../../http/gateway.ts';
import { type AttendingServer, attend, stopSignal } from '../../http/listen.ts';
import { gatewayServer } from '../../http/server.ts';
import { LeasedTokens } from '../../http/shared/leased-tokens.ts';
import type { Shared } from '../../http/shared/shared.ts';
import { failureLines } from '../failure.ts';
import type { RunningGateway } from '../gateway.ts';
import type { Assignment } from './assignment.ts';
import { type AllowanceName, CONNECTION, type PrimaryCalls, type WorkerCalls } from './calls.ts';
import { Line } from './line.ts';

/**
 * Runs a worker: tells the primary when it is ready, and answers on the connections it is handed until it is to stop. Where the primary has ended, whatever
 * ended it, Node ends its workers at once.
 */
export async function work({ processes }: Assignment, open: () => Promise<RunningGateway>): Promise<void> {
  const told = Promise.withResolvers<void>();
  const registry = new Registry();
  const line = new Line<PrimaryCalls, WorkerCalls>((message) => process.send?.(message, () => undefined), {
    stop: () => {
      told.resolve();
      return null;
    },
    counted: () => registry.getMetricsAsJSON(),
  });
  process.on('message', (message: Parameters<typeof line.received>[0] | typeof CONNECTION) => {
    if (message !== CONNECTION) line.received(message);
  });
  try {
    const running = await open();
    try {
      const shared = sharedOver(line, registry, processes, running.gateway.limits);
      const server = attend(gatewayServer(running.gateway, shared));
      const ended = countingEnds((count) => line.ask('ended', count));
      process.on('message', (message, socket) => {
        if (message === CONNECTION) takeOver(server, socket as Socket | undefined, ended);
      });
      await line.ask('ready', null);
      await Promise.race([told.promise, stopSignal()]);
      await server.close();
    } finally {
      await running.close();
    }
  } catch (error) {
    await line.ask('failed', failureLines(error));
    process.exitCode = 1;
  } finally {
    // The line alone keeps no worker alive.
    process.channel?.unref();
  }
}

/** @param socket is missing where the connection has ended on its way here */
function takeOver(server: AttendingServer, socket: Socket | undefined, ended: () => void): void {
  if (socket === undefined) ended();
  else server.take(socket.once('close', ended));
}

/** Tells of all that end in one turn of the event loop at once. */
function countingEnds(tell: (count: number) => void): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > 1) return;
    setImmediate(() => {
      tell(count);
      count = 0;
    });
  };
}

function sharedOver(
  line: Line<PrimaryCalls, WorkerCalls>,
  registry: Registry,
  processes: number,
  limits: Limits,
): Shared {
  const leased = (of: AllowanceName, perSecond: number) =>
    new LeasedTokens(perSecond, (party, most) => line.ask('tokens', { of, party, most }));
  return {
    processes,
    requests: leased('requests', limits.requestsPerSecond),
    eligibility: leased('eligibility', limits.eligibilityPerSecond),
    pages: leased('pages', limits.pagesPerSecond),
    uploads: {
      take: () => line.ask('takeUpload', null),
      release: () => void line.ask('releaseUpload', null),
    },
    registry,
    metrics: () => line.ask('metrics', null),
  };
}
