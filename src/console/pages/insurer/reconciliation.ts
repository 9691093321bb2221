import type { DifferenceDocument, ReconciliationDocument } from '../../../clearing/reconciliation/documents.ts';
import { type Html, html, type Part } from '../../html/html.ts';
import { definitions, notice, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { shownTime } from '../../settlement/words.ts';
import {
  dayIn,
  decisionLink,
  hospitalIn,
  INSURER,
  idText,
  messageIn,
  recordTypeIn,
  schemePage,
  schemePath,
} from './frame.ts';

const TEXTS = {
  title: { zh: '对账报告', en: 'Reconciliation' },
  uploaded: { zh: '上传时间', en: 'Uploaded' },
  by: { zh: '上传方', en: 'By' },
  commandLine: { zh: '命令行', en: 'command line' },
  clear: { zh: '双方一致，没有差异。', en: 'Both views agree: there is no difference.' },
  closed: { zh: '本次对账的差异均已结清。', en: 'All differences of this reconciliation are closed.' },
  open: { zh: '未结差异', en: 'Differences open' },
  openText: {
    zh: '差异保持未结，直至同日后一次上传不再出现。',
    en: 'A difference stays open until a later upload of the day no longer shows it.',
  },
  totals: { zh: '双方合计', en: 'Totals of both' },
  side: { zh: '一方', en: 'Side' },
  ours: { zh: '网关', en: 'Gateway' },
  oursPaid: { zh: '网关（元）', en: 'Gateway (yuan)' },
  yoursPaid: { zh: '贵方（元）', en: 'Yours (yuan)' },
  yours: { zh: '贵方', en: 'Yours' },
  matched: { zh: '一致', en: 'Matched' },
  rows: { zh: '行数', en: 'Rows' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
  missingThere: { zh: '贵方缺（网关有）', en: 'Not in yours, in ours' },
  missingHere: { zh: '网关缺（贵方有）', en: 'Not in ours, in yours' },
  amounts: { zh: '金额不同', en: 'Amounts differ' },
  duplicates: { zh: '贵方重复', en: 'More often in yours' },
  malformed: { zh: '无法比对的行', en: 'Rows that could not be read' },
  ended: { zh: '此前的差异，本次不再出现', en: 'Earlier differences that this upload no longer shows' },
  none: { zh: '无', en: 'none' },
  type: { zh: '记录类型', en: 'Record type' },
  hospital: { zh: '医院', en: 'Hospital' },
  settlement: { zh: '结算号', en: 'Settlement' },
  decision: { zh: '决定', en: 'Decision' },
  state: { zh: '状态', en: 'State' },
  isOpen: { zh: '未结', en: 'open' },
  isClosed: { zh: '已结', en: 'closed' },
  row: { zh: '行', en: 'Row' },
  what: { zh: '原因', en: 'What is wrong' },
  more: { zh: '此处最多列出 200 条，下载的 CSV 含全部。', en: 'At most 200 stand here; the CSV has all of them.' },
  csv: { zh: '下载全部差异（CSV）', en: 'Download all differences (CSV)' },
  back: { zh: '返回业务日', en: 'Back to the day' },
} as const satisfies Texts;

/** Of each kind so many are shown; the file has all. */
const SHOWN = 200;

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, say, url } = visit;
  const [scheme, date] = [param('scheme'), dayIn(visit)];
  const report = await gateway.reconciliations.report({ side: 'insurer', subject: scheme, date }, param('id'));
  const day = schemePath(scheme, 'days', date);
  const lists = [
    [TEXTS.amounts, report.amountDifferences],
    [TEXTS.missingThere, report.missingThere],
    [TEXTS.missingHere, report.missingHere],
    [TEXTS.duplicates, report.duplicates],
  ] as const;
  const long = lists.some(([, rows]) => rows.length > SHOWN);
  const body = html`${verdict(visit, report)}
${definitions([
  [say(TEXTS.uploaded), shownTime(report.uploadedAt)],
  [say(TEXTS.by), report.uploadedBy ?? say(TEXTS.commandLine)],
  [say(TEXTS.open), report.open],
])}${totals(visit, report)}
${long && html`<p class="soft">${say(TEXTS.more)}</p>`}
${lists.map(([title, rows]) => differences(visit, say(title), rows))}
${report.malformed.length > 0 && malformed(visit, report.malformed)}
${report.closed.length > 0 && differences(visit, say(TEXTS.ended), report.closed)}
<ul class="links no-print"><li><a href="${url(`${day}/reconciliations/${report.id}/differences`)}" download>${say(TEXTS.csv)}</a></li>
<li><a href="${url(day)}">${say(TEXTS.back)}</a></li></ul>`;
  return schemePage(visit, 'days', { title: `${say(TEXTS.title)} ${date}`, body });
}

function verdict({ say }: UserVisit, { counts, open }: ReconciliationDocument): Html {
  const found = Object.values(counts).some((count) => count > 0);
  if (open > 0) {
    return notice('note', html`<p><strong>${say(TEXTS.open)}: ${open}</strong> · ${say(TEXTS.openText)}</p>`);
  }
  return notice('good', html`<p>${say(found ? TEXTS.closed : TEXTS.clear)}</p>`);
}

function totals({ say }: UserVisit, { totals: both, matched }: ReconciliationDocument): Html {
  const rows = [
    { side: TEXTS.ours, ...both.here },
    { side: TEXTS.yours, ...both.there },
    { side: TEXTS.matched, ...matched },
  ];
  return table({
    caption: say(TEXTS.totals),
    empty: '',
    rows,
    narrow: true,
    columns: [
      { title: say(TEXTS.side), cell: ({ side }) => say(side) },
      { title: say(TEXTS.rows), cell: ({ count }) => count, figure: true },
      { title: say(TEXTS.insurerPaid), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.memberBenefit), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
    ],
  });
}

function differences(visit: UserVisit, caption: string, all: readonly DifferenceDocument[]): Html {
  const { say } = visit;
  return table({
    caption: all.length === 0 ? caption : `${caption} (${all.length})`,
    empty: say(TEXTS.none),
    rows: all.slice(0, SHOWN),
    columns: [
      { title: say(TEXTS.settlement), cell: ({ settlementId }) => idText(settlementId) },
      { title: say(TEXTS.type), cell: ({ recordType }) => recordTypeIn(visit, recordType) },
      { title: say(TEXTS.hospital), cell: ({ hospitalId }) => hospitalIn(visit, hospitalId) },
      { title: say(TEXTS.decision), cell: ({ decisionId }) => decisionLink(visit, decisionId) },
      { title: say(TEXTS.oursPaid), cell: ({ here }) => money(here), figure: true },
      { title: say(TEXTS.yoursPaid), cell: ({ there }) => money(there), figure: true },
      { title: say(TEXTS.state), cell: ({ closedBy }) => say(closedBy === null ? TEXTS.isOpen : TEXTS.isClosed) },
    ],
  });
}

/** What one side says: rows where there are several, and what is paid to members where there is any. */
function money(side: DifferenceDocument['here']): Part {
  if (side === null) return '—';
  const { rows, insurerPaid, memberBenefit } = side;
  const member = memberBenefit === null || memberBenefit === '0.00' ? '' : ` + ${yuan(memberBenefit)}`;
  return `${rows === 1 ? '' : `${rows} × `}${yuan(insurerPaid)}${member}`;
}

function malformed(visit: UserVisit, rows: readonly DifferenceDocument[]): Html {
  const { say } = visit;
  return table({
    caption: `${say(TEXTS.malformed)} (${rows.length})`,
    empty: say(TEXTS.none),
    rows: rows.slice(0, SHOWN),
    narrow: true,
    columns: [
      { title: say(TEXTS.row), cell: ({ row }) => row ?? '' },
      { title: say(TEXTS.what), cell: ({ message }) => messageIn(visit, message ?? '') },
      { title: say(TEXTS.state), cell: ({ closedBy }) => say(closedBy === null ? TEXTS.isOpen : TEXTS.isClosed) },
    ],
  });
}

export const RECONCILIATION_PAGES = {
  reconciliation: {
    method: 'GET',
    path: '/schemes/{scheme}/days/{date}/reconciliations/{id}',
    roles: INSURER,
    handler: show,
  },
} as const satisfies Record<string, UserPage>;
