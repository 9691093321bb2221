import { Registry } from 'prom-client';
import type { Limits } from '../../http/gateway.ts';
import { stopSignal } from '../../http/listen.ts';
import { startServer } from '../../http/server.ts';
import { LeasedTokens } from '../../http/shared/leased-tokens.ts';
import type { Shared } from '../../http/shared/shared.ts';
import { failureLines } from '../failure.ts';
import type { RunningGateway } from '../gateway.ts';
import type { Assignment } from './assignment.ts';
import type { AllowanceName, PrimaryCalls, WorkerCalls } from './calls.ts';
import { Line } from './line.ts';

/**
 * Runs a worker: listens, tells the primary so, and answers until it is to stop. Where the primary has ended, whatever
 * ended it, Node ends its workers at once.
 */
export async function work(
  { processes, port }: Assignment,
  host: string,
  open: () => Promise<RunningGateway>,
): Promise<void> {
  const told = Promise.withResolvers<void>();
  const registry = new Registry();
  const line = new Line<PrimaryCalls, WorkerCalls>((message) => process.send?.(message, () => undefined), {
    stop: () => {
      told.resolve();
      return null;
    },
    counted: () => registry.getMetricsAsJSON(),
  });
  process.on('message', (message: Parameters<typeof line.received>[0]) => line.received(message));
  try {
    const running = await open();
    try {
      const shared = sharedOver(line, registry, processes, running.gateway.limits);
      const server = await startServer(running.gateway, { host, port }, shared);
      await line.ask('listening', server.port);
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
