const OPENING = /[[{]/g;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether objects and arrays of a text are nested deeper than a limit, told without reading them: `JSON.parse` takes half
 * a second for each million levels, in which nobody else is answered.
 *
 * @param text JSON, or what says that it is
 */
export function isDeeper(text: string, limit: number): boolean {
  if (!opensMoreThan(text, limit)) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return false;
}

/** Most texts have so few that none can be nested too deep. */
function opensMoreThan(text: string, limit: number): boolean {
  OPENING.lastIndex = 0;
  for (let found = 0; found <= limit; found += 1) if (!OPENING.test(text)) return false;
  return true;
}
