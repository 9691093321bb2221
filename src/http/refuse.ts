import type { ErrorHandler, NotFoundHandler } from 'hono';
import { Refusal } from '../problem/refusal.ts';
import type { HttpContext, HttpEnv } from './env.ts';
import { refuseInEnvelope } from './handlers/his.ts';
import { replyProblem } from './reply.ts';
import type { Route } from './route.ts';

/** Anything thrown becomes problem details; what is no refusal tells nothing but its request id. */
export const refuse: ErrorHandler<HttpEnv> = (error, c) => {
  const refusal = error instanceof Refusal ? error : internal();
  return refuseInEnvelope(c, refusal) ?? replyProblem(c, refusal);
};

function internal(): Refusal {
  return new Refusal('INTERNAL', {
    detail: '系统内部错误，请凭 requestId 联系运维。若为结算或冲正，结果未知：请查询，切勿直接收费',
    detailEn:
      'Internal error: tell the operator the requestId. If this was a settlement or a reversal its outcome is unknown: query, never collect',
  });
}

/**
 * Answers what no route took: 405 with `Allow` where the path is known by another method, else 404. A signed route has
 * no HEAD, for the signature of an answer covers its bytes.
 */
export function noRoute(routes: readonly Route[]): NotFoundHandler<HttpEnv> {
  const patterns = routes.map(({ path, method, caller }) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    methods: caller === 'anyone' && method === 'GET' ? ['GET', 'HEAD'] : [method],
  }));
  return (c: HttpContext) => {
    const known = patterns.filter(({ pattern }) => pattern.test(c.req.path)).flatMap(({ methods }) => methods);
    if (known.length === 0) {
      const detail = '没有这个路径，请核对地址（路径区分大小写，末尾无斜杠）';
      const detailEn = 'There is no such path: check the address (case matters, no slash at the end)';
      return replyProblem(c, new Refusal('NOT_FOUND', { detail, detailEn }));
    }
    const Allow = known.join(', ');
    const detail = `此路径只支持：${Allow}`;
    const detailEn = `The path has only: ${Allow}`;
    return replyProblem(c, new Refusal('METHOD_NOT_ALLOWED', { detail, detailEn }), { Allow });
  };
}

/** @returns a refusal for a gateway that has too much to do; nothing was done */
export function overloaded(): Refusal {
  return new Refusal('OVERLOADED', {
    detail: '系统繁忙，本次请求未处理，请稍后重试',
    detailEn: 'Overloaded, nothing was done for this request: try again later',
    retryAfter: 1,
  });
}
