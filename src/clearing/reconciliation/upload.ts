import type { RecordType } from '../../ledger/posting.ts';
import { Refusal } from '../../problem/refusal.ts';
import { CsvReader, type CsvRow } from '../../roster/enrollment/csv.ts';
import type { RowFaultCode } from './fault.ts';
import { uploadedFen } from './fen.ts';
import { RECORD_TYPES, type Row, type Side, WITHOUT_HOSPITAL } from './side.ts';

/** A row of an upload that cannot be compared; rows are numbered as a spreadsheet shows them, the header is row 1. */
export interface FaultyRow {
  readonly row: number;
  readonly code: RowFaultCode;
}

/** What an upload has of the columns that need not be there. */
export interface Columns {
  readonly decisionId: boolean;
  readonly memberBenefit: boolean;
}

/** Takes an upload row by row. */
export interface UploadTaker {
  columns(columns: Columns): void;
  row(row: Row | FaultyRow): void;
  /** Called now and then, so that others have their turn. */
  pause(): Promise<void>;
}

/** The longest id that we ever gave or took. */
const MAX_ID = 160;
const BATCH = 500;
const DAMAGED = /^\d+(\.\d+)?E\+\d+$/i;
/** A quote that our files put before what a spreadsheet would run. */
const MADE_SAFE = /^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/;

const REQUIRED: Readonly<Record<Side['side'], readonly string[]>> = {
  insurer: ['recordType', 'hospitalId', 'settlementId', 'insurerPaid'],
  hospital: ['recordType', 'settlementId', 'insurerPaid'],
};

/**
 * Reads somebody's own view of a day: CSV with a header row, UTF-8 (also with a byte order mark) or, line by line where a
 * line is not UTF-8, GB18030; lines end with LF or CRLF. Columns that nobody asks for are ignored.
 *
 * @throws Refusal `INVALID_BODY` where a column is missing or occurs twice; whatever the source throws
 */
export async function readUpload(
  { side, subject }: Side,
  source: AsyncIterable<Uint8Array>,
  taker: UploadTaker,
): Promise<void> {
  const reader = new CsvReader('gb18030');
  let read: ((cells: readonly string[]) => Row | RowFaultCode) | undefined;
  let taken = 0;
  const take = (one: CsvRow) => {
    taken += 1;
    if ('code' in one) return taker.row({ row: one.row, code: one.code });
    if (read === undefined) {
      const at = columnsIn(one.cells, side);
      taker.columns({ decisionId: at.has('decisionId'), memberBenefit: at.has('memberBenefit') });
      read = rowReader(at, side, subject);
      return;
    }
    const found = read(one.cells);
    taker.row(typeof found === 'string' ? { row: one.row, code: found } : found);
  };
  for await (const chunk of source) {
    for (const one of reader.push(chunk)) {
      take(one);
      if (taken % BATCH === 0) await taker.pause();
    }
  }
  for (const one of reader.end()) take(one);
  if (read === undefined) throw headerProblem(REQUIRED[side]);
}

/** Where each column is, by its name. */
function columnsIn(header: readonly string[], side: Side['side']): Map<string, number> {
  const known = [...REQUIRED[side], 'decisionId', 'memberBenefit'];
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  const at = new Map<string, number>();
  header.forEach((cell, index) => {
    const name = names.get(cell.toLowerCase());
    if (name === undefined) return;
    if (at.has(name)) throw headerProblem([name], 'TWICE');
    at.set(name, index);
  });
  const missing = REQUIRED[side].filter((name) => !at.has(name));
  if (missing.length > 0) throw headerProblem(missing);
  return at;
}

function headerProblem(names: readonly string[], twice?: 'TWICE'): Refusal {
  const list = names.join(', ');
  const [zh, en] =
    twice === undefined ? ['首行缺少列', 'the header lacks'] : ['首行有重复的列', 'the header has twice'];
  return new Refusal('INVALID_BODY', { detail: `${zh}：${list}`, detailEn: `In the file ${en}: ${list}` });
}

function rowReader(at: ReadonlyMap<string, number>, side: Side['side'], subject: string) {
  const cellAt = (name: string) => {
    const index = at.get(name) ?? -1;
    return (cells: readonly string[]) => cells[index] ?? '';
  };
  const [type, hospital, settlement, decision, paid, benefit] = [
    'recordType',
    'hospitalId',
    'settlementId',
    'decisionId',
    'insurerPaid',
    'memberBenefit',
  ].map(cellAt) as [Cell, Cell, Cell, Cell, Cell, Cell];
  // A hospital's own day is its own, whatever a column says.
  const own = side === 'hospital' ? subject : undefined;
  return (cells: readonly string[]): Row | RowFaultCode => {
    const recordType = type(cells).toUpperCase();
    if (!RECORD_TYPES[side].has(recordType)) return 'RECORD_TYPE';
    const hospitalId = own ?? idIn(hospital(cells));
    if (hospitalId === undefined || (hospitalId === '' && !WITHOUT_HOSPITAL.has(recordType))) return 'HOSPITAL_ID';
    const settlementId = idIn(settlement(cells));
    if (settlementId === undefined || settlementId === '') return 'SETTLEMENT_ID';
    if (DAMAGED.test(settlementId) || DAMAGED.test(hospitalId)) return 'NUMBER_DAMAGED';
    const decisionId = idIn(decision(cells));
    if (decisionId === undefined) return 'DECISION_ID';
    const insurerPaid = uploadedFen(paid(cells));
    if (insurerPaid === undefined) return 'INSURER_PAID';
    const memberBenefit = uploadedFen(benefit(cells) || '0');
    if (memberBenefit === undefined) return 'MEMBER_BENEFIT';
    return { recordType: recordType as RecordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit };
  };
}

type Cell = (cells: readonly string[]) => string;

function idIn(cell: string): string | undefined {
  const id = cell.replace(MADE_SAFE, '');
  return id.length > MAX_ID || id.includes('\u0000') ? undefined : id;
}
