/** An entry of a code list: a line or diagnosis is on the list when its code starts with `code` (rulebook C). */
export interface ListEntry {
  readonly code: string;
  readonly name: string;
  /** The class of a drug where the list has classes, else empty. */
  readonly class: string;
}

/** A code as it is compared with diagnosis and procedure codes: dots, blanks and case do not count (rulebook A14). */
export function foldCode(code: string): string {
  return code.replace(/[.\s]/g, '').toUpperCase();
}

/**
 * Codes by prefix, and ranges of ICD-10 codes such as `C00-C97` or `E11.0-E11.8` (both ends included, each with all its
 * subdivisions). A lookup costs as many steps as the code has characters, however long the list is.
 */
export class CodeList {
  readonly #entries = new Map<string, ListEntry>();
  readonly #longest: number;

  constructor(entries: Iterable<ListEntry>) {
    let longest = 0;
    for (const entry of entries) {
      for (const prefix of expandRange(entry.code)) {
        const folded = foldCode(prefix);
        if (folded === '') continue;
        longest = Math.max(longest, folded.length);
        if (!this.#entries.has(folded)) this.#entries.set(folded, entry);
      }
    }
    this.#longest = longest;
  }

  /** The most specific entry a code falls under, or `undefined` where it is not on the list. */
  find(code: string): ListEntry | undefined {
    const folded = foldCode(code);
    for (let length = Math.min(folded.length, this.#longest); length > 0; length--) {
      const entry = this.#entries.get(folded.slice(0, length));
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  has(code: string): boolean {
    return this.find(code) !== undefined;
  }
}

const RANGE = /^([A-Z]\d*\.?)(\d)-([A-Z]\d*\.?)(\d)$/i;
const RANGE_2 = /^([A-Z])(\d{2})-([A-Z])(\d{2})$/i;

/** The prefixes a range stands for; a plain code stands for itself. */
function expandRange(code: string): string[] {
  const two = RANGE_2.exec(code);
  const one = two ?? RANGE.exec(code);
  if (one === null) return [code];
  const [, head = '', first = '', otherHead = '', last = ''] = one;
  if (head.toUpperCase() !== otherHead.toUpperCase() || Number(last) < Number(first)) {
    throw new RangeError(`not a range of codes: ${code}`);
  }
  const width = first.length;
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
    head.concat(String(Number(first) + index).padStart(width, '0')),
  );
}

/** A list from a text of codes separated by blanks, such as those of the condition categories. */
export function codeListOf(codes: string, name = ''): CodeList {
  return new CodeList(codes.split(/\s+/).map((code) => ({ code, name, class: '' })));
}
