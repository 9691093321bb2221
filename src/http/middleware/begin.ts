import { randomUUID } from 'node:crypto';
import type { HttpMiddleware } from '../env.ts';
import type { Gateway } from '../gateway.ts';
import type { Metrics } from '../metrics.ts';
import type { Route } from '../route.ts';
import type { Shared } from '../shared/shared.ts';

/** What every request may need of the gateway. */
export interface Begun {
  readonly gateway: Gateway;
  readonly metrics: Metrics;
  readonly shared: Shared;
}

/**
 * Gives every request its own random id (answered as `X-Request-Id`; one that was sent is not taken over, for it would
 * stand in our log) and what the gateway is made of.
 *
 * @example
 * app.use(begin({ gateway, metrics, shared }));
 */
export function begin({ gateway, metrics, shared }: Begun): HttpMiddleware {
  return async function begin(c, next) {
    c.set('gateway', gateway);
    c.set('metrics', metrics);
    c.set('shared', shared);
    c.set('requestId', randomUUID());
    await next();
  };
}

/** Tells the rest of the way which route was taken. */
export function at(route: Route): HttpMiddleware {
  return async function at(c, next) {
    c.set('route', route);
    await next();
  };
}
