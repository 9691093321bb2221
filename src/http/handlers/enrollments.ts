import { Refusal } from '../../problem/refusal.ts';
import { parseInstant } from '../../time/calendar.ts';
import type { Instant } from '../../time/clock.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';
import { ROUTES } from '../routes.ts';

/** Imports the roster that was uploaded, for a scheme of the insurer's own. */
export async function importEnrollments(c: HttpContext): Promise<Response> {
  const scheme = c.req.param('scheme') ?? '';
  if (!callerOf(c).party.schemes?.includes(scheme)) {
    throw new Refusal('FORBIDDEN', {
      detail: '只能导入本机构所承保方案的名册',
      detailEn: 'An insurer may import the roster of its own schemes only',
    });
  }
  const asOf = asOfIn(c);
  const upload = c.get('upload');
  if (upload === undefined) throw new Error('no upload was taken on this route');
  const source = upload.createReadStream({ start: 0, autoClose: false });
  return replyJson(c, 200, await c.get('gateway').enrollments.import(scheme, source, asOf, callerOf(c).party.id));
}

function asOfIn(c: HttpContext): Instant {
  const { asOf: values = [], ...others } = c.req.queries();
  const [value, second] = values;
  // A typo in the name would quietly apply an old file as a new one.
  const known = Object.keys(ROUTES.enrollments.query).join(', ');
  if (Object.keys(others).length > 0) throw refused(`查询参数只有：${known}`, `The only query parameter is: ${known}`);
  if (value === undefined) return c.get('gateway').clock.real();
  // A plus sign that was not percent-encoded arrives as a space, which no instant has.
  const asOf = second === undefined ? parseInstant(value.replace(' ', '+')) : undefined;
  if (asOf !== undefined) return asOf;
  throw refused('asOf 须为一个带时区偏移的 ISO 8601 时间', 'asOf must be one ISO 8601 instant with an offset');
}

function refused(detail: string, detailEn: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail, detailEn });
}
