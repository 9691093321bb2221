import { Refusal } from '../../problem/refusal.ts';
import type { HttpContext, HttpMiddleware } from '../env.ts';

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';

const UTF8 = /^charset="?utf-8"?$/i;

/**
 * Refuses a body of another media type, or in another coding, before it is read. The charset may be left out or be UTF-8.
 *
 * @example
 * app.post('/v1/settlements', mediaType({ type: 'application/json' }), settle);
 */
export function mediaType({ type }: { readonly type: string }): HttpMiddleware {
  return async function mediaType(c, next) {
    demandMediaType(c, type);
    await next();
  };
}

/** @throws Refusal `UNSUPPORTED_MEDIA_TYPE` */
export function demandMediaType(c: HttpContext, type: string): void {
  const coding = c.req.header('Content-Encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
      detail: '不接受压缩的正文（Content-Encoding）',
      detailEn: 'A body with a Content-Encoding is not accepted',
    });
  }
  const [essence = '', ...parameters] = (c.req.header('Content-Type') ?? '').split(';').map((part) => part.trim());
  if (essence.toLowerCase() === type && parameters.every((parameter) => UTF8.test(parameter))) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
    detail: `Content-Type 须为 ${type}（编码 UTF-8）`,
    detailEn: `Content-Type must be ${type} in UTF-8`,
  });
}
