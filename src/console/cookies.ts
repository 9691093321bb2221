import type { HttpContext } from '../http/env.ts';

/** What the browser keeps. */
export const COOKIES = {
  /** The id of a session. */
  session: 'yizhan-session',
  /** A random text before there is a session, for the form that signs in. */
  visit: 'yizhan-visit',
  language: 'yizhan-language',
} as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Whether cookies travel over TLS only: always but where the address is this machine's own and no proxy says that it ends
 * TLS. Elsewhere, a browser that comes by plain HTTP drops them, and nobody signs in.
 */
export function overTls(c: HttpContext): boolean {
  const origin = c.req.header('Origin') ?? '';
  const proxied = c.req.header('X-Forwarded-Proto')?.split(',')[0]?.trim() === 'https';
  return proxied || origin.startsWith('https:') || !LOOPBACK.test(c.req.header('Host') ?? new URL(c.req.url).host);
}

/** Reads one of our cookies. */
export function readCookie(c: HttpContext, name: string): string | undefined {
  const sent = new Map(
    (c.req.header('Cookie') ?? '').split(';').map((pair) => {
      const [key = '', ...value] = pair.trim().split('=');
      return [key, value.join('=')] as const;
    }),
  );
  // A page of a neighbouring host name could set the one without the prefix.
  return sent.get(prefixed(name)) ?? (overTls(c) ? undefined : sent.get(name));
}

/**
 * A `Set-Cookie` header: for this host alone, never for scripts, never on a request that another site made.
 *
 * @param value undefined to have it forgotten
 */
export function writtenCookie(c: HttpContext, name: string, value: string | undefined): string {
  const tls = overTls(c);
  const parts = [`${tls ? prefixed(name) : name}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, ...(tls ? ['Secure'] : []), ...(value === undefined ? ['Max-Age=0'] : [])].join('; ');
}

/** Browsers take such a cookie only over TLS, for one host and the whole of it (RFC 6265bis section 4.1.3.2). */
function prefixed(name: string): string {
  return `__Host-${name}`;
}
