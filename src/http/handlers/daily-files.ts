import { canonicalJson } from '../../claim/digest.ts';
import { Refusal } from '../../problem/refusal.ts';
import { isDate } from '../../time/calendar.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { reply, replyFile, replyJson } from '../reply.ts';

/** The sealed business days of a scheme of the insurer's own. */
export async function listDailyFiles(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').dailyFiles.list(ownSchemeIn(c)));
}

/** The CSV of a sealed day. */
export async function sendDailyFile(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const date = dateIn(c);
  const file = await c.get('gateway').dailyFiles.file(scheme, date);
  return replyFile(c, { ...file, type: 'text/csv; charset=utf-8', name: `${scheme}-${date}.csv` });
}

/** The manifest of a sealed day, the same bytes each time. */
export async function showManifest(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const manifest = await c.get('gateway').dailyFiles.manifest(scheme, dateIn(c));
  return reply(c, { status: 200, type: 'application/json', bytes: Buffer.from(canonicalJson(manifest)) });
}

/**
 * The scheme in the path, which the calling insurer stands for or has a share in.
 *
 * @throws Refusal `FORBIDDEN`, also for a scheme that does not exist, so that nothing leaks
 */
function ownSchemeIn(c: HttpContext): string {
  const scheme = c.req.param('scheme') ?? '';
  const { id, schemes = [] } = callerOf(c).party;
  const shares = c.get('gateway').registry.shares(scheme);
  if (schemes.includes(scheme) || shares.some(({ insurer }) => insurer === id)) return scheme;
  throw new Refusal('FORBIDDEN', {
    detail: '只能查阅本机构所承保方案的日文件',
    detailEn: 'An insurer may read the daily files of its own schemes only',
  });
}

/** The day in the path. @throws Refusal `INVALID_PARAMETER` */
export function dateIn(c: HttpContext): string {
  const date = c.req.param('date') ?? '';
  if (isDate(date)) return date;
  throw new Refusal('INVALID_PARAMETER', {
    detail: '路径中的日期须为存在的日期 YYYY-MM-DD',
    detailEn: 'The date in the path must be a day YYYY-MM-DD that exists',
  });
}
