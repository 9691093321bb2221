/**
 * The cells of one CSV record (RFC 4180), trimmed.
 *
 * @returns `open` where the text ends inside a quoted cell, `malformed` where a quote stands where none may
 */
export function parseRecord(text: string): readonly string[] | 'open' | 'malformed' {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  for (let at = 0; ; ) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    if (typeof cell === 'string') return cell;
    cells.push(cell.text.trim());
    if (cell.end === text.length) return cells;
    at = cell.end + 1;
  }
}

interface Cell {
  readonly text: string;
  /** Where the comma after the cell stands, or the end of the text. */
  readonly end: number;
}

function plain(text: string, from: number): Cell | 'malformed' {
  const comma = text.indexOf(',', from);
  const end = comma < 0 ? text.length : comma;
  const cell = text.slice(from, end);
  return cell.includes('"') ? 'malformed' : { text: cell, end };
}

function quoted(text: string, from: number): Cell | 'open' | 'malformed' {
  let cell = '';
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return 'open';
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      return end === text.length || text[end] === ',' ? { text: cell, end } : 'malformed';
    }
    cell += '"';
    at = quote + 2;
  }
}
