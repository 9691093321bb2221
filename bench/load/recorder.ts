import type { Answer } from './answer.ts';
import { headerOf } from './answer.ts';
import { BARE_503, NO_ANSWER, type Trace } from './messages.ts';
import type { Request } from './requests.ts';

/** One answer of so many is verified after the run. */
const VERIFY_EVERY = 100;

/** An answer that is to be verified. */
export interface Sample {
  readonly jti: string;
  readonly answer: Answer;
}

/** What a recorder has found, before any answer was verified. */
export type Recorded = Pick<Trace, 'due' | 'late' | 'took' | 'status' | 'cpu'>;

/** Notes when each request was due, sent and answered. The run begins when it is made. */
export class Recorder {
  readonly #start = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #due: Float64Array;
  readonly #late: Float64Array;
  readonly #took: Float64Array;
  readonly #status: Uint16Array;
  readonly samples: Sample[] = [];
  #sent = 0;

  /** @param most requests at most */
  constructor(most: number) {
    this.#due = new Float64Array(most);
    this.#late = new Float64Array(most);
    this.#took = new Float64Array(most);
    this.#status = new Uint16Array(most).fill(NO_ANSWER);
  }

  /** Milliseconds since the beginning. */
  now(): number {
    return performance.now() - this.#start;
  }

  /** Notes that a request that was due at a time is sent now. @returns what notes its answer */
  sent({ jti }: Request, due: number): (answer: Answer | undefined) => void {
    const index = this.#sent;
    this.#sent += 1;
    this.#due[index] = due;
    this.#late[index] = Math.max(0, this.now() - due);
    return (answer) => {
      this.#took[index] = this.now() - due;
      if (answer === undefined) return;
      this.#status[index] = statusOf(answer);
      if (index % VERIFY_EVERY === 0) this.samples.push({ jti, answer });
    };
  }

  end(): Recorded {
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      due: this.#due.slice(0, this.#sent),
      late: this.#late.slice(0, this.#sent),
      took: this.#took.slice(0, this.#sent),
      status: this.#status.slice(0, this.#sent),
      cpu: (user + system) / 1000 / this.now(),
    };
  }
}

function statusOf({ status, head }: Answer): number {
  return status === 503 && headerOf(head, 'retry-after') === undefined ? BARE_503 : status;
}
