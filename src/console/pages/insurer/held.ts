import type { SchemeClearingDocument } from '../../../clearing/statement/documents.ts';
import { Money } from '../../../money/money.ts';
import { type Html, html } from '../../html/html.ts';
import { table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { decisionLink, hospitalIn, idText, schemePath } from './frame.ts';

const TEXTS = {
  of: {
    zh: '当日结算中，医院既未确认、也未列入其自报数据的，暂缓清算：',
    en: 'Settlements of this day that the hospital neither acknowledged nor listed in its own day are held: ',
  },
  cleared: { zh: '当日结算均已可清算，没有暂缓。', en: 'Nothing of this day is held: all of it can be cleared.' },
  month: { zh: '本月清算', en: 'Clearing of the month' },
  held: { zh: '暂缓的结算', en: 'Held settlements' },
  settlement: { zh: '结算号', en: 'Settlement' },
  hospital: { zh: '医院', en: 'Hospital' },
  decision: { zh: '决定', en: 'Decision' },
  day: { zh: '业务日', en: 'Business day' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  days: { zh: '天数', en: 'Days' },
} as const satisfies Texts;

/** A settlement that is held, and by whom it has to be acknowledged. */
type Held = SchemeClearingDocument['hospitals'][number]['held']['settlements'][number] & {
  readonly hospitalId: string;
};

/** What of a month is held: at most 1000 settlements a hospital. */
export function heldIn({ hospitals }: SchemeClearingDocument): Held[] {
  return hospitals.flatMap(({ hospitalId, held }) => held.settlements.map((one) => ({ hospitalId, ...one })));
}

/** Settlements that are held, each with its way to the decision. */
export function heldTable(visit: UserVisit, rows: readonly Held[]): Html {
  const { say } = visit;
  return table({
    caption: say(TEXTS.held),
    empty: '',
    rows,
    columns: [
      { title: say(TEXTS.settlement), cell: ({ settlementId }) => idText(settlementId) },
      { title: say(TEXTS.hospital), cell: ({ hospitalId }) => hospitalIn(visit, hospitalId) },
      { title: say(TEXTS.decision), cell: ({ decisionId }) => decisionLink(visit, decisionId) },
      { title: say(TEXTS.day), cell: ({ businessDate }) => idText(businessDate) },
      { title: say(TEXTS.amount), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.days), cell: ({ days }) => days, figure: true },
    ],
  });
}

/** Whether what was settled on a day can be cleared. */
export function clearingOfDay(visit: UserVisit, date: string, clearing: SchemeClearingDocument): Html {
  const { param, say, url } = visit;
  const rows = heldIn(clearing).filter(({ businessDate }) => businessDate === date);
  const sum = Money.sum(rows.map(({ insurerPaid }) => Money.of(insurerPaid))).toFixed2();
  const month = url(schemePath(param('scheme'), 'months', date.slice(0, 7)));
  const what =
    rows.length === 0
      ? html`<p>${say(TEXTS.cleared)}</p>`
      : html`<p>${say(TEXTS.of)}<strong>${yuan(sum)}</strong></p>${heldTable(visit, rows)}`;
  return html`${what}<p class="no-print"><a href="${month}">${say(TEXTS.month)}</a></p>`;
}
