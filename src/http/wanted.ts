import { accepts } from 'hono/accepts';
import type { HttpContext } from './env.ts';

/** The media type of the route that `Accept` asks for; JSON where it asks for nothing in particular. */
export function wanted(c: HttpContext): string {
  const others = c.get('route')?.alsoAs ?? [];
  return accepts(c, {
    header: 'Accept',
    supports: ['application/json', ...others],
    default: 'application/json',
  });
}
