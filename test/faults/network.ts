import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What becomes of what passes. `cut`: nothing, and every connection ends. `swallow`: it vanishes, and nobody is told.
 * `lose-commit`: the next COMMIT vanishes, and its connection ends. `lose-answer`: the next COMMIT arrives, but its
 * connection ends before the answer does.
 */
export type Weather = 'fair' | 'cut' | 'swallow' | 'lose-commit' | 'lose-answer';

/** The word as it is sent: a text of its own, ended by a zero (PostgreSQL's protocol, message `Query`). */
const COMMIT = Buffer.from('COMMIT\0');

/** A network between a gateway and its database, with a weather of its own. */
export class Network {
  readonly #server: Server;
  readonly #target: number;
  readonly #open = new Set<Socket>();
  #weather: Weather = 'fair';

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#pass(client));
  }

  /** @param target the port of the database on this machine */
  static async start(target: number): Promise<Network> {
    const proxy = new Network(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('unreachable: it listens');
    return address.port;
  }

  get weather(): Weather {
    return this.#weather;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    if (weather === 'cut') this.#endAll();
  }

  close(): void {
    this.#server.close();
    this.#endAll();
  }

  #endAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #pass(client: Socket): void {
    const database = connect(this.#target, '127.0.0.1');
    let deaf = false;
    const end = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      this.#open.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        this.#open.delete(socket);
        end();
      });
    }
    client.on('data', (bytes) => {
      if (this.#weather === 'cut') return end();
      if (this.#weather === 'swallow') return undefined;
      if (bytes.includes(COMMIT)) {
        const weather = this.#weather;
        if (weather === 'lose-commit' || weather === 'lose-answer') this.#weather = 'fair';
        if (weather === 'lose-commit') return end();
        if (weather === 'lose-answer') deaf = true;
      }
      return database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (deaf) return end();
      return this.#weather === 'swallow' ? undefined : client.write(bytes);
    });
    if (this.#weather === 'cut') end();
  }
}
