import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Batch, Order, Plan, Report, Trace } from './messages.ts';

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));

/** The load generator, as the bench commands it. */
export class Load {
  readonly #process: ChildProcess;
  readonly #ended: Promise<never>;

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#ended = once(child, 'exit').then(() => {
      throw new Error('the generator has ended');
    });
    // It also ends when it is stopped, and nobody waits for it then.
    this.#ended.catch(() => undefined);
  }

  static async start(): Promise<Load> {
    const load = new Load(fork(GENERATOR, { serialization: 'advanced' }));
    await load.#report();
    return load;
  }

  /** Signs a batch; what was prepared before is forgotten. */
  async prepare(batch: Batch): Promise<void> {
    await this.#obey({ order: 'prepare', batch });
  }

  /** Sends what was prepared. @throws Error where the generator failed */
  async run(plan: Plan): Promise<Trace> {
    const report = await this.#obey({ order: 'run', plan });
    if (report.report !== 'done') throw new Error(`the generator says ${report.report}`);
    return report.trace;
  }

  stop(): void {
    this.#process.kill();
  }

  #obey(order: Order): Promise<Report> {
    this.#process.send(order);
    return this.#report();
  }

  async #report(): Promise<Report> {
    const [report] = (await Promise.race([once(this.#process, 'message'), this.#ended])) as [Report];
    if (report.report === 'failed') throw new Error(`the generator: ${report.message}`);
    return report;
  }
}
