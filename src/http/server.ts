import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Gateway } from './gateway.ts';

/** Where to listen; port 0 takes a free one. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
}

/** A gateway that listens. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way finish, and resolves; after ten seconds it waits no longer. */
  close(): Promise<void>;
}

/** A client that is silent for so long while it sends a request is cut off. */
const IDLE = 30_000;
const GRACE = 10_000;
/** How often connections that have become idle are looked for while closing. */
const LOOK = 20;

/**
 * Starts the gateway on a port.
 *
 * @throws the error of the socket where it cannot listen, such as `EADDRINUSE`
 * @example
 * const server = await startServer(gateway, { port: 8080, host: '127.0.0.1' });
 * process.once('SIGTERM', () => server.close());
 */
export async function startServer(gateway: Gateway, { port, host }: ListenOptions): Promise<RunningServer> {
  const app = createApp(gateway);
  // The longest upload may take an hour (middleware/upload.ts); shorter limits of bodies are counted while reading them.
  const serverOptions = { headersTimeout: 15_000, requestTimeout: 3_660_000, keepAliveTimeout: 65_000 };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.on('request', (incoming) => {
    incoming.setTimeout(IDLE, () => incoming.destroy());
    incoming.once('end', () => incoming.setTimeout(0));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${bound}`, port: bound, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose last request has been answered would else stay open for another one.
    const look = setInterval(() => server.closeIdleConnections(), LOOK);
    const giveUp = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearInterval(look);
      clearTimeout(giveUp);
      resolve();
    });
  });
}
