import { isResidentId, normalizeIdNumber, RESIDENT_ID } from '../../src/claim/identity.ts';
import type { Cause, Setting } from '../../src/claim/vocabulary.ts';
import { formatInstant } from '../../src/time/calendar.ts';
import { type Moment, readMoment } from './dates.ts';
import type { NhsaMessage } from './message.ts';
import { type Node, textsIn } from './node.ts';
import { inconsistent, invalid, missing } from './refusals.ts';

/** The transactions that quote or settle, and where care was given when `med_type` is not there. */
const SETTING_OF_INFNO: Readonly<Record<string, Setting>> = {
  '2303': 'inpatient',
  '2304': 'inpatient',
  '2206': 'outpatient',
  '2207': 'outpatient',
  '2101': 'pharmacy',
  '2102': 'pharmacy',
};

/** The nodes that speak of the visit, the centre's reply first. */
const VISIT_NODES = ['setlinfo', 'mdtrtinfo', 'dscginfo', 'data'] as const;

/** Lists whose rows may say whose they are. */
const ROW_NODES = ['diseinfo', 'oprninfo', 'feedetail', 'result'] as const;

/** Where care was given, and why. */
export interface Kind {
  readonly setting: Setting;
  readonly cause: Cause;
}

/** `med_type` (national dictionary): 21–28 and their sub-codes inpatient, 22 an accident, 2106, 2107 and 52 maternity. */
export function kindOf(medType: string): Kind {
  if (/^(2106|2107|52)/.test(medType)) return { setting: 'inpatient', cause: 'maternity' };
  if (/^22/.test(medType)) return { setting: 'inpatient', cause: 'accident' };
  if (/^2[1-8]/.test(medType)) return { setting: 'inpatient', cause: 'illness' };
  if (medType === '14' || medType === '9901') return { setting: 'special-outpatient', cause: 'illness' };
  if (medType === '41') return { setting: 'pharmacy', cause: 'illness' };
  if (medType === '51') return { setting: 'outpatient', cause: 'maternity' };
  if (medType === '9903') return { setting: 'outpatient', cause: 'accident' };
  return { setting: 'outpatient', cause: 'illness' };
}

/** Setting and cause, from `med_type`, else from the transaction. A warning where the two do not fit. */
export function readKind(message: NhsaMessage, infno: string): Kind {
  const medType = first(message, 'med_type');
  const setting = SETTING_OF_INFNO[infno] ?? 'outpatient';
  if (medType === undefined) {
    message.warnings.push({
      zh: `没有 med_type，按交易 ${infno} 取 ${setting}`,
      en: `There is no med_type: ${setting} was taken from the transaction ${infno}`,
    });
    return { setting, cause: 'illness' };
  }
  if (!/^\d{1,6}$/.test(medType)) {
    throw invalid(
      '/input/setlinfo/med_type',
      '应为医疗类别代码，如 21',
      'The code of a medical type was expected, as 21',
    );
  }
  const kind = kindOf(medType);
  if ((kind.setting === 'inpatient') !== (setting === 'inpatient')) {
    message.warnings.push({
      zh: `交易 ${infno} 与 med_type ${medType} 不一致，按 med_type 取 ${kind.setting}`,
      en: `The transaction ${infno} and med_type ${medType} do not fit: ${kind.setting} was taken from med_type`,
    });
  }
  return kind;
}

/** When the visit was, in canonical words. */
export interface Times {
  readonly admittedAt: string;
  readonly dischargedAt: string | null;
  readonly interim: boolean;
  readonly billedFrom: string | null;
  readonly billedThrough: string | null;
}

/**
 * Admission and discharge, or of an interim settlement (`mid_setl_flag` 1) the billed period. A day without a time counts
 * from its first moment, a discharge on the day of the admission not before that.
 *
 * @throws Refusal `INVALID_BODY` where one is missing or no date
 */
export function readTimes(message: NhsaMessage, { setting }: Kind): Times {
  const [setlinfo, mdtrtinfo, dscginfo, data] = VISIT_NODES.map((name) => message.node(name)) as [
    Node,
    Node,
    Node,
    Node,
  ];
  const settled = momentOf(setlinfo, 'setl_time');
  const began = momentOf(setlinfo, 'begndate', 'setl_begn_date');
  const ended = momentOf(setlinfo, 'enddate', 'setl_end_date');
  const admission = momentOf(mdtrtinfo, 'begntime', 'begndate', 'adm_time') ?? momentOf(setlinfo, 'adm_time');
  const discharge =
    momentOf(dscginfo, 'endtime', 'enddate', 'dscg_time') ??
    momentOf(setlinfo, 'dscg_time', 'dscgTime') ??
    momentOf(data, 'dscgTime') ??
    momentOf(mdtrtinfo, 'endtime');
  const interim = VISIT_NODES.some((name) => message.node(name).flag('mid_setl_flag'));
  const outpatient = setting !== 'inpatient';
  const from = admission ?? began ?? (outpatient ? (discharge ?? ended ?? settled) : undefined);
  if (from === undefined)
    throw missing('/input/mdtrtinfo/begntime', '入院（就诊）时间', 'the admission (begin of the visit)');
  const through = interim ? (ended ?? discharge ?? settled) : (discharge ?? ended ?? (outpatient ? from : undefined));
  if (through === undefined)
    throw missing('/input/dscginfo/endtime', '出院（就诊结束）时间', 'the discharge (end of the visit)');
  const to = formatInstant(notBefore(through, from));
  const partFrom = began !== undefined && !outpatient && laterDay(began, from) ? formatInstant(began.instant) : null;
  return {
    admittedAt: formatInstant(from.instant),
    dischargedAt: interim ? null : to,
    interim,
    billedFrom: partFrom,
    billedThrough: interim ? to : null,
  };
}

function notBefore(end: Moment, begin: Moment): number {
  return end.dayOnly && sameDay(end, begin) ? Math.max(end.instant, begin.instant) : end.instant;
}

function sameDay(a: Moment, b: Moment): boolean {
  return formatInstant(a.instant).slice(0, 10) === formatInstant(b.instant).slice(0, 10);
}

function laterDay(a: Moment, b: Moment): boolean {
  return formatInstant(a.instant).slice(0, 10) > formatInstant(b.instant).slice(0, 10);
}

/** @throws Refusal `INVALID_BODY` where there is something that is no date */
export function momentOf(node: Node, ...names: readonly string[]): Moment | undefined {
  for (const name of names) {
    const text = node.text(name);
    if (text === undefined) continue;
    const found = readMoment(text);
    if (found !== undefined) return found;
    throw invalid(
      `${node.at}/${name}`,
      '应为日期或时间，如 2023-07-11 10:00:00、20230711100000',
      'A date or time was expected, such as 2023-07-11 10:00:00 or 20230711100000',
    );
  }
  return undefined;
}

/** What the first node that says it says. */
export function first(message: NhsaMessage, ...names: readonly string[]): string | undefined {
  for (const name of VISIT_NODES) {
    const found = message.node(name).text(...names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What every node that says it, and every row of a list, must say alike: whose visit, which visit.
 *
 * @throws Refusal `INVALID_BODY`
 */
export function agreed(message: NhsaMessage, name: string): string | undefined {
  const [said, ...others] = [
    ...VISIT_NODES.map((node) => ({ node, found: message.node(node).text(name) })),
    ...ROW_NODES.flatMap((node) => textsIn(message.rows(node), name).map((found) => ({ node, found }))),
  ].filter(({ found }) => found !== undefined);
  const other = others.find(({ found }) => found !== said?.found);
  if (said !== undefined && other !== undefined) throw mixed(other.node, name, said.node);
  return said?.found;
}

/**
 * Refuses a message that names two persons. A person may be named by two documents, a card and a number; so only resident
 * numbers, and numbers of documents of one type, are held against each other.
 *
 * @throws Refusal `INVALID_BODY`
 */
export function demandOnePerson(message: NhsaMessage): void {
  agreed(message, 'psn_no');
  const known = new Map<string, { readonly node: string; readonly number: string }>();
  for (const name of VISIT_NODES) {
    const node = message.node(name);
    const said = node.text('certno');
    if (said === undefined) continue;
    const number = normalizeIdNumber(said);
    const type = isResidentId(number) ? RESIDENT_ID : (node.text('psn_cert_type') ?? '');
    const before = known.get(type);
    if (before !== undefined && before.number !== number) throw mixed(name, 'certno', before.node);
    known.set(type, { node: name, number });
  }
}

function mixed(node: string, name: string, other: string) {
  return invalid(
    `/input/${node}/${name}`,
    `与 ${other} 中的 ${name} 不同：报文中混有另一人或另一次就诊的数据`,
    `It is not the ${name} of ${other}: the message mixes data of two persons or visits`,
  );
}

/** Refuses figures of one settlement under the id of another. */
export function demandSame(at: string, a: string | undefined, b: string | undefined): void {
  if (a === undefined || b === undefined || a === b) return;
  throw inconsistent(at, '同一报文中有两个不同的结算号', 'the message has two different settlement ids');
}
