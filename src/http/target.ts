import { getPath } from 'hono/utils/url';
import type { HttpContext } from './env.ts';

const ORIGIN = /^https?:\/\/[^/?#]*/i;

/** A path or target without the public base path, which a proxy may have left in it. */
export function belowBasePath(path: string, base: string): string {
  return base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

/** How the app finds the path it routes by: decoded, below the public base path. */
export function pathBelow(base: string): (request: Request) => string {
  return (request) => belowBasePath(getPath(request), base);
}

/**
 * What `htu` must be (contract section 2): path plus query below the public base path, as it stood in the request line,
 * percent-encoding and all. Taken from the socket, as a `Request` may have normalised it.
 */
export function targetOf(c: HttpContext): string {
  const raw = c.env?.incoming?.url ?? c.req.url;
  return belowBasePath(raw.replace(ORIGIN, ''), c.get('gateway').publicBasePath);
}
