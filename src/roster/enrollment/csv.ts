import { TextDecoder } from 'node:util';
import { parseRecord } from './record.ts';

/** One row of a table: its cells, trimmed, or why it has none. */
export type CsvRow =
  | { readonly row: number; readonly cells: readonly string[] }
  | { readonly row: number; readonly code: 'ENCODING' | 'MALFORMED_ROW' };

/** A longer line is no row of a roster; its bytes are not even kept. */
const MAX_LINE_BYTES = 65_536;
/** A quoted cell may hold line breaks; beyond so many lines the quote is a stray one. */
const MAX_LINES_A_ROW = 8;
const LF = 0x0a;

/**
 * Reads CSV (RFC 4180) in UTF-8 from chunks that may end anywhere, in bounded memory.
 *
 * Made for files that people have edited: a row that is damaged costs only itself. Where a quote is never closed or the
 * cells do not match the header, the first line of that row is given up and reading goes on with the next line.
 *
 * Rows are numbered as a spreadsheet shows them: the header is row 1, blank rows count (but are left out), a cell with
 * line breaks in it is one row.
 */
export class CsvReader {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  readonly #legacy: TextDecoder | undefined;
  #partial: Uint8Array[] = [];
  #partialBytes = 0;
  /** Lines of a row whose quoted cell is not closed yet. */
  #held: string[] = [];
  #row = 0;
  #width: number | undefined;

  /** @param legacy what a line is read in that is not UTF-8; without it such a line is a damaged row */
  constructor(legacy?: 'gb18030') {
    this.#legacy = legacy === undefined ? undefined : new TextDecoder(legacy, { fatal: true });
  }

  /** The rows that a chunk completes. */
  *push(chunk: Uint8Array): Generator<CsvRow> {
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      this.#keep(chunk.subarray(from, at));
      yield* this.#endLine();
      from = at + 1;
    }
    // A copy: whoever reads the source may use the chunk's memory again.
    this.#keep(chunk.slice(from));
  }

  /** The rows that only the end of the file completes. */
  *end(): Generator<CsvRow> {
    if (this.#partialBytes > 0) yield* this.#endLine();
    while (this.#held.length > 0) yield* this.#giveUp();
  }

  #keep(bytes: Uint8Array): void {
    this.#partialBytes += bytes.length;
    if (this.#partialBytes > MAX_LINE_BYTES) this.#partial = [];
    else if (bytes.length > 0) this.#partial.push(bytes);
  }

  *#endLine(): Generator<CsvRow> {
    const tooLong = this.#partialBytes > MAX_LINE_BYTES;
    const [first, ...more] = this.#partial;
    const bytes = more.length === 0 ? first : Buffer.concat(this.#partial);
    this.#partial = [];
    this.#partialBytes = 0;
    const line = tooLong ? undefined : this.#decode(bytes);
    if (line !== undefined) return yield* this.#take(line);
    while (this.#held.length > 0) yield* this.#giveUp();
    this.#row += 1;
    yield { row: this.#row, code: tooLong ? 'MALFORMED_ROW' : 'ENCODING' };
  }

  /** Also drops a byte order mark. */
  #decode(bytes: Uint8Array | undefined): string | undefined {
    return decoded(this.#utf8, bytes) ?? (this.#legacy && decoded(this.#legacy, bytes));
  }

  *#take(line: string): Generator<CsvRow> {
    this.#held.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    const record = parseRecord(this.#held.join('\n'));
    if (record === 'open' && this.#held.length < MAX_LINES_A_ROW) return;
    if (typeof record === 'string' || !this.#fits(record)) return yield* this.#giveUp();
    this.#held = [];
    this.#row += 1;
    if (record.some((cell) => cell !== '')) yield { row: this.#row, cells: record };
  }

  /** The first row says how many cells every row has; a blank line has none. */
  #fits(cells: readonly string[]): boolean {
    if (cells.length === 1 && cells[0] === '') return true;
    this.#width ??= cells.length;
    return cells.length === this.#width;
  }

  *#giveUp(): Generator<CsvRow> {
    const [, ...rest] = this.#held;
    this.#held = [];
    this.#row += 1;
    yield { row: this.#row, code: 'MALFORMED_ROW' };
    for (const line of rest) yield* this.#take(line);
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array | undefined): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
