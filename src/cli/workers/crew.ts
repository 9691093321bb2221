import cluster, { type Worker } from 'node:cluster';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { ListenOptions } from '../../http/listen.ts';
import { Failure } from '../failure.ts';
import { type Assignment, environmentOf } from './assignment.ts';
import { CONNECTION, type PrimaryCalls, type WorkerCalls } from './calls.ts';
import type { Desk, Seat } from './desk.ts';
import { Door } from './door.ts';
import { Line } from './line.ts';
import { type Counted, Tally } from './tally.ts';

/** A worker is replaced at most once in so many milliseconds. */
const PAUSE = 1_000;

/** A worker as its primary knows it. */
interface Member {
  readonly worker: Worker;
  readonly line: Line<WorkerCalls, PrimaryCalls>;
  readonly seat: Seat;
  readonly startedAt: number;
  ready: boolean;
  /** Connections it was handed and that have not ended. */
  connections: number;
  /** What it told last. */
  counted: readonly Counted[];
}

/**
 * The workers of a gateway: always as many as there should be, until they are to stop. Each connection goes to the one that
 * has the fewest: left to the workers themselves, the one that is quickest would take nearly all, and many of them last.
 */
export class Crew {
  readonly #desk: Desk;
  readonly #logger: Logger;
  readonly #tally = new Tally();
  readonly #members = new Set<Member>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #lost = Promise.withResolvers<never>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #assignment: Assignment;
  readonly #door = new Door((socket) => this.#hand(socket));
  /** Connections that came while no worker was ready. */
  readonly #early: Socket[] = [];
  #stopping = false;
  #orderly = true;

  /** @param desk keeps what they share */
  constructor(assignment: Assignment, desk: Desk, logger: Logger) {
    this.#assignment = assignment;
    this.#desk = desk;
    this.#logger = logger;
    // It may come to pass while nobody waits for it.
    this.#lost.promise.catch(() => undefined);
  }

  /** Never resolves; rejects when no worker is left and none can be started. */
  get lost(): Promise<never> {
    return this.#lost.promise;
  }

  /**
   * Listens, and starts the workers.
   *
   * @returns the port, when all of them are ready
   * @throws the error of the socket where it cannot listen; an error that says in its message why they cannot start
   */
  async start(where: ListenOptions): Promise<number> {
    const port = await this.#door.open(where);
    for (let count = 0; count < this.#assignment.processes; count += 1) this.#hire();
    await Promise.race([this.#ready.promise, this.lost]);
    return port;
  }

  /**
   * Lets every worker finish what is under way, and resolves when all have ended.
   *
   * @throws Failure where one did not end in order
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#door.close();
    for (const { line } of this.#members) line.ask('stop', null).catch(() => undefined);
    if (this.#members.size > 0) await this.#ended.promise;
    if (!this.#orderly) throw new Failure('有工作进程未能正常结束', 'a worker process did not end in order');
  }

  #hire(): void {
    if (this.#stopping) return;
    const worker = cluster.fork(environmentOf(this.#assignment));
    const seat = this.#desk.seat();
    const line = new Line<WorkerCalls, PrimaryCalls>((message) => send(worker, message), {
      ...seat,
      ready: () => this.#begins(member),
      ended: (count) => {
        member.connections -= count;
        return null;
      },
      failed: (reason) => this.#failed(reason),
      metrics: () => this.#metrics(),
    });
    const startedAt = performance.now();
    const member: Member = { worker, line, seat, startedAt, ready: false, connections: 0, counted: [] };
    this.#members.add(member);
    worker.on('message', (message) => line.received(message));
    worker.once('exit', (code, signal) => this.#gone(member, code, signal));
    this.#logger.debug({ pid: worker.process.pid }, 'worker started');
  }

  #begins(member: Member): null {
    member.ready = true;
    this.#logger.info({ pid: member.worker.process.pid }, 'worker is ready');
    for (const socket of this.#early.splice(0)) this.#hand(socket);
    if (this.#able().length === this.#assignment.processes) this.#ready.resolve();
    return null;
  }

  #hand(socket: Socket): void {
    const [first, ...others] = this.#able();
    if (first === undefined) {
      this.#early.push(socket);
      return;
    }
    const member = others.reduce((least, one) => (one.connections < least.connections ? one : least), first);
    member.connections += 1;
    // One that is gone takes nothing; whoever is connected sees that at once.
    member.worker.process.send?.(CONNECTION, socket, (error) => error !== null && socket.destroy());
  }

  /** A worker that cannot start says why. What others cannot either is said once. */
  #failed(reason: readonly string[]): null {
    if (this.#able().length === 0) this.#lose(new Error(reason.join('\n')));
    return null;
  }

  async #metrics(): Promise<string> {
    const told = this.#able().map(async (member) => {
      member.counted = await member.line.ask('counted', null);
      return member.counted;
    });
    // One that ends meanwhile has told what it will.
    const settled = await Promise.allSettled(told);
    return this.#tally.text(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  }

  /** Gives up: no worker is left, or none that is of use. */
  #lose(reason: Error): void {
    this.#stopping = true;
    this.#door.close();
    for (const socket of this.#early.splice(0)) socket.destroy();
    this.#lost.reject(reason);
    for (const { worker } of this.#members) worker.process.kill('SIGKILL');
  }

  /** Those who can be handed a connection. */
  #able(): Member[] {
    return [...this.#members].filter(({ ready }) => ready);
  }

  #gone(member: Member, code: number | null, signal: string | null): void {
    const { worker, line, seat, startedAt, ready, counted } = member;
    this.#members.delete(member);
    line.close();
    seat.leave();
    this.#tally.depart(counted);
    if (this.#stopping) {
      this.#orderly &&= code === 0;
      if (this.#members.size === 0) this.#ended.resolve();
      return;
    }
    this.#logger.error({ pid: worker.process.pid, code, signal }, 'worker ended');
    const pause = Math.max(0, startedAt + PAUSE - performance.now());
    if (ready || this.#able().length > 0) setTimeout(() => this.#hire(), pause);
    else this.#lose(new Failure('工作进程无法启动', 'worker processes cannot start'));
  }
}

function send(worker: Worker, message: object): void {
  // One that is gone hears nothing; that it is gone is noticed by its end.
  worker.process.send?.(message, () => undefined);
}
