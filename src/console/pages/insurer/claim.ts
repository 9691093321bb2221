import type { ClaimInput } from '../../../claim/claim.ts';
import {
  CAUSE_WORDS,
  FEE_WORDS,
  FUND_WORDS,
  KIND_WORDS,
  REFERRAL_WORDS,
  SETTING_WORDS,
  WARD_WORDS,
} from '../../../scheme/explain/vocabulary.ts';
import type { DecisionDetailDocument } from '../../../settlement/review-documents.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';

const TEXTS = {
  title: { zh: '理赔申请', en: 'The claim' },
  region: { zh: '参保地', en: 'Insured region' },
  encounter: { zh: '就诊号', en: 'Encounter' },
  setting: { zh: '就诊方式', en: 'Care' },
  ward: { zh: '病区', en: 'Ward' },
  cause: { zh: '原因', en: 'Cause' },
  referral: { zh: '异地备案', en: 'Referral' },
  admitted: { zh: '入院', en: 'Admitted' },
  discharged: { zh: '出院', en: 'Discharged' },
  through: { zh: '中间结算至', en: 'Interim, billed through' },
  total: { zh: '总费用', en: 'Total' },
  inScope: { zh: '政策范围内', en: 'In scope' },
  firstSelfPay: { zh: '先行自付', en: 'First self-pay' },
  fullySelfPaid: { zh: '全自费', en: 'Fully self-paid' },
  overLimit: { zh: '超限价', en: 'Over price limits' },
  personal: { zh: '个人负担', en: 'Personal' },
  hospitalBorne: { zh: '医院负担', en: 'Borne by the hospital' },
  diagnoses: { zh: '诊断', en: 'Diagnoses' },
  code: { zh: '编码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  principal: { zh: '主要诊断', en: 'principal' },
  kind: { zh: '类别', en: 'Kind' },
  confirmed: { zh: '首次确诊', en: 'First confirmed' },
  procedures: { zh: '手术操作', en: 'Procedures' },
  payments: { zh: '基金支付', en: 'Paid by funds' },
  fund: { zh: '基金', en: 'Fund' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  compensation: { zh: '其他补偿', en: 'Other compensation' },
  payer: { zh: '支付方', en: 'Payer' },
  lines: { zh: '费用明细', en: 'Lines' },
  category: { zh: '费用类别', en: 'Category' },
  more: { zh: '仅列出前 200 行。', en: 'Only the first 200 lines stand here.' },
  none: { zh: '无', en: 'none' },
} as const satisfies Texts;

/** More lines than this nobody reads on a page. */
const SHOWN = 200;

/** A claim as the journal has it: the patient is known by region alone. */
export function claimPart(visit: UserVisit, recorded: DecisionDetailDocument['claim']): Html {
  const { say } = visit;
  const claim = recorded as unknown as Partial<ClaimInput>;
  const { encounter, charges, lines = [] } = claim;
  const facts = definitions([
    [say(TEXTS.region), claim.patient?.insuredRegion],
    [say(TEXTS.encounter), encounter?.id],
    [say(TEXTS.setting), encounter && say(SETTING_WORDS[encounter.setting])],
    [say(TEXTS.ward), encounter?.ward && say(WARD_WORDS[encounter.ward])],
    [say(TEXTS.cause), encounter?.cause && say(CAUSE_WORDS[encounter.cause])],
    [say(TEXTS.referral), encounter?.referral && say(REFERRAL_WORDS[encounter.referral])],
    [say(TEXTS.admitted), encounter?.admittedAt.slice(0, 10)],
    [say(TEXTS.discharged), encounter?.dischargedAt?.slice(0, 10)],
    [say(TEXTS.through), encounter?.billedThrough?.slice(0, 10)],
    ...(['total', 'inScope', 'firstSelfPay', 'fullySelfPaid', 'overLimit'] as const).map(
      (name) => [say(TEXTS[name]), money(charges?.[name])] as const,
    ),
    [say(TEXTS.personal), money(claim.personal)],
    [say(TEXTS.hospitalBorne), money(claim.hospitalBorne)],
  ]);
  return html`${section(say(TEXTS.title), facts)}${illness(visit, claim)}${paidElsewhere(visit, claim)}${
    lines.length > 0 && lineTable(visit, lines)
  }`;
}

function illness({ say }: UserVisit, { encounter }: Partial<ClaimInput>): Html {
  const procedures = encounter?.procedures ?? [];
  return html`${table({
    caption: say(TEXTS.diagnoses),
    empty: say(TEXTS.none),
    rows: encounter?.diagnoses ?? [],
    narrow: true,
    columns: [
      { title: say(TEXTS.code), cell: ({ code }) => code },
      { title: say(TEXTS.name), cell: ({ name }) => name ?? '' },
      { title: say(TEXTS.kind), cell: ({ principal }) => principal === true && say(TEXTS.principal) },
      { title: say(TEXTS.confirmed), cell: ({ firstConfirmedOn }) => firstConfirmedOn ?? '' },
    ],
  })}${
    procedures.length > 0 &&
    table({
      caption: say(TEXTS.procedures),
      empty: '',
      rows: procedures,
      narrow: true,
      columns: [
        { title: say(TEXTS.code), cell: ({ code }) => code },
        { title: say(TEXTS.name), cell: ({ name }) => name ?? '' },
      ],
    })
  }`;
}

function paidElsewhere({ say }: UserVisit, { payments = [], otherCompensation = [] }: Partial<ClaimInput>): Html {
  return html`${table({
    caption: say(TEXTS.payments),
    empty: say(TEXTS.none),
    rows: payments,
    narrow: true,
    columns: [
      { title: say(TEXTS.fund), cell: ({ fund }) => say(FUND_WORDS[fund]) },
      { title: say(TEXTS.amount), cell: ({ amount }) => money(amount), figure: true },
    ],
  })}${
    otherCompensation.length > 0 &&
    table({
      caption: say(TEXTS.compensation),
      empty: '',
      rows: otherCompensation,
      narrow: true,
      columns: [
        { title: say(TEXTS.kind), cell: ({ kind }) => say(KIND_WORDS[kind]) },
        { title: say(TEXTS.payer), cell: ({ payer }) => payer ?? '' },
        { title: say(TEXTS.amount), cell: ({ amount }) => money(amount), figure: true },
      ],
    })
  }`;
}

function lineTable({ say }: UserVisit, lines: NonNullable<ClaimInput['lines']>): Html {
  const figure = (name: 'total' | 'inScope' | 'firstSelfPay' | 'fullySelfPaid' | 'overLimit') => ({
    title: say(TEXTS[name]),
    cell: (line: (typeof lines)[number]) => money(line[name]),
    figure: true,
  });
  return html`${table({
    caption: `${say(TEXTS.lines)} (${lines.length})`,
    empty: '',
    rows: lines.slice(0, SHOWN),
    columns: [
      { title: say(TEXTS.code), cell: ({ code }) => code },
      { title: say(TEXTS.name), cell: ({ name }) => name ?? '' },
      { title: say(TEXTS.category), cell: ({ category }) => say(FEE_WORDS[category]) },
      ...(['total', 'inScope', 'firstSelfPay', 'fullySelfPaid', 'overLimit'] as const).map(figure),
    ],
  })}${lines.length > SHOWN && html`<p class="soft">${say(TEXTS.more)}</p>`}`;
}

/** An amount that a record has as text. */
function money(amount: string | number | undefined): string | undefined {
  return amount === undefined ? undefined : yuan(String(amount));
}
