import { Refusal } from '../../problem/refusal.ts';
import { callerOf, type HttpMiddleware } from '../env.ts';
import type { PartyKind } from '../gateway.ts';

/** Who a kind of party is, in Chinese. */
const WHO: Readonly<Record<PartyKind, string>> = { hospital: '医院', insurer: '保险机构', operator: '运营方' };

/**
 * Lets through only parties of one kind.
 *
 * @example
 * app.post('/v1/parties', verify(), role({ kind: 'operator' }), importParties);
 * @throws Refusal `FORBIDDEN`
 */
export function role({ kind }: { readonly kind: PartyKind }): HttpMiddleware {
  return async function role(c, next) {
    if (callerOf(c).party.kind !== kind) {
      throw new Refusal('FORBIDDEN', {
        detail: `此接口只供${WHO[kind]}使用`,
        detailEn: `Only a party of kind ${kind} may do this`,
      });
    }
    await next();
  };
}
