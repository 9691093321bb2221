import type { ExplanationStep } from '../../adjudication/decision.ts';
import type {
  ExplainedItem,
  ExplainedParagraph,
  ExplainedScheme,
  ExplainedSource,
  ExplainedTable,
} from '../../scheme/explain/explained.ts';
import { type Html, html } from '../html/html.ts';

/** A scheme's prose as it stands on a page, and where in it a step of the arithmetic comes from. */
export interface Prose {
  readonly contents: Html;
  readonly text: Html;
  /** The id of the paragraph of a step's clause; of its benefit where no paragraph names the clause. */
  placeOf(step: ExplanationStep): string | undefined;
}

interface Place {
  readonly section: string;
  /** As a step cites it. */
  readonly clause: string;
  readonly id: string;
}

/** Renders what `yizhan schemes explain` prints: the same structure. */
export function prose(explained: ExplainedScheme): Prose {
  const writer = new Writer(explained);
  const text = html`${explained.sections.map(
    ({ id, heading, paragraphs }) =>
      html`<section class="rule" id="${anchor(id)}"><h2>${heading}</h2>${paragraphs.map((one) => writer.paragraph(one, id))}</section>`,
  )}`;
  const contents = html`<ol>${explained.sections.map(
    ({ id, heading }) => html`<li><a href="#${anchor(id)}">${heading}</a></li>`,
  )}</ol>`;
  return { contents, text, placeOf: (step) => writer.placeOf(step) };
}

class Writer {
  readonly #zh: boolean;
  readonly #sections: ReadonlySet<string>;
  readonly #places: Place[] = [];
  #tables = 0;

  constructor({ language, sections }: ExplainedScheme) {
    this.#zh = language === 'zh';
    this.#sections = new Set(sections.map(({ id }) => id));
  }

  paragraph({ label, text, source, items = [], ordered }: ExplainedParagraph, section: string): Html {
    const name = label !== undefined && html`<strong>${label}${this.#zh ? '：' : ': '}</strong>`;
    const first =
      (name !== false || text !== undefined || source !== undefined) &&
      html`<p${this.#place(source, section)}>${name}${text}${this.#cited(source)}</p>`;
    if (items.length === 0) return html`${first}`;
    const list = items.map((item) => this.#item(item, section));
    return html`${first}${ordered === true ? html`<ol>${list}</ol>` : html`<ul>${list}</ul>`}`;
  }

  placeOf({ benefit, clause }: ExplanationStep): string | undefined {
    const section = benefit === null ? undefined : `benefit-${benefit}`;
    const own = section !== undefined && this.#sections.has(section) ? anchor(section) : undefined;
    if (clause === null) return own;
    const same = this.#places.filter((place) => place.clause === clause);
    const bare = this.#places.filter((place) => withoutNotes(place.clause) === withoutNotes(clause));
    const found =
      same.find((place) => place.section === section) ?? bare.find((place) => place.section === section) ?? same[0];
    return (found ?? bare[0])?.id ?? own;
  }

  #item({ text, source, table }: ExplainedItem, section: string): Html {
    const note = section === 'interpretations' ? /^I-\d+/.exec(text)?.[0] : undefined;
    return html`<li${note === undefined ? this.#place(source, section) : html` id="${anchor(note)}"`}>${text}${this.#cited(source)}${table && tiers(table, `${++this.#tables} ${text}`)}</li>`;
  }

  #place(source: ExplainedSource | undefined, section: string): Html | false {
    if (source === undefined || source.document === '') return false;
    const id = `${anchor(section)}-${this.#places.length + 1}`;
    const notes = source.interpretations.length === 0 ? '' : ` [${source.interpretations.join(', ')}]`;
    this.#places.push({ section, clause: `${source.document} ${source.place}`.trim() + notes, id });
    return html` id="${id}" class="cited"`;
  }

  #cited(source: ExplainedSource | undefined): Html | false {
    if (source === undefined) return false;
    const place = [source.document, source.place].filter((part) => part !== '').join(' ');
    const notes = source.interpretations.map(
      (key, index) => html`${index > 0 && (this.#zh ? '、' : ', ')}<a href="#${anchor(key)}">${key}</a>`,
    );
    const between = place !== '' && notes.length > 0 && (this.#zh ? '；' : '; ');
    return html` <span class="clause">${this.#zh ? '［' : '['}${place}${between}${notes}${this.#zh ? '］' : ']'}</span>`;
  }
}

function tiers({ head, rows }: ExplainedTable, of: string): Html {
  return html`<div class="table" role="region" aria-label="${of}" tabindex="0"><table><thead><tr>${head.map(
    (cell) => html`<th scope="col">${cell}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

function anchor(section: string): string {
  return `rule-${section}`;
}

function withoutNotes(clause: string): string {
  return clause.replace(/ \[[^\]]*\]$/, '');
}
