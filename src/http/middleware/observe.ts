import { Refusal } from '../../problem/refusal.ts';
import type { HttpMiddleware } from '../env.ts';
import { traceOf } from '../trace.ts';

/**
 * Logs and measures every answer: route pattern, not path; the party only where its signature held; never a body, a
 * query or an id of a person.
 *
 * @example
 * app.use(observe());
 */
export function observe(): HttpMiddleware {
  return async function observe(c, next) {
    const start = performance.now();
    await next();
    const route = c.get('route');
    const problem = c.get('problem');
    const { method } = c.req;
    const { status } = c.res;
    const ms = performance.now() - start;
    const pattern = route?.path ?? c.get('page') ?? 'unknown';
    c.get('metrics').answered({ method, route: pattern, status, seconds: ms / 1000, problem });
    const line = {
      requestId: c.get('requestId'),
      method,
      route: pattern,
      status,
      party: c.get('caller')?.party.id,
      ms: Math.round(ms * 100) / 100,
      code: problem,
    };
    const { logger } = c.get('gateway');
    const unexpected = c.error !== undefined && (!(c.error instanceof Refusal) || (status >= 500 && c.error.cause));
    if (unexpected) logger.error({ ...line, error: traceOf(c.error) }, 'failed');
    else if (route?.caller === 'anyone') logger.debug(line, 'answered');
    else logger.info(line, 'answered');
  };
}
