import { connect, type Socket } from 'node:net';
import { type Answer, readAnswer } from './answer.ts';

/** What becomes of a request; `undefined` where no whole answer came. */
type Settle = (answer: Answer | undefined) => void;

const NOTHING = Buffer.alloc(0);

/** A keep-alive connection on which one request is under way at a time. It is opened anew after it broke. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #settle: Settle | undefined;
  #received: Buffer = NOTHING;

  constructor(port: number) {
    this.#port = port;
  }

  /** Opens it. @throws the error of the socket */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#dial().once('connect', resolve).once('error', reject);
    });
  }

  send(bytes: Buffer, settle: Settle): void {
    this.#settle = settle;
    (this.#socket ?? this.#dial()).write(bytes);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #dial(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (chunk) => this.#take(chunk));
    // The close that follows settles the request.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#socket = undefined;
      this.#finish(undefined);
    });
    this.#socket = socket;
    return socket;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    try {
      const answer = readAnswer(this.#received);
      if (answer !== undefined) this.#finish(answer);
    } catch {
      this.#socket?.destroy();
    }
  }

  #finish(answer: Answer | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#received = NOTHING;
    settle?.(answer);
  }
}
