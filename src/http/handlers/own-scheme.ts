import { Refusal } from '../../problem/refusal.ts';
import { callerOf, type HttpContext } from '../env.ts';

/**
 * The scheme in the path, which the calling insurer stands for. A share in what it pays is not enough to answer for it,
 * nor to read what it holds: health data, and decisions on it.
 *
 * @throws Refusal `FORBIDDEN`, also for a scheme that does not exist, so that nothing leaks
 */
export function ownSchemeIn(c: HttpContext): string {
  const scheme = c.req.param('scheme') ?? '';
  if (callerOf(c).party.schemes?.includes(scheme)) return scheme;
  throw new Refusal('FORBIDDEN', {
    detail: '只能办理本机构所承保方案的事务',
    detailEn: 'An insurer may act for its own schemes only',
  });
}
