/** Characters that take two columns on a terminal and on a receipt printer: CJK, kana, Hangul, full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** How many columns a text takes. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/** A text filled up with blanks on its right. */
export function left(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** A text and an amount at the two edges of a line; an overlong text keeps one blank before the amount. */
export function edges(text: string, amount: string, columns: number): string {
  return `${left(text, columns - width(amount) - 1)} ${amount}`;
}

/** Breaks a text into lines of at most so many columns: at blanks, or between wide characters. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(WORDS) ?? []) {
    if (line !== '' && width(line) + width(word.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

/** A word, or one wide character, with the marks that may not be parted from it by the end of a line. */
const WORDS = new RegExp(
  `[（「【〔《『]*(?:${WIDE.source}|[^\\s${WIDE.source.slice(1, -1)}]+)[，。；：、）】〕」》』！？…%]*\\s*`,
  'gu',
);
