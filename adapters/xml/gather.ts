import { invalid } from '../nhsa/refusals.ts';
import type { XmlElement } from './document.ts';
import { Fields } from './fields.ts';
import { FIGURES, isBlank, nationalName, plainName } from './names.ts';

/** One row of a list, by national names. */
export type Row = Readonly<Record<string, string>>;

/** What a message says, without regard to how its elements are arranged. */
export interface Gathered {
  readonly fields: Fields;
  /** Fee lines as the hospital charged them. */
  readonly lines: readonly Row[];
  /** How the centre split fee lines, where that stands by itself. */
  readonly splits: readonly Row[];
  readonly diagnoses: readonly Row[];
  readonly procedures: readonly Row[];
  readonly funds: readonly Row[];
  /** Rows of totals: records of a check. */
  readonly records: readonly Row[];
  readonly supplement: XmlElement | undefined;
}

type Lists = { -readonly [K in Exclude<keyof Gathered, 'fields' | 'supplement'>]: Row[] };

/**
 * Gathers the values of a message. Element order, case, prefixes and nesting do not count; a value may be an attribute;
 * a row is known by what it holds, not by what it is called.
 *
 * @throws Refusal `INVALID_BODY` where a row says something twice and differently, or there is more than one supplement
 */
export function gather(root: XmlElement): Gathered {
  const fields = new Fields();
  const lists: Lists = { lines: [], splits: [], diagnoses: [], procedures: [], funds: [], records: [] };
  let supplement: XmlElement | undefined;
  const walk = (element: XmlElement, depth: number): void => {
    if (plainName(element.local) === 'supplement') {
      if (supplement !== undefined)
        throw invalid('/supplement', '只能有一个 supplement', 'There may be one supplement');
      supplement = element;
      return;
    }
    const values = valuesOf(element);
    const list = listOf(element, values);
    if (list === undefined) for (const [name, value] of values) fields.add(name, value, depth);
    else lists[list].push(toRow(values, list));
    if (holdsTotals(values)) for (const record of toRecords(values)) lists.records.push(record);
    for (const child of element.children) {
      if (isValue(child)) continue;
      demandNoFigure(child);
      walk(child, depth + 1);
    }
  };
  walk(root, 0);
  return { fields, ...lists, supplement };
}

/** An amount that is no single value is not read as none. @throws Refusal `INVALID_BODY` */
function demandNoFigure({ local }: XmlElement): void {
  if (!FIGURES.has(nationalName(plainName(local)))) return;
  throw invalid(
    `/${local}`,
    '应为单个金额，实为元素或属性',
    'One amount was expected, elements or attributes were found',
  );
}

type Values = readonly (readonly [name: string, value: string])[];

/** An element's attributes and its children that are plain values. */
function valuesOf(element: XmlElement): Values {
  const leaves = element.children.filter(isValue);
  return [
    ...attributesOf(element).map(([name, value]) => [name.slice(name.indexOf(':') + 1), value] as const),
    ...leaves.map((leaf) => [leaf.local, plainValue(leaf)] as const),
  ];
}

/** `<a>1</a>` and `<a value="1"/>` are values; `<row a="1" b="2"/>` is a row. */
function isValue(element: XmlElement): boolean {
  if (element.children.length > 0) return false;
  const attributes = attributesOf(element);
  return element.text.trim() !== '' || attributes.every(([name]) => name.toLowerCase() === 'value');
}

function plainValue(leaf: XmlElement): string {
  return leaf.text.trim() || (attributesOf(leaf)[0]?.[1] ?? '');
}

function attributesOf({ attributes }: XmlElement): (readonly [string, string])[] {
  return [...attributes].filter(([name]) => !/^(xmlns|xsi|xml)(:|$)/.test(name));
}

/** What a whole visit has and a row of a list has not. */
const OF_VISIT = ['medfee_sumamt', 'certno', 'psn_name', 'begntime', 'endtime'];

function listOf(element: XmlElement, values: Values): Exclude<keyof Lists, 'records'> | undefined {
  const plain = new Set(values.map(([name]) => plainName(name)));
  const national = new Set([...plain].map(nationalName));
  const has = (...wanted: string[]) => wanted.some((name) => national.has(name));
  const line = has('det_item_fee_sumamt') && !has('medfee_sumamt');
  if (!line && has(...OF_VISIT)) return undefined;
  if (has('fund_pay_type')) return 'funds';
  if (has('oprn_oprt_code')) return 'procedures';
  if (has('diag_code')) return 'diagnoses';
  // aka120 is a diagnosis in a row of KC33, the main one of a visit elsewhere.
  if (plain.has('aka120') && (has('diag_srt_no') || plainName(element.local).startsWith('kc33'))) return 'diagnoses';
  if (!line && !has('feedetl_sn')) return undefined;
  return has('med_list_codg', 'medins_list_codg', 'fee_ocur_time') ? 'lines' : 'splits';
}

function holdsTotals(values: Values): boolean {
  return values.some(([name]) => nationalName(plainName(name)) === 'medfee_sumamt');
}

/** What decides money, or what it is for, in a row. */
const DECIDES: ReadonlySet<string> = new Set([
  ...FIGURES,
  'det_item_fee_sumamt',
  'overlmt_amt',
  'med_chrgitm_type',
  'med_list_codg',
  'feedetl_sn',
  'diag_code',
  'fund_pay_type',
  'fund_payamt',
]);

function toRow(values: Values, list: keyof Lists): Row {
  const row: Record<string, string> = {};
  for (const [name, text] of values) {
    const value = text.trim();
    const plain = plainName(name);
    if (isBlank(plain, value)) continue;
    const national = nationalInRow(plain, list);
    for (const key of new Set([plain, national])) {
      if (DECIDES.has(key) && row[key] !== undefined && row[key] !== value) {
        throw invalid(`/${key}`, '同一行中有两个不同取值', 'One row says it twice and differently');
      }
      row[key] ??= value;
    }
  }
  return row;
}

/** In a line AKC253 is no more than what was over a limit: an old line does not say how it was split. */
function nationalInRow(plain: string, list: keyof Lists): string {
  const national = nationalName(plain);
  if (list === 'diagnoses' && plain === 'aka120') return 'diag_code';
  if (list === 'diagnoses' && plain === 'aka121') return 'diag_name';
  return list === 'records' || !FIGURES.has(national) ? national : plain;
}

/** One record; or several that were written one after the other with nothing around each. */
function toRecords(values: Values): Row[] {
  const parts: (readonly [string, string])[][] = [];
  let seen = new Set<string>();
  for (const value of values) {
    const plain = plainName(value[0]);
    if (parts.length === 0 || seen.has(plain)) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(plain);
    parts.at(-1)?.push(value);
  }
  return parts.map((part) => toRow(part, 'records'));
}
