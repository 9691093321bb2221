import type { Bilingual } from '../../scheme/words.ts';
import { escapeHtml } from '../../text/html.ts';

/** A name in both languages, Chinese first. */
export function name({ zh, en }: Bilingual): string {
  return `${escapeHtml(zh)} <small>${escapeHtml(en)}</small>`;
}

/** A section with its heading; nothing where there is nothing to show. */
export function section(title: Bilingual, ...body: readonly string[]): string {
  const inside = body.join('');
  return inside === '' ? '' : `<section><h2>${name(title)}</h2>${inside}</section>`;
}

/** A table; cells are HTML already. Nothing where it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[], tag: 'th' | 'td') => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${body}</tbody></table>`;
}

/** The heads of columns that hold a figure for each rule set. */
export function ruleSetHeads(count: number, first: Bilingual, only: Bilingual): string[] {
  const present = name({ zh: '现行', en: 'present' });
  return [name(first), ...(count === 1 ? [name(only)] : [present, name({ zh: '改动', en: 'changed' })])];
}

/** Which colour is which. */
export function legend(count: number): string {
  if (count === 1) return '';
  return '<p class="soft"><span class="key s0"></span>现行 present<span class="key s1"></span>改动 changed</p>';
}
