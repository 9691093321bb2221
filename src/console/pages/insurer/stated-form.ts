import type { FieldProblem } from '../../../problem/refusal.ts';
import type { Bilingual } from '../../../scheme/words.ts';
import type { StateableBenefit } from '../../../settlement/review-case.ts';
import { field, textField } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { messageIn, said } from './frame.ts';

const TEXTS = {
  how: {
    zh: '逐项填写审定赔付的责任，不赔付的留空。金额以元为单位，至多两位小数。',
    en: 'Fill in the benefits that are paid and leave the others blank. Amounts in yuan, at most two decimals.',
  },
  table: { zh: '比例表', en: 'rate table' },
  base: { zh: '责任内费用（基数）', en: 'Base' },
  deductibleApplied: { zh: '其中抵扣免赔额', en: 'Deductible taken from it' },
  eligible: { zh: '可赔付额（基数 − 免赔额）', en: 'Eligible (base − deductible)' },
  paid: { zh: '赔付', en: 'Paid' },
  itemGroups: { zh: '按药品或项目组赔付', en: 'Paid by item group' },
  itemGroupsHint: {
    zh: '每行一组：项目组编码、空格、金额，如 XL01XEA 12000.00；计入该组的年度限额',
    en: "One a line: group, a blank, amount, such as XL01XEA 12000.00; counts towards the group's yearly cap",
  },
  outOfPocket: { zh: '计入年度自付累计', en: "Added to the year's out-of-pocket" },
  note: { zh: '备注（加密保存）', en: 'Note (kept encrypted)' },
  identity: { zh: '基数应为免赔额与可赔付额之和', en: 'The base is the deductible and what is eligible' },
  aboveEligible: { zh: '赔付超过可赔付额', en: 'More is paid than is eligible' },
  aboveLeft: { zh: '赔付合计超过个人负担的余额', en: 'More is paid than is left of the personal burden' },
  whole: { zh: '请至少填写一项赔付', en: 'State at least one benefit' },
} as const satisfies Texts;

const FORM_WORDS: Readonly<Record<string, Bilingual>> = {
  IDENTITY: TEXTS.identity,
  ABOVE_ELIGIBLE: TEXTS.aboveEligible,
  INDEMNITY: TEXTS.aboveLeft,
};

const FIGURES = ['base', 'deductibleApplied', 'eligible', 'paid'] as const;
type Figure = (typeof FIGURES)[number];

/** What may be stated about a claim by hand. */
export interface Stateable {
  readonly benefits: readonly StateableBenefit[];
  readonly itemGroups: boolean;
  readonly outOfPocket: boolean;
}

/** One row of the form: a benefit in one of its rate tables. */
interface Row {
  readonly benefit: StateableBenefit;
  readonly table: string | null;
}

/** What was typed, as the body of the signed call, and which field each part of it came from. */
export interface StatedInput {
  readonly body: {
    readonly benefits: readonly Readonly<Record<string, string | null>>[];
    readonly itemGroups: readonly { readonly group: string; readonly paid: string }[];
    readonly outOfPocket?: string;
    readonly note?: string;
  };
  /** The field of a place in the body (a JSON Pointer); undefined where none is meant alone. */
  fieldAt(pointer: string): string | undefined;
}

function rowsOf({ benefits }: Pick<Stateable, 'benefits'>): Row[] {
  return benefits.flatMap((benefit): Row[] =>
    benefit.tables.length === 0 ? [{ benefit, table: null }] : benefit.tables.map((table) => ({ benefit, table })),
  );
}

/** A lump sum has no base. */
function figuresOf({ benefit }: Row): readonly Figure[] {
  return benefit.lumpSum ? ['paid'] : FIGURES;
}

function nameOf({ benefit, table }: Row, figure: Figure): string {
  return `${benefit.benefit}/${table ?? ''}/${figure}`;
}

/** Every field of the form, to be carried through a confirmation. */
export function statedFields(stateable: Stateable): string[] {
  const figures = rowsOf(stateable).flatMap((row) => figuresOf(row).map((figure) => nameOf(row, figure)));
  return [...figures, 'itemGroups', 'outOfPocket', 'note'];
}

/**
 * Reads the form. A row without anything but its base, which may have stood there, is not stated; in the others what is
 * blank is 0.
 */
export function readStated(stateable: Stateable, form: URLSearchParams): StatedInput {
  const rows = rowsOf(stateable).filter((row) =>
    FIGURES.some((figure) => figure !== 'base' && amountIn(form, nameOf(row, figure)) !== ''),
  );
  const groups = (form.get('itemGroups') ?? '').split('\n').flatMap((line) => {
    const [group = '', ...paid] = line.trim().split(/[\s,，]+/);
    return group === '' ? [] : [{ group, paid: paid.join('') }];
  });
  const outOfPocket = amountIn(form, 'outOfPocket');
  const note = form.get('note')?.trim() ?? '';
  return {
    body: {
      benefits: rows.map((row) => ({
        benefit: row.benefit.benefit,
        table: row.table,
        ...Object.fromEntries(FIGURES.map((figure) => [figure, amountIn(form, nameOf(row, figure)) || '0'])),
      })),
      itemGroups: groups,
      ...(outOfPocket === '' ? {} : { outOfPocket }),
      ...(note === '' ? {} : { note }),
    },
    fieldAt: (pointer) => fieldAt(rows, pointer),
  };
}

/** Thousands may be set apart, as they are where amounts are shown. */
function amountIn(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').replaceAll(/[\s,，]/g, '');
}

function fieldAt(rows: readonly Row[], pointer: string): string | undefined {
  const [, part = '', index = '', figure = ''] = pointer.split('/');
  if (part !== 'benefits') return part === '' ? undefined : part;
  const row = rows[Number(index)];
  if (row === undefined || index === '') return undefined;
  return nameOf(row, FIGURES.find((one) => one === figure) ?? 'paid');
}

/** Errors by field, and those that belong to none. */
export interface FieldErrors {
  readonly at: ReadonlyMap<string, string>;
  readonly others: readonly string[];
}

export const NO_ERRORS: FieldErrors = { at: new Map(), others: [] };

/** Where each problem of a body stands in the form. */
export function errorsOf(visit: UserVisit, input: StatedInput, problems: readonly FieldProblem[]): FieldErrors {
  const at = new Map<string, string>();
  const others: string[] = [];
  for (const { pointer, code, message } of problems) {
    const name = input.fieldAt(pointer);
    const words = inWords(visit, input, { pointer, code, message });
    if (name === undefined) others.push(words);
    else at.set(name, at.has(name) ? `${at.get(name)}; ${words}` : words);
  }
  return { at, others };
}

/** In the words of the form, where those of the signed call name its members; with both sides of what does not agree. */
function inWords(visit: UserVisit, { body }: StatedInput, { pointer, code, message }: FieldProblem): string {
  if (pointer === '/benefits' && body.benefits.length === 0) return visit.say(TEXTS.whole);
  const words = FORM_WORDS[code];
  const own = messageIn(visit, message);
  return words === undefined ? own : said(visit, visit.say(words), own.split(/：|: /).at(-1) ?? '');
}

/** The form's fields: a group of four amounts for each benefit and rate table. */
export function statedForm(
  { say }: UserVisit,
  stateable: Stateable,
  values: (name: string) => string | undefined,
  { at }: FieldErrors,
): Html {
  const rows = rowsOf(stateable).map((row) => {
    const { benefit, table } = row;
    const tableName = table === null || benefit.tables.length === 1 ? '' : ` · ${say(TEXTS.table)} ${table}`;
    const fields = figuresOf(row).map((figure) => {
      const name = nameOf(row, figure);
      return amountField(name, say(TEXTS[figure]), values(name), at.get(name));
    });
    return html`<fieldset><legend>${say(benefit.name)}${tableName}</legend><div class="row">${fields}</div></fieldset>`;
  });
  const groups = textField({
    name: 'itemGroups',
    label: say(TEXTS.itemGroups),
    hint: say(TEXTS.itemGroupsHint),
    value: values('itemGroups'),
    error: at.get('itemGroups'),
    rows: 3,
  });
  const outOfPocket = amountField('outOfPocket', say(TEXTS.outOfPocket), values('outOfPocket'), at.get('outOfPocket'));
  const note = textField({
    name: 'note',
    label: say(TEXTS.note),
    value: values('note'),
    error: at.get('note'),
    rows: 2,
    maxlength: 500,
  });
  return html`<p>${say(TEXTS.how)}</p>${rows}${stateable.itemGroups && groups}${stateable.outOfPocket && outOfPocket}${note}`;
}

function amountField(name: string, label: string, value: string | undefined, error: string | undefined): Html {
  return field({ name, label, value, error, inputmode: 'decimal', autocomplete: 'off', maxlength: 24 });
}
