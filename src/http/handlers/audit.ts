import { AUDIT_PAGE, type AuditQuery, isAudited } from '../../audit/trail.ts';
import { Refusal } from '../../problem/refusal.ts';
import { parseInstant } from '../../time/calendar.ts';
import type { HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';
import { ROUTES } from '../routes.ts';

/** The changes of the set-up. */
export async function showAudit(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').audit.page(queryIn(c)));
}

function queryIn(c: HttpContext): AuditQuery {
  const known = Object.keys(ROUTES.audit.query);
  const given: Record<string, string | undefined> = {};
  for (const [name, [value, second]] of Object.entries(c.req.queries())) {
    if (!known.includes(name) || second !== undefined) {
      const names = known.join(', ');
      throw refused(`查询参数只有：${names}，各至多一次`, `The only query parameters are: ${names}, each once at most`);
    }
    given[name] = value;
  }
  const { what, subject, since, after = '0', limit = String(AUDIT_PAGE.default) } = given;
  if (what !== undefined && !isAudited(what)) throw refused('what 不是可查询的类别', 'what is nothing that is audited');
  // A plus sign that was not percent-encoded arrives as a space, which no instant has.
  const from = since === undefined ? undefined : parseInstant(since.replace(' ', '+'));
  if (since !== undefined && from === undefined) {
    throw refused('since 须为带时区偏移的 ISO 8601 时间', 'since must be an ISO 8601 instant with an offset');
  }
  if (!/^\d{1,15}$/.test(after)) throw refused('after 须为前一页的 next', 'after must be the `next` of a page');
  const number = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > AUDIT_PAGE.max) {
    throw refused(`limit 须为 1 至 ${AUDIT_PAGE.max}`, `limit must be 1 to ${AUDIT_PAGE.max}`);
  }
  return { what, subject, since: from, after: Number(after), limit: number };
}

function refused(detail: string, detailEn: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail, detailEn });
}
