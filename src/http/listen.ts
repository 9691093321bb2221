import type { Server } from 'node:http';

/** Where to listen; port 0 takes a free one. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way finish, and resolves; after a while it waits no longer. */
  close(): Promise<void>;
}

const GRACE = 10_000;
/** How often connections that have become idle are looked for while closing. */
const LOOK = 20;

/**
 * Has a server listen.
 *
 * @param grace how long closing waits for requests under way, in milliseconds
 * @throws the error of the socket where it cannot listen, such as `EADDRINUSE`
 */
export async function listen(server: Server, { port, host }: ListenOptions, grace = GRACE): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { url: urlOf({ host, port: bound }), port: bound, close: () => close(server, grace) };
}

/** Where to reach what listens there. */
export function urlOf({ host, port }: ListenOptions): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose last request has been answered would else stay open for another one.
    const look = setInterval(() => server.closeIdleConnections(), LOOK);
    const giveUp = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearInterval(look);
      clearTimeout(giveUp);
      resolve();
    });
  });
}

/** Waits for the first signal to stop; a second one ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.removeListener('SIGTERM', stop);
      process.removeListener('SIGINT', stop);
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}
