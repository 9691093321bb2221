import { createServer, type Server, type Socket } from 'node:net';
import type { ListenOptions } from '../../http/listen.ts';

/** Where connections to a gateway of several processes come in. Nothing is read from them here. */
export class Door {
  readonly #server: Server;

  /** @param hand takes each connection */
  constructor(hand: (socket: Socket) => void) {
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      // One that breaks before it is handed on is nobody's business.
      socket.on('error', () => socket.destroy());
      hand(socket);
    });
  }

  /**
   * @returns the port
   * @throws the error of the socket where it cannot listen, such as `EADDRINUSE`
   */
  async open({ port, host }: ListenOptions): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#server.close();
  }
}
