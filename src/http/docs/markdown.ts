import { Marked, type Tokens } from 'marked';
import { escapeHtml } from '../../text/html.ts';

/** Where a link of a document leads. */
export type Target = (href: string) => string | undefined;

/**
 * A Markdown text of the project as HTML. HTML in it stands as text. Headings have ids as code forges give them, so that
 * links between documents hold in both places.
 *
 * @param target the address for a link or picture; `undefined` for what is not served: its words stand alone then
 */
export function markdown(text: string, target: Target): string {
  const seen = new Map<string, number>();
  const reader = new Marked({
    renderer: {
      html: ({ text: raw }: Tokens.HTML | Tokens.Tag) => escapeHtml(raw),
      heading({ tokens, depth, text: raw }: Tokens.Heading) {
        const slug = slugOf(raw);
        const before = seen.get(slug) ?? 0;
        seen.set(slug, before + 1);
        const id = before === 0 ? slug : `${slug}-${before}`;
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const to = target(href);
        const words = this.parser.parseInline(tokens);
        return to === undefined ? words : `<a href="${escapeHtml(to)}">${words}</a>`;
      },
      image({ href, text: words }: Tokens.Image) {
        const to = target(href);
        return to === undefined ? escapeHtml(words) : `<img src="${escapeHtml(to)}" alt="${escapeHtml(words)}">`;
      },
      // What is wider than the window is scrolled by itself, by keyboard too.
      code: ({ text: raw }: Tokens.Code) => `<pre tabindex="0"><code>${escapeHtml(raw)}</code></pre>\n`,
      table({ header, rows }: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const head = cells(header, 'th scope="col"').replaceAll('</th scope="col">', '</th>');
        const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
        return `<div class="table" role="region" aria-label="${escapeHtml(header.map((cell) => cell.text).join(', '))}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  return reader.parse(text, { async: false });
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
