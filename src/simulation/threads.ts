import { Worker } from 'node:worker_threads';
import { threadOf } from './assign.ts';
import type { PartitionResult } from './partition.ts';
import type { FromWorker, ToWorker, WorkerTask } from './worker.ts';

/** Lines are handed over so many at a time, and so many batches may wait in a thread. */
const BATCH = 200;
const WAITING = 4;

type Line = readonly [line: number, policyNo: string, text: string];

/** One thread, the lines that are being gathered for it, and what it will come to. */
interface Thread {
  readonly worker: Worker;
  batch: Line[];
  waiting: number;
  readonly result: Promise<PartitionResult>;
}

/** Threads that run lines, each policy always in the same one. */
export class Threads {
  readonly #threads: readonly Thread[];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(count: number, task: WorkerTask) {
    this.#threads = Array.from({ length: count }, () => this.#start(task));
  }

  #start(task: WorkerTask): Thread {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
    const { promise, resolve, reject } = Promise.withResolvers<PartitionResult>();
    const thread: Thread = { worker, batch: [], waiting: 0, result: promise };
    worker.on('message', (message: FromWorker) => {
      if (message === 'done') {
        thread.waiting -= 1;
        this.#wake?.();
      } else resolve(message);
    });
    worker.on('error', (error: Error) => {
      this.#failure = error;
      this.#wake?.();
      reject(error);
    });
    // The failure is thrown where the lines are handed over; without a listener it would end the process first.
    promise.catch(() => undefined);
    return thread;
  }

  /** Hands over one line. */
  take(line: number, policyNo: string, text: string): void {
    const thread = this.#threads[threadOf(policyNo, this.#threads.length)];
    if (thread === undefined) return;
    thread.batch.push([line, policyNo, text]);
    if (thread.batch.length >= BATCH) send(thread);
  }

  /**
   * Waits while a thread has too much before it, so that a file of any size is never in memory as a whole.
   *
   * @throws what a thread failed with
   */
  async drain(): Promise<void> {
    while (this.#failure === undefined && this.#threads.some((thread) => thread.waiting > WAITING)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** No more lines: what they all came to, by thread. */
  async finish(): Promise<PartitionResult[]> {
    for (const thread of this.#threads) {
      send(thread);
      thread.worker.postMessage('end' satisfies ToWorker);
    }
    return await Promise.all(this.#threads.map((thread) => thread.result));
  }

  /** Stops all threads, done or not. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.worker.terminate()));
  }
}

function send(thread: Thread): void {
  if (thread.batch.length === 0) return;
  thread.worker.postMessage({ lines: thread.batch } satisfies ToWorker);
  thread.waiting += 1;
  thread.batch = [];
}
