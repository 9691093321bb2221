import type { Gateway } from '../../http/gateway.ts';
import type { ListenOptions } from '../../http/listen.ts';
import { startServer } from '../../http/server.ts';
import type { Assignment } from './assignment.ts';
import { Crew } from './crew.ts';
import { Desk } from './desk.ts';

/** What answers requests: this process, or its workers. */
export interface Answering {
  readonly port: number;
  /** Never resolves; rejects where nothing answers any more. */
  readonly lost: Promise<never>;
  /** Lets requests under way finish. */
  close(): Promise<void>;
}

/**
 * Starts what answers requests. One process needs no worker.
 *
 * @returns when all of it answers
 * @throws where it cannot listen
 */
export async function startAnswering(
  gateway: Gateway,
  where: ListenOptions,
  assignment: Assignment,
): Promise<Answering> {
  if (assignment.processes === 1) {
    const { port, close } = await startServer(gateway, where);
    return { port, close, lost: new Promise<never>(() => undefined) };
  }
  const crew = new Crew(assignment, new Desk(gateway.limits), gateway.logger);
  const port = await crew.start(where);
  return { port, close: () => crew.stop(), lost: crew.lost };
}
