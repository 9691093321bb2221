/** An element to be written: its name, and text or elements. */
export type Out = readonly [name: string, content: string | readonly Out[]];

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 (section 2.2) does not allow
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in an element or in a quoted attribute. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** @returns elements as XML, on one line and without a declaration */
export function buildXml([name, content]: Out): string {
  const inner = typeof content === 'string' ? escapeXml(content) : content.map(buildXml).join('');
  return `<${name}>${inner}</${name.split(' ', 1)[0]}>`;
}
