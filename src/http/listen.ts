import type { Server } from 'node:http';
import type { Socket } from 'node:net';

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
  return { url: urlOf({ host, port: bound }), port: bound, close: () => ending(server, grace, closed(server)) };
}

/** A server for whose connections another process listens. */
export interface AttendingServer {
  /** Attends to a connection that was accepted elsewhere and not yet read from. */
  take(socket: Socket): void;
  /** As {@link RunningServer.close}. */
  close(): Promise<void>;
}

/**
 * Has a server attend to connections that it is handed.
 *
 * @param grace as for {@link listen}
 */
export function attend(server: Server, grace = GRACE): AttendingServer {
  const open = new Set<Socket>();
  // A server begins to keep its connections, and to look whose time is over, when it listens.
  server.emit('listening');
  return {
    take: (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      server.emit('connection', socket);
      socket.resume();
    },
    close: async () => {
      const ended = [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      await ending(server, grace, Promise.all(ended));
      server.close();
    },
  };
}

/** Where to reach what listens there. */
export function urlOf({ host, port }: ListenOptions): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Lets requests under way finish, for a while. @param ended when no connection is open */
async function ending(server: Server, grace: number, ended: Promise<unknown>): Promise<void> {
  // A connection whose last request has been answered would else stay open for another one.
  const look = setInterval(() => server.closeIdleConnections(), LOOK);
  const giveUp = setTimeout(() => server.closeAllConnections(), grace);
  await ended;
  clearInterval(look);
  clearTimeout(giveUp);
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
