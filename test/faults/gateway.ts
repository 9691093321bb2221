import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import type { GatewayIdentity } from '../../adapters/mock-his/transmission.ts';
import { type Launched, launch, YIZHAN } from '../../bench/server/child.ts';
import { type Place, placeFlags } from '../../bench/server/gateway.ts';
import { processTree } from '../../bench/server/processes.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { Broken } from './fault.ts';

/** How a gateway is started. */
export interface StartOptions {
  readonly workers?: number;
  /** Where it listens; a free port without it. */
  readonly port?: number;
  /** Where its business clock starts; without it, as the sandbox has it. */
  readonly businessTime?: string;
  /** Options of Node, such as a module to load first. */
  readonly node?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where its log goes; without it, beside its data. */
  readonly logFile?: string;
}

/** How long something may take on a machine that is busy, in milliseconds. */
const PATIENCE = 120_000;
/** How often it is looked whether it has come to pass. */
const LOOK = 50;

/** A gateway as it is shipped, with the sandbox's parties and members, in processes of its own. */
export class TestGateway {
  readonly place: Place;
  readonly url: string;
  readonly #logFile: string;
  readonly #process: Launched;
  #identity: GatewayIdentity | undefined;

  private constructor(place: Place, logFile: string, process: Launched, port: number) {
    this.place = place;
    this.#logFile = logFile;
    this.#process = process;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Starts one, and does not wait until it listens. */
  static launch(place: Place, options: StartOptions): Launched {
    const { workers = 1, port = 0, businessTime, node = [], env } = options;
    const time = businessTime === undefined ? [] : ['--business-time', businessTime];
    const flags = ['--sandbox', '--port', String(port), '--workers', String(workers), ...time, ...placeFlags(place)];
    return launch([...node, YIZHAN, 'serve', ...flags], logOf(place, options), env);
  }

  static async start(place: Place, options: StartOptions = {}): Promise<TestGateway> {
    const process = TestGateway.launch(place, options);
    return new TestGateway(place, logOf(place, options), process, await process.port);
  }

  /** A client of one of the sandbox's hospitals. @param identity the gateway as it was met first; without it, as it is now */
  async client(party: string, identity?: GatewayIdentity): Promise<HospitalClient> {
    const gateway = identity ?? (await this.identity());
    return new HospitalClient({ baseUrl: this.url, party, key: sandboxKey(this.place.data, party).key, gateway });
  }

  async identity(): Promise<GatewayIdentity> {
    this.#identity ??= await fetchIdentity(this.url);
    return this.#identity;
  }

  /** What `/readyz` answers. */
  async readiness(): Promise<number> {
    return (await fetch(`${this.url}/readyz`)).status;
  }

  /** The ids of its processes: the primary, then its workers. */
  get processes(): readonly number[] {
    return processTree(this.#process.pid).map(({ pid }) => pid);
  }

  /** Whether it runs. */
  get alive(): boolean {
    return exists(this.#process.pid);
  }

  /** Kills the primary, if it runs, and with it everything: no handler runs, nothing is finished. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const all = this.processes;
    this.#process.kill('SIGKILL');
    await this.#process.ended;
    await until(() => !all.some(exists));
  }

  /** Kills one of several workers. @returns when another one listens in its place */
  async killWorker(nth: number): Promise<void> {
    const workers = this.processes.slice(1);
    const victim = workers[nth % workers.length];
    if (victim === undefined) throw new Error('there is no worker to kill');
    const from = statSync(this.#logFile).size;
    process.kill(victim, 'SIGKILL');
    await until(() => readFileSync(this.#logFile).subarray(from).includes('"worker is ready"'));
  }

  /** Asks it to stop. @throws Broken where it does not end in order */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    const code = await this.#process.ended;
    if (code !== 0) throw new Broken('a gateway that was told to stop did not end with 0', code);
  }
}

function logOf({ data }: Place, { logFile = join(data, 'faults.log') }: StartOptions): string {
  return logFile;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Does something again until it gives an answer. @throws Broken where it never does */
export async function insist<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let answer: T | undefined;
  await until(async () => {
    answer = await ask();
    return answer !== undefined;
  });
  return answer as T;
}

/** Waits for what will come to pass by itself. @throws Broken where it does not */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await happened())) {
    if (performance.now() > end) throw new Broken(`this did not come to pass in ${PATIENCE} ms`, String(happened));
    await pause(LOOK);
  }
}
