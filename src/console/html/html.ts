import { escapeHtml } from '../../text/html.ts';

/** HTML that was made by {@link html}, so that every text in it was escaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** For {@link html}, and for what was rendered, with everything escaped, from the project's own documents. */
  static made(text: string): Html {
    return new Html(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand between `${` and `}`: a text is escaped, nothing is nothing, several stand one after the other. */
export type Part = Html | string | number | undefined | false | readonly Part[];

/**
 * A piece of a page. What is put in is escaped for text and for attributes, which must be quoted.
 *
 * @example
 * html`<p title="${name}">${name}</p>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return Html.made(strings.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part instanceof Html ? part.toString() : part.map(written).join('');
}
