import { parseJson, parseWith } from '../../claim/parse.ts';
import { Refusal } from '../../problem/refusal.ts';
import { eligibilityRequest } from '../../settlement/requests.ts';
import { isDate } from '../../time/calendar.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';

/** The schemes in force for a person at admission. */
export async function eligibility(c: HttpContext): Promise<Response> {
  const request = parseWith(eligibilityRequest, parseJson(c.get('body')));
  return replyJson(c, 200, await c.get('gateway').settlement.eligibility(callerOf(c).party.id, request));
}

/** The hospital's own records of a business day. */
export async function statement(c: HttpContext): Promise<Response> {
  const date = c.req.param('date') ?? '';
  if (!isDate(date)) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: '路径中的日期须为存在的日期 YYYY-MM-DD',
      detailEn: 'The date in the path must be a day YYYY-MM-DD that exists',
    });
  }
  return replyJson(c, 200, await c.get('gateway').settlement.statement(callerOf(c).party.id, date));
}
