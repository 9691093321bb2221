import { escapeHtml } from '../../text/html.ts';
import type { AccountDocument, HospitalClearingDocument, SchemeClearingDocument } from './documents.ts';

/** The style of the printed statement; it stands in the page and is known by its hash. */
export const PAGE_STYLE = `body{font:14px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:right}
th:first-child,td:first-child{text-align:left}tfoot td{font-weight:bold}small{color:#555}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}`;

/** A scheme's month to be printed, Chinese first. */
export function schemePage(clearing: SchemeClearingDocument): string {
  const { scheme, name, month, totals, hospitals, members, insurers } = clearing;
  const types = Object.entries(members.recordTypes).map(([type, one]) => [type, String(one.count), one.memberBenefit]);
  const content = [
    accountTable(
      '医院 Hospital',
      hospitals.map(({ hospitalId, ...account }) => [hospitalId, account]),
      totals,
    ),
    heldTable(hospitals.flatMap(({ hospitalId, held }) => held.settlements.map((one) => [hospitalId, one] as const))),
    table('应付参保人 / Owed to members', ['类型 Type', '笔数 Count', '金额 Yuan'], types, [
      '合计 Total',
      '',
      members.memberBenefit,
    ]),
    table(
      '承保机构分摊（医院与参保人合计）/ Shared by insurers (hospitals and members)',
      ['机构 Insurer', '金额 Yuan'],
      insurers.map(({ insurer, amount }) => [insurer, amount]),
    ),
  ];
  return page(`${name.zh} ${month} 清算单`, `${name.en}, clearing statement ${month} (${scheme})`, clearing, content);
}

/** A hospital's month to be printed, Chinese first. */
export function hospitalPage(clearing: HospitalClearingDocument): string {
  const { hospitalId, month, totals, schemes } = clearing;
  const content = [
    accountTable(
      '方案 Scheme',
      schemes.map(({ scheme, ...account }) => [scheme, account]),
      totals,
    ),
    heldTable(schemes.flatMap(({ scheme, held }) => held.settlements.map((one) => [scheme, one] as const))),
  ];
  return page(`${hospitalId} ${month} 清算单`, `Clearing statement ${month}`, clearing, content);
}

function page(
  title: string,
  titleEn: string,
  { today, final }: Pick<SchemeClearingDocument, 'today' | 'final'>,
  content: readonly string[],
): string {
  const state = final
    ? `本月各业务日均已封账，截至 ${today} / every day is sealed, as of ${today}`
    : `本月尚有业务日未封账，截至 ${today} 为暂列 / not every day is sealed yet, provisional as of ${today}`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head><body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(titleEn)}<br>${state}</p>${content.join('')}</body></html>`;
}

function accountTable(first: string, rows: readonly (readonly [string, AccountDocument])[], totals: AccountDocument) {
  const cells = (account: AccountDocument) => [
    account.settlements.insurerPaid,
    account.reversals.insurerPaid,
    account.net,
    account.payable,
    account.held.insurerPaid,
    account.cancelled,
  ];
  return table(
    '应付医院 / Owed to hospitals',
    [first, '结算 Settled', '冲正 Reversed', '净额 Net', '应付 Payable', '暂缓 Held', '作废 Cancelled'],
    rows.map(([id, account]) => [id, ...cells(account)]),
    ['合计 Total', ...cells(totals)],
  );
}

function heldTable(rows: readonly (readonly [string, AccountDocument['held']['settlements'][number]])[]): string {
  if (rows.length === 0) return '';
  return table(
    '暂缓：医院未确认收讫 / Held: not acknowledged by the hospital',
    ['', '结算号 Settlement', '业务日 Day', '金额 Yuan', '天数 Days'],
    rows.map(([id, one]) => [id, one.settlementId, one.businessDate, one.insurerPaid, String(one.days)]),
  );
}

type Cells = readonly string[];

function table(title: string, header: Cells, rows: readonly Cells[], footer?: Cells): string {
  const row = (cells: Cells, tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const foot = footer === undefined ? '' : `<tfoot>${row(footer, 'td')}</tfoot>`;
  return `<h2>${title}</h2><table><thead>${row(header, 'th')}</thead><tbody>${rows.map((one) => row(one, 'td')).join('')}</tbody>${foot}</table>`;
}
