import { Refusal } from '../../problem/refusal.ts';
import { callerOf, type HttpContext } from '../env.ts';

/**
 * The scheme in the path, which the calling insurer stands for; a share in what it pays is not enough to answer for it.
 *
 * @throws Refusal `FORBIDDEN`, also for a scheme that does not exist, so that nothing leaks
 */
export function ownSchemeIn(c: HttpContext): string {
  const scheme = c.req.param('scheme') ?? '';
  if (callerOf(c).party.schemes?.includes(scheme)) return scheme;
  throw new Refusal('FORBIDDEN', {
    detail: '只能办理本机构所承保方案的对账与清算',
    detailEn: 'An insurer may reconcile and clear its own schemes only',
  });
}
