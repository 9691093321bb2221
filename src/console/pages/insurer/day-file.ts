import type { SignedManifest } from '../../../clearing/files/manifest.ts';
import { openDetached } from '../../../message/detached.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { hospitalIn, recordTypeIn, schemePath } from './frame.ts';

const TEXTS = {
  records: { zh: '记录数', en: 'Records' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
  amount: { zh: '承担金额（元）', en: 'Borne (yuan)' },
  byType: { zh: '按记录类型', en: 'By record type' },
  byHospital: { zh: '按医院', en: 'By hospital' },
  byInsurer: { zh: '按保险机构', en: 'By insurer' },
  type: { zh: '记录类型', en: 'Record type' },
  hospital: { zh: '医院', en: 'Hospital' },
  insurer: { zh: '保险机构', en: 'Insurer' },
  empty: { zh: '当日没有记录', en: 'No record on this day' },
  csvSha: { zh: '日文件 SHA-256', en: 'SHA-256 of the file' },
  manifestSha: { zh: '清单 SHA-256', en: 'SHA-256 of the manifest' },
  previous: { zh: '前一日清单 SHA-256', en: 'SHA-256 of the manifest before' },
  firstDay: { zh: '本方案的第一日', en: "the scheme's first day" },
  root: { zh: '日志根摘要', en: 'Root over the journal of the day' },
  signedBy: { zh: '签名', en: 'Signed by' },
  key: { zh: '密钥', en: 'key' },
  csv: { zh: '下载日文件（CSV）', en: 'Download the daily file (CSV)' },
  manifest: { zh: '下载清单（JSON，已签名）', en: 'Download the manifest (JSON, signed)' },
} as const satisfies Texts;

/** The sums of a manifest. */
export function sums(visit: UserVisit, manifest: SignedManifest): Html {
  const { say } = visit;
  const empty = say(TEXTS.empty);
  const money = [
    { title: say(TEXTS.records), cell: (row: Sums) => row.count, figure: true },
    { title: say(TEXTS.insurerPaid), cell: (row: Sums) => yuan(row.insurerPaid), figure: true },
    { title: say(TEXTS.memberBenefit), cell: (row: Sums) => yuan(row.memberBenefit), figure: true },
  ];
  const types = Object.entries(manifest.recordTypes).map(([type, sum]) => ({ type, ...sum }));
  return html`${table({
    caption: say(TEXTS.byType),
    empty,
    rows: types,
    columns: [{ title: say(TEXTS.type), cell: ({ type }) => recordTypeIn(visit, type) }, ...money],
  })}${table({
    caption: say(TEXTS.byHospital),
    empty,
    rows: manifest.hospitals,
    columns: [{ title: say(TEXTS.hospital), cell: (row) => hospitalIn(visit, row.hospitalId) }, ...money],
  })}${table({
    caption: say(TEXTS.byInsurer),
    empty,
    rows: manifest.insurers,
    narrow: true,
    columns: [
      { title: say(TEXTS.insurer), cell: ({ insurer }) => insurer },
      { title: say(TEXTS.records), cell: ({ count }) => count, figure: true },
      { title: say(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  })}`;
}

interface Sums {
  readonly count: number;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
}

/** The file and its manifest: to keep, and what proves them. */
export function file(visit: UserVisit, manifest: SignedManifest, digest: string | undefined): Html {
  const { param, say, url } = visit;
  const path = (name: string) => url(schemePath(param('scheme'), 'days', manifest.date, name));
  return html`<ul class="links no-print"><li><a href="${path('file')}" download>${say(TEXTS.csv)}</a></li>
<li><a href="${path('manifest')}" download>${say(TEXTS.manifest)}</a></li></ul>
${definitions([
  [say(TEXTS.signedBy), signer(visit, manifest)],
  [say(TEXTS.csvSha), html`<code>${manifest.sha256}</code>`],
  [say(TEXTS.manifestSha), digest !== undefined && html`<code>${digest}</code>`],
  [
    say(TEXTS.previous),
    manifest.previousManifest === null ? say(TEXTS.firstDay) : html`<code>${manifest.previousManifest}</code>`,
  ],
  [say(TEXTS.root), html`<code>${manifest.journalRoot}</code>`],
])}`;
}

/** Whose signature a manifest carries, as the signature itself says. */
function signer({ say }: UserVisit, { gateway, signature }: SignedManifest): string {
  const opened = openDetached(signature);
  if ('flaw' in opened) return gateway;
  const { alg, kid } = opened.header;
  const key = typeof kid === 'string' && `${say(TEXTS.key)} ${kid}`;
  return [gateway, key, typeof alg === 'string' && alg].filter(Boolean).join(' · ');
}
