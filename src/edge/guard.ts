import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import { type EdgeRefusal, edgeRefusal } from './refusal.ts';

/** Who may have something signed. */
export interface GuardOptions {
  /** Host names by which the HIS may address the edge, beside IP addresses and `localhost`. */
  readonly names: readonly string[];
  /** The addresses the HIS may come from. */
  readonly clients: BlockList;
}

/** What only a browser sends. Old ones send no `Origin` with a form, but a `Referer`. */
const OF_BROWSERS = ['origin', 'referer', 'sec-fetch-site'];

/** What is forwarded; the rest of the gateway's paths are for people and monitors. */
const FORWARDED = /^\/(v1\/|his\/|\.well-known\/|openapi\.json$|readyz$)/;

/**
 * Whether a request is the HIS's own. The edge signs whatever passes, so a page in a browser on this machine must not:
 * neither directly nor under a name of its own that it has resolve to this address (DNS rebinding).
 *
 * @returns why not
 */
export function guard(incoming: IncomingMessage, { names, clients }: GuardOptions): EdgeRefusal | undefined {
  const { headers, method, url = '', socket } = incoming;
  const address = socket.remoteAddress ?? '';
  if (!clients.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return edgeRefusal('CLIENT_REFUSED');
  if (OF_BROWSERS.some((name) => headers[name] !== undefined)) return edgeRefusal('BROWSER_REFUSED');
  if (headers.host !== undefined && !isOurs(headers.host, names)) return edgeRefusal('HOST_REFUSED');
  if (method !== 'GET' && method !== 'POST') return edgeRefusal('METHOD_NOT_ALLOWED');
  if (!isNormal(url)) return edgeRefusal('INVALID_PARAMETER');
  return FORWARDED.test(url) ? undefined : edgeRefusal('NOT_FOUND');
}

/** An address has no name that somebody else could have resolve to it. */
function isOurs(host: string, names: readonly string[]): boolean {
  const name = host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isIP(name) !== 0 || name === 'localhost' || names.includes(name);
}

function isNormal(url: string): boolean {
  if (!url.startsWith('/') || !URL.canParse(`http://edge${url}`)) return false;
  const { host, pathname, search } = new URL(`http://edge${url}`);
  return host === 'edge' && `${pathname}${search}` === url;
}
