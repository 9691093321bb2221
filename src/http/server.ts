import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Gateway } from './gateway.ts';
import { type ListenOptions, listen, type RunningServer } from './listen.ts';
import { alone, type Shared } from './shared/shared.ts';

/** How long the server waits for a client, in milliseconds. */
export interface Patience {
  /** Silent for so long while it sends a request, a client is cut off. */
  readonly idle: number;
  /** From the connection, or the request before, to the last header. */
  readonly headers: number;
  /** How often it is looked whose time is over. */
  readonly look: number;
}

const PATIENCE: Patience = { idle: 30_000, headers: 15_000, look: 5_000 };

/**
 * Starts the gateway on a port.
 *
 * @throws the error of the socket where it cannot listen, such as `EADDRINUSE`
 * @example
 * const server = await startServer(gateway, { port: 8080, host: '127.0.0.1' });
 * process.once('SIGTERM', () => server.close());
 */
export async function startServer(
  gateway: Gateway,
  where: ListenOptions,
  shared?: Shared,
  patience?: Patience,
): Promise<RunningServer> {
  return listen(gatewayServer(gateway, shared, patience), where);
}

/**
 * The gateway as a server that does not listen yet.
 *
 * @param shared where it is one process of several
 */
export function gatewayServer(
  gateway: Gateway,
  shared: Shared = alone(gateway),
  { idle, headers, look }: Patience = PATIENCE,
): Server {
  const app = createApp(gateway, shared);
  // The longest upload may take an hour (middleware/upload.ts); shorter limits of bodies are counted while reading them.
  const serverOptions = {
    headersTimeout: headers,
    requestTimeout: 3_660_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: look,
  };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.on('request', (incoming) => {
    incoming.setTimeout(idle, () => incoming.destroy());
    incoming.once('end', () => incoming.setTimeout(0));
  });
  return server;
}
