import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { Failure } from '../failure.ts';
import { type Assignment, environmentOf } from './assignment.ts';
import type { PrimaryCalls, WorkerCalls } from './calls.ts';
import type { Desk, Seat } from './desk.ts';
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
  listens: boolean;
  /** What it told last. */
  counted: readonly Counted[];
}

/** The workers of a gateway: always as many as there should be, until they are to stop. */
export class Crew {
  readonly #desk: Desk;
  readonly #logger: Logger;
  readonly #tally = new Tally();
  readonly #members = new Set<Member>();
  readonly #ready = Promise.withResolvers<number>();
  readonly #lost = Promise.withResolvers<never>();
  readonly #ended = Promise.withResolvers<void>();
  #assignment: Assignment;
  /** Where they listen, once they do: they may have been told to take a free port. */
  #port: number | undefined;
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
   * Starts the workers.
   *
   * @returns the port, when all of them listen
   * @throws an error that says in its message why they cannot
   */
  start(): Promise<number> {
    for (let count = 0; count < this.#assignment.processes; count += 1) this.#hire();
    return Promise.race([this.#ready.promise, this.lost]);
  }

  /**
   * Lets every worker finish what is under way, and resolves when all have ended.
   *
   * @throws Failure where one did not end in order
   */
  async stop(): Promise<void> {
    this.#stopping = true;
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
      listening: (port) => this.#listens(member, port),
      failed: (reason) => this.#failed(reason),
      metrics: () => this.#metrics(),
    });
    const member: Member = { worker, line, seat, startedAt: performance.now(), listens: false, counted: [] };
    this.#members.add(member);
    worker.on('message', (message) => line.received(message));
    worker.once('exit', (code, signal) => this.#gone(member, code, signal));
    this.#logger.debug({ pid: worker.process.pid }, 'worker started');
  }

  #listens(member: Member, port: number): null {
    this.#port ??= port;
    // One that was still starting when all are to stop may be given another free port: it ends anyway.
    if (port !== this.#port && !this.#stopping)
      this.#lose(new Failure('所占的空闲端口已失去', 'the free port that was taken is lost'));
    member.listens = true;
    this.#logger.info({ pid: member.worker.process.pid }, 'worker listens');
    if (this.#listening().length === this.#assignment.processes) this.#ready.resolve(port);
    return null;
  }

  /** A worker that cannot start says why. What others cannot either is said once. */
  #failed(reason: readonly string[]): null {
    if (this.#listening().length === 0) this.#lose(new Error(reason.join('\n')));
    return null;
  }

  async #metrics(): Promise<string> {
    const told = this.#listening().map(async (member) => {
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
    this.#lost.reject(reason);
    for (const { worker } of this.#members) worker.process.kill('SIGKILL');
  }

  #listening(): Member[] {
    return [...this.#members].filter(({ listens }) => listens);
  }

  #gone(member: Member, code: number | null, signal: string | null): void {
    const { worker, line, seat, startedAt, listens, counted } = member;
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
    // A free port that was taken is held only as long as somebody listens.
    if (this.#members.size === 0) this.#assignment = { ...this.#assignment, port: this.#port ?? this.#assignment.port };
    const pause = Math.max(0, startedAt + PAUSE - performance.now());
    if (listens || this.#listening().length > 0) setTimeout(() => this.#hire(), pause);
    else this.#lose(new Failure('工作进程无法启动', 'worker processes cannot start'));
  }
}

function send(worker: Worker, message: object): void {
  // One that is gone hears nothing; that it is gone is noticed by its end.
  worker.process.send?.(message, () => undefined);
}
