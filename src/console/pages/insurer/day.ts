import type { ReconciliationHead } from '../../../clearing/reconciliation/documents.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { fileField, fileForm, submit } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { shownTime } from '../../settlement/words.ts';
import { file, sums } from './day-file.ts';
import { dayIn, INSURER, idText, schemePage, schemePath } from './frame.ts';
import { clearingOfDay } from './held.ts';

const TEXTS = {
  title: { zh: '业务日', en: 'Business day' },
  sealedAt: { zh: '封账时间', en: 'Sealed' },
  records: { zh: '记录数', en: 'Records' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
  file: { zh: '日文件与清单', en: 'Daily file and manifest' },
  reconciliations: { zh: '对账', en: 'Reconciliation' },
  uploads: { zh: '历次上传', en: 'Uploads so far' },
  none: { zh: '尚未上传本机构的当日数据', en: 'You have not uploaded your own view of this day' },
  allClear: { zh: '最近一次对账没有未结差异。', en: 'The last reconciliation left no difference open.' },
  someOpen: { zh: '最近一次对账仍有未结差异：', en: 'Differences of the last reconciliation still open: ' },
  uploaded: { zh: '上传时间', en: 'Uploaded' },
  by: { zh: '上传方', en: 'By' },
  commandLine: { zh: '命令行', en: 'command line' },
  matched: { zh: '一致', en: 'Matched' },
  missingThere: { zh: '贵方缺', en: 'Not in yours' },
  missingHere: { zh: '我方缺', en: 'Not in ours' },
  amounts: { zh: '金额不同', en: 'Amounts differ' },
  duplicates: { zh: '重复', en: 'Duplicates' },
  malformed: { zh: '无法比对', en: 'Unreadable' },
  open: { zh: '未结', en: 'Open' },
  upload: { zh: '上传本机构当日数据', en: 'Upload your own view of the day' },
  choose: { zh: 'CSV 文件', en: 'CSV file' },
  chooseHint: {
    zh: '列：recordType、hospitalId、settlementId、insurerPaid，可另有 decisionId、memberBenefit；UTF-8 或 GB18030，至多 8 MiB。更大的文件请用接口上传。',
    en: 'Columns recordType, hospitalId, settlementId, insurerPaid, and if you have them decisionId and memberBenefit; UTF-8 or GB18030, at most 8 MiB. Larger files go by the signed call.',
  },
  send: { zh: '上传并对账', en: 'Upload and reconcile' },
  missing: { zh: '请先选择一个文件', en: 'Choose a file first' },
  clearing: { zh: '清算', en: 'Clearing' },
} as const satisfies Texts;

async function showDay(visit: UserVisit): Promise<Answer> {
  return dayPage(visit, undefined);
}

/** Takes the insurer's own view of the day. */
async function sendView(visit: UserVisit): Promise<Answer> {
  const { file, gateway, param, say, user } = visit;
  const date = dayIn(visit);
  if (file === undefined) return dayPage(visit, say(TEXTS.missing));
  const side = { side: 'insurer', subject: param('scheme'), date } as const;
  try {
    const { id } = await gateway.reconciliations.reconcile({ ...side, by: user.party.id, source: once(file) });
    return { to: schemePath(param('scheme'), 'days', date, 'reconciliations', id) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'INVALID_BODY') throw error;
    return dayPage(visit, say({ zh: error.detail.detail, en: error.detail.detailEn }));
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

/** @param wrong with the file that was sent */
async function dayPage(visit: UserVisit, wrong: string | undefined): Promise<Answer> {
  const { gateway, param, say } = visit;
  const scheme = param('scheme');
  const date = dayIn(visit);
  const manifest = await gateway.dailyFiles.manifest(scheme, date);
  const { days } = await gateway.dailyFiles.list(scheme);
  const { reconciliations } = await gateway.reconciliations.list({ side: 'insurer', subject: scheme, date });
  const clearing = await gateway.clearing.ofScheme(scheme, date.slice(0, 7));
  const head = days.find((day) => day.date === date);
  const { totals } = manifest;
  const body = html`${definitions([
    [say(TEXTS.records), totals.count],
    [say(TEXTS.insurerPaid), yuan(totals.insurerPaid)],
    [say(TEXTS.memberBenefit), yuan(totals.memberBenefit)],
    [say(TEXTS.sealedAt), head !== undefined && shownTime(head.sealedAt)],
  ])}${sums(visit, manifest)}
${section(say(TEXTS.reconciliations), reconciliation(visit, reconciliations.toReversed()))}
${upload(visit, date, wrong)}
${section(say(TEXTS.clearing), clearingOfDay(visit, date, clearing))}
${section(say(TEXTS.file), file(visit, manifest, head?.manifestSha256))}`;
  const title = `${say(TEXTS.title)} ${date}`;
  return schemePage(visit, 'days', { title, body, ...(wrong === undefined ? {} : { status: 422 }) });
}

function reconciliation(visit: UserVisit, heads: readonly ReconciliationHead[]): Html {
  const { param, say, url } = visit;
  const [last] = heads;
  const path = (id: string) => url(schemePath(param('scheme'), 'days', dayIn(visit), 'reconciliations', id));
  const state =
    last === undefined
      ? undefined
      : last.open === 0
        ? notice('good', html`<p>${say(TEXTS.allClear)}</p>`)
        : notice('note', html`<p>${say(TEXTS.someOpen)}<a href="${path(last.id)}">${last.open}</a></p>`);
  return html`${state}${table({
    caption: say(TEXTS.uploads),
    empty: say(TEXTS.none),
    rows: heads,
    columns: [
      {
        title: say(TEXTS.uploaded),
        cell: (row) => html`<a href="${path(row.id)}">${idText(shownTime(row.uploadedAt))}</a>`,
      },
      { title: say(TEXTS.by), cell: (row) => row.uploadedBy ?? say(TEXTS.commandLine) },
      { title: say(TEXTS.matched), cell: (row) => row.matched.count, figure: true },
      { title: say(TEXTS.missingThere), cell: (row) => row.counts.MISSING_THERE, figure: true },
      { title: say(TEXTS.missingHere), cell: (row) => row.counts.MISSING_HERE, figure: true },
      { title: say(TEXTS.amounts), cell: (row) => row.counts.AMOUNT, figure: true },
      { title: say(TEXTS.duplicates), cell: (row) => row.counts.DUPLICATE, figure: true },
      { title: say(TEXTS.malformed), cell: (row) => row.counts.MALFORMED, figure: true },
      { title: say(TEXTS.open), cell: (row) => row.open, figure: true },
    ],
  })}`;
}

function upload(visit: UserVisit, date: string, wrong: string | undefined): Html {
  const { param, say } = visit;
  const choose = fileField({
    name: 'file',
    label: say(TEXTS.choose),
    hint: say(TEXTS.chooseHint),
    error: wrong,
    accept: '.csv,text/csv',
  });
  const content = html`<h2>${say(TEXTS.upload)}</h2>${choose}${submit(say(TEXTS.send))}`;
  return fileForm(visit, schemePath(param('scheme'), 'days', date), content);
}

const DAY = '/schemes/{scheme}/days/{date}';

export const DAY_PAGES = {
  day: { method: 'GET', path: DAY, roles: INSURER, handler: showDay },
  daySent: { method: 'POST', path: DAY, roles: INSURER, takesFile: true, handler: sendView },
} as const satisfies Record<string, UserPage>;
