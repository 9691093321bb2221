/** A full-width character that stands where YAML has a meaning for the half-width one. */
export interface FullWidth {
  /** Where in the text it stands. */
  readonly offset: number;
  readonly char: string;
  readonly half: string;
}

const HALF = new Map([
  ['　', ' '],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['、', ','],
  ['。', '.'],
]);

/** Punctuation between fields; in a Chinese text the same characters are right. */
const STRUCTURE = [
  // a colon behind the name of a field
  /(?<=(?:^|[{,，｛])[\s　]*(?:- +)*[A-Za-z][\w-]*[\s　]*)：/gmu,
  // a comma before the next field
  /，(?=[\s　]*[A-Za-z][\w-]*[\s　]*[:：])/gu,
  // a bracket or a quote where a value begins
  /(?<=(?:^|[:：,，{[｛［-])[\s　]*)[｛［“‘]/gmu,
  // a closing bracket behind a field's value, at the end of the line
  /(?<=[{[].*)[｝］](?=[\s　]*[,，}\]]?[\s　]*$)/gmu,
  // a blank that indents, or stands before a value
  /(?<=^ *)　|(?<=[:：,，{[-])　/gmu,
];

/** Anything full-width behind half-width characters only; brackets aside, which clauses have: `notice 三（一）`. */
const INSIDE = /^[\x20-\x7e]*([　！-＇＊-～“”‘’、])/u;

/** The first one between two places of a text that has the form of punctuation, quoted texts and comments aside. */
export function fullWidthPunctuation(text: string, from: number, to: number): FullWidth | undefined {
  const part = text.slice(from, to).replace(QUOTED, (quoted) => '\0'.repeat(quoted.length));
  const found = STRUCTURE.flatMap((form) => [...part.matchAll(form)].map(({ index }) => index));
  const first = Math.min(...found);
  return Number.isFinite(first) ? fullWidth(text, from + first) : undefined;
}

const QUOTED = /'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|(?<=^|\s)#.*$/gm;

/** The one with which a value begins, or that follows a beginning in half-width characters (`notice　九`, `０.６`, `a，b`). */
export function fullWidthInside(text: string, from: number, to: number): FullWidth | undefined {
  const match = INSIDE.exec(text.slice(from, to));
  return match === null ? undefined : fullWidth(text, from + match[0].length - 1);
}

function fullWidth(text: string, offset: number): FullWidth {
  const char = text.charAt(offset);
  return { offset, char, half: HALF.get(char) ?? char.normalize('NFKC') };
}

/** What to do about it. */
export function halfWidthWords({ char, half }: FullWidth): { readonly zh: string; readonly en: string } {
  if (half === ' ') {
    return { zh: '这里的空格是全角的：请改用半角空格', en: 'the blank here is full-width: write an ordinary one' };
  }
  const name = half === '"' || half === "'" ? `引号 ${char} ` : `“${char}”`;
  return {
    zh: `这里的${name}是全角的：请改写为半角的 ${half}`,
    en: `the ${char} here is full-width: write the half-width ${half}`,
  };
}
