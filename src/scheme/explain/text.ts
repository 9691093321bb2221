import type {
  ExplainedItem,
  ExplainedParagraph,
  ExplainedScheme,
  ExplainedSource,
  ExplainedTable,
} from './explained.ts';
import { terminalWidth } from './width.ts';

/** An explained scheme as plain text, in headings, lists and tables that read well in a terminal and as Markdown. */
export function explainedText(explained: ExplainedScheme): string {
  const zh = explained.language === 'zh';
  const head = [
    `# ${explained.title}`,
    '',
    zh
      ? `方案代码 ${explained.scheme}，规则摘要 ${explained.digest}`
      : `Scheme ${explained.scheme}, rules ${explained.digest}`,
  ];
  const body = explained.sections.flatMap((section) => [
    '',
    `## ${section.heading}`,
    ...section.paragraphs.flatMap((paragraph) => ['', ...paragraphLines(paragraph, zh)]),
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function paragraphLines({ label, text, source, items = [], ordered }: ExplainedParagraph, zh: boolean): string[] {
  const name = label === undefined ? '' : `**${label}**${zh ? '：' : ': '}`;
  const first = `${name}${text ?? ''}${cited(source, zh)}`.trimEnd();
  const lines = items.flatMap((item, index) => itemLines(item, ordered === true ? `${index + 1}.` : '-', zh));
  if (lines.at(-1) === '') lines.pop();
  return [...(first === '' ? [] : [first, ...(lines.length > 0 ? [''] : [])]), ...lines];
}

function itemLines(item: ExplainedItem, mark: string, zh: boolean): string[] {
  const line = `${mark} ${item.text}${cited(item.source, zh)}`;
  return item.table === undefined ? [line] : [line, '', ...tableLines(item.table).map((row) => `   ${row}`), ''];
}

function tableLines({ head, rows }: ExplainedTable): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => terminalWidth(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - terminalWidth(cell))).join(' | ')} |`;
  return [line(head), `|${widths.map((size) => '-'.repeat(size + 2)).join('|')}|`, ...rows.map(line)];
}

function cited(source: ExplainedSource | undefined, zh: boolean): string {
  if (source === undefined) return '';
  const place = [source.document, source.place].filter((part) => part !== '').join(' ');
  const parts = [place, source.interpretations.join(zh ? '、' : ', ')].filter((part) => part !== '');
  return zh ? `［${parts.join('；')}］` : ` [${parts.join('; ')}]`;
}
