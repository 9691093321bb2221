import { pointer } from '../problem/fields.ts';

/** An object or an array that is not yet closed. */
interface Level {
  /** The names an object has had so far; an array has none. */
  readonly names: Set<string> | null;
  /** The name or the index the scan is at. */
  step: string | number;
}

/** Deeper than any message may be nested: what is deeper is refused for that, and need not be looked through. */
const DEEPEST = 1_000;

/**
 * Finds a name that an object of a JSON text has twice. JSON leaves open which of the two counts (RFC 8259 section 4);
 * `JSON.parse` takes the last, and whoever signed the message may have meant the first.
 *
 * @param text valid JSON
 * @returns the JSON pointer (RFC 6901) of the first repetition, or `undefined`
 */
export function duplicateName(text: string): string | undefined {
  const open: Level[] = [];
  let level: Level | undefined;
  let nameNext = false;
  for (let at = 0; at < text.length && open.length < DEEPEST; at += 1) {
    switch (text.charCodeAt(at)) {
      case OBJECT:
        level = { names: new Set(), step: '' };
        open.push(level);
        nameNext = true;
        break;
      case ARRAY:
        level = { names: null, step: 0 };
        open.push(level);
        break;
      case END_OF_OBJECT:
      case END_OF_ARRAY:
        open.pop();
        level = open.at(-1);
        nameNext = false;
        break;
      case COMMA:
        if (typeof level?.step === 'number') level.step += 1;
        else nameNext = true;
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        if (nameNext && level?.names) {
          level.step = nameIn(text, at, end);
          if (level.names.has(level.step)) return pointer(open.map(({ step }) => step));
          level.names.add(level.step);
          nameNext = false;
        }
        at = end;
      }
    }
  }
  return undefined;
}

const OBJECT = 0x7b;
const END_OF_OBJECT = 0x7d;
const ARRAY = 0x5b;
const END_OF_ARRAY = 0x5d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The closing quote of the string that opens at `from`: the first one with no odd run of backslashes before it. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let slash = end;
    while (text.charCodeAt(slash - 1) === BACKSLASH) slash -= 1;
    if ((end - slash) % 2 === 0) return end;
  }
}

/** A name as it is read: `"a"` and `"\u0061"` are one. */
function nameIn(text: string, from: number, end: number): string {
  const name = text.slice(from + 1, end);
  return name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name;
}
