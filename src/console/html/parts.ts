import { type Html, html, type Part } from './html.ts';

/** A column of a table. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Part;
  /** Figures stand on the right, digit below digit. */
  readonly figure?: boolean;
}

/**
 * A table. The first column names the row.
 *
 * @param given.empty what is said instead of a table where there are no rows
 * @param given.narrow for a few short columns, which nobody could follow across a wide page
 */
export function table<T>(given: {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly empty: string;
  readonly narrow?: boolean;
}): Html {
  const { caption, columns, rows, empty, narrow } = given;
  if (rows.length === 0) return html`<p class="empty"><strong>${caption}</strong> ${empty}</p>`;
  const kind = ({ figure }: Column<T>) => figure === true && html` class="figure"`;
  const head = columns.map((column) => html`<th scope="col"${kind(column)}>${column.title}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map((column, index) =>
      index === 0
        ? html`<th scope="row"${kind(column)}>${column.cell(row)}</th>`
        : html`<td${kind(column)}>${column.cell(row)}</td>`,
    );
    return html`<tr>${cells}</tr>`;
  });
  // What is wider than the window is scrolled by itself, by keyboard too.
  return html`<div class="table${narrow === true && ' narrow'}" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** An amount of yuan as people read it: `"-12345.60"` as `−12,345.60`. */
export function yuan(amount: string): string {
  const [whole = '', fen = '00'] = amount.replace('-', '').split('.');
  return `${amount.startsWith('-') ? '−' : ''}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${fen}`;
}

/** Terms and what they are; those that are nothing are left out. */
export function definitions(entries: readonly (readonly [term: string, is: Part])[]): Html {
  const shown = entries.filter(([, is]) => is !== undefined && is !== false && is !== '');
  return html`<dl>${shown.map(([term, is]) => html`<div><dt>${term}</dt><dd>${is}</dd></div>`)}</dl>`;
}

/** Something that has to be noticed; what is bad is read out at once. */
export function notice(kind: 'good' | 'bad' | 'note', content: Part): Html {
  return html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${content}</div>`;
}

/** A part of a page under a heading of its own. */
export function section(title: string, content: Part): Html {
  return html`<section><h2>${title}</h2>${content}</section>`;
}

/** Links to the page before and the next one. */
export function pager(given: {
  readonly label: string;
  readonly first?: { readonly href: string; readonly text: string } | undefined;
  readonly next?: { readonly href: string; readonly text: string } | undefined;
}): Html | undefined {
  const { label, first, next } = given;
  if (first === undefined && next === undefined) return undefined;
  return html`<nav class="pager" aria-label="${label}">${first && html`<a href="${first.href}">${first.text}</a>`} ${
    next && html`<a href="${next.href}" rel="next">${next.text}</a>`
  }</nav>`;
}

/**
 * A picture: SVG, whose title and description say what those learn from it who do not see it. Colours come from classes
 * of the style sheet, for neither style elements nor attributes work in it.
 *
 * @param id unique in the page
 */
export function picture(given: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: Part;
}): Html {
  const { id, title, description, width, height, content } = given;
  return html`<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>${content}</svg>`;
}
