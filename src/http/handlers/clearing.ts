import { hospitalCsv, schemeCsv } from '../../clearing/statement/csv.ts';
import { isMonth } from '../../clearing/statement/month.ts';
import { hospitalPage, PAGE_STYLE, schemePage } from '../../clearing/statement/page.ts';
import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import { isDate } from '../../time/calendar.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { pageHeaders } from '../page-headers.ts';
import { reply, replyJson } from '../reply.ts';
import { ROUTES } from '../routes.ts';
import { wanted } from '../wanted.ts';
import { ownSchemeIn } from './own-scheme.ts';

const PAGE_HEADERS = pageHeaders(PAGE_STYLE);

/** What is owed under a scheme for a month. */
export async function showClearing(c: HttpContext): Promise<Response> {
  const clearing = await c.get('gateway').clearing.ofScheme(ownSchemeIn(c), monthIn(c));
  return inWantedForm(c, clearing, { csv: schemeCsv, page: schemePage });
}

/** What the calling hospital is owed for a month. */
export async function showHospitalClearing(c: HttpContext): Promise<Response> {
  const clearing = await c.get('gateway').clearing.ofHospital(callerOf(c).party.id, monthIn(c));
  return inWantedForm(c, clearing, { csv: hospitalCsv, page: hospitalPage });
}

/** A scheme's policy year in figures. */
export async function showExperience(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const { from, to, expenses, ...others } = c.req.queries();
  const known = Object.keys(ROUTES.experience.query).join(', ');
  if (Object.keys(others).length > 0 || [from, to, expenses].some((values) => (values?.length ?? 0) > 1)) {
    throw refused(`查询参数只有：${known}，各至多一次`, `The only query parameters are: ${known}, each once at most`);
  }
  const query = { from: dayOf('from', from?.[0]), to: dayOf('to', to?.[0]), expenses: amountOf(expenses?.[0]) };
  return replyJson(c, 200, await c.get('gateway').experience.of(scheme, query));
}

function inWantedForm<T>(
  c: HttpContext,
  document: T,
  form: { readonly csv: (document: T) => string; readonly page: (document: T) => string },
): Response {
  switch (wanted(c)) {
    case 'text/csv':
      return reply(c, { status: 200, type: 'text/csv; charset=utf-8', bytes: Buffer.from(form.csv(document)) });
    case 'text/html': {
      const bytes = Buffer.from(form.page(document));
      return reply(c, { status: 200, type: 'text/html; charset=utf-8', bytes, headers: PAGE_HEADERS });
    }
    default:
      return replyJson(c, 200, document);
  }
}

function monthIn(c: HttpContext): string {
  const month = c.req.param('month') ?? '';
  if (isMonth(month)) return month;
  throw refused('路径中的月份须为 YYYY-MM', 'The month in the path must be YYYY-MM');
}

function dayOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || isDate(text)) return text;
  throw refused(`${name} 须为存在的日期 YYYY-MM-DD`, `${name} must be a day YYYY-MM-DD that exists`);
}

function amountOf(text: string | undefined): Money | undefined {
  if (text === undefined) return undefined;
  const amount = Money.parse(text);
  if (amount !== undefined && !amount.isNegative()) return amount;
  throw refused(
    'expenses 须为不小于 0、至多两位小数的元',
    'expenses must be yuan, not below 0, with at most 2 decimals',
  );
}

function refused(detail: string, detailEn: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail, detailEn });
}
