/** What a spreadsheet would run, or read as the start of something to run, at the beginning of a cell. */
const RUNS = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const AMOUNT = /^-?\d+\.\d{2}$/;

/** A cell of text: a quote before what a spreadsheet would run as a formula; quoted as RFC 4180 has it where needed. */
export function textCell(text: string): string {
  const safe = RUNS.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell of an amount: `-12.30` is a number and stays one, whatever it begins with. What is no amount is text. */
export function amountCell(text: string): string {
  return AMOUNT.test(text) ? text : textCell(text);
}

/**
 * A row of CSV. Lines end with LF, on every platform: a file is known by the digest of its bytes.
 *
 * Written here and not by a library, whose next version may quote differently: a file of today must be made again byte
 * for byte in ten years.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\n`;
}
