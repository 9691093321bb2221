import { isUtf8 } from 'node:buffer';

/** A line longer than this is none: no claim is, and an endless one must not fill the memory. */
const MAX_BYTES = 32 * 1024 * 1024;
const NEWLINE = 10;

/** A line of a file: its number from 1, and its text, or `undefined` where it is no UTF-8 or too long. */
export type FileLine = readonly [line: number, text: string | undefined];

/** Splits bytes into lines, chunk by chunk; blank lines are left out, but count. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<FileLine[]> {
  let open: Buffer[] = [];
  let length = 0;
  let line = 0;
  for await (const chunk of chunks) {
    const lines: FileLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      line += 1;
      push(lines, line, [...open, chunk.subarray(from, end)], length + end - from);
      open = [];
      length = 0;
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= MAX_BYTES) open.push(chunk.subarray(from));
    else open = [];
    yield lines;
  }
  const last: FileLine[] = [];
  push(last, line + 1, open, length);
  yield last;
}

function push(lines: FileLine[], line: number, parts: readonly Buffer[], length: number): void {
  if (length > MAX_BYTES) {
    lines.push([line, undefined]);
    return;
  }
  const [only, ...more] = parts;
  const bytes = only !== undefined && more.length === 0 ? only : Buffer.concat(parts);
  const text = isUtf8(bytes) ? bytes.toString('utf8').trim() : undefined;
  if (text !== '') lines.push([line, text]);
}
