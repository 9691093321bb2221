/** A whole answer as it came. */
export interface Answer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

const END_OF_HEAD = '\r\n\r\n';
/** No answer of the gateway has a head nearly as long. */
const MAX_HEAD = 16_384;

/**
 * Takes an answer off the bytes that have come so far.
 *
 * Only what the gateway sends: HTTP/1.1 with a Content-Length. Anything else is an error of the run.
 *
 * @returns `undefined` while the answer is not whole
 * @throws Error where it is no such answer, or more has come than was asked for
 */
export function readAnswer(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf(END_OF_HEAD);
  if (headEnd < 0) {
    if (bytes.length > MAX_HEAD) throw new Error('the head of an answer does not end');
    return undefined;
  }
  const head = bytes.toString('latin1', 0, headEnd);
  const length = headerOf(head, 'content-length');
  if (!head.startsWith('HTTP/1.1 ') || length === undefined) throw new Error('an answer without Content-Length');
  const from = headEnd + END_OF_HEAD.length;
  const end = from + Number(length);
  if (bytes.length < end) return undefined;
  if (bytes.length > end) throw new Error('an answer that nobody asked for');
  return { status: Number(head.slice(9, 12)), head, body: bytes.subarray(from, end) };
}

/** A header's value; `undefined` where it is not there. */
export function headerOf(head: string, name: string): string | undefined {
  const at = head.toLowerCase().indexOf(`\r\n${name}:`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end < 0 ? undefined : end).trim();
}
