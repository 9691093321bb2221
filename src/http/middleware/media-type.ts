import { Refusal } from '../../problem/refusal.ts';
import type { HttpContext, HttpMiddleware } from '../env.ts';

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';

const UTF8 = /^charset="?utf-8"?$/i;
/** The charset of a file from a Chinese spreadsheet: GB18030, by whatever name of what it contains. */
export const UTF8_OR_GB18030 = /^charset="?(utf-8|gb18030|gbk|gb2312)"?$/i;

/** Options of {@link mediaType}. */
export interface MediaTypeOptions {
  readonly type: string;
  /** What a parameter may be; UTF-8 where it is left out. */
  readonly charset?: RegExp;
}

/**
 * Refuses a body of another media type, or in another coding, before it is read. The charset may be left out or be UTF-8.
 *
 * @example
 * app.post('/v1/settlements', mediaType({ type: 'application/json' }), settle);
 */
export function mediaType({ type, charset = UTF8 }: MediaTypeOptions): HttpMiddleware {
  return async function mediaType(c, next) {
    demandMediaType(c, type, charset);
    await next();
  };
}

/** @throws Refusal `UNSUPPORTED_MEDIA_TYPE` */
export function demandMediaType(c: HttpContext, type: string, charset = UTF8): void {
  demandIdentityCoding(c);
  demandType(c, type, charset);
}

/** Refuses a compressed body before it is read, whatever its media type. */
export function identityCoding(): HttpMiddleware {
  return async function identityCoding(c, next) {
    demandIdentityCoding(c);
    await next();
  };
}

function demandIdentityCoding(c: HttpContext): void {
  const coding = c.req.header('Content-Encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
      detail: '不接受压缩的正文（Content-Encoding）',
      detailEn: 'A body with a Content-Encoding is not accepted',
    });
  }
}

function demandType(c: HttpContext, type: string, charset: RegExp): void {
  const [essence = '', ...parameters] = (c.req.header('Content-Type') ?? '').split(';').map((part) => part.trim());
  if (essence.toLowerCase() === type && parameters.every((parameter) => charset.test(parameter))) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', {
    detail: `Content-Type 须为 ${type}（编码 UTF-8）`,
    detailEn: `Content-Type must be ${type} in UTF-8`,
  });
}
