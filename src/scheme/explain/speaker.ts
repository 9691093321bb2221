import type { SchemeRules } from '../language.ts';
import type {
  ExplainedItem,
  ExplainedParagraph,
  ExplainedSource,
  ExplainedTable,
  ExplainLanguage,
} from './explained.ts';
import type { Text } from './say.ts';

/** Where a rule comes from, as a scheme file says it. */
export interface RuleSource {
  readonly clause?: string | undefined;
  readonly interpretation?: readonly string[] | undefined;
}

/** Speaks of one scheme in one language. */
export class Speaker {
  readonly rules: SchemeRules;
  readonly #language: ExplainLanguage;

  constructor(rules: SchemeRules, language: ExplainLanguage) {
    this.rules = rules;
    this.#language = language;
  }

  /** The wording in the reader's language. */
  pick(text: Text): string {
    return text[this.#language];
  }

  /** A statement of a list. */
  item(text: Text, rule?: RuleSource, table?: ExplainedTable): ExplainedItem {
    return { text: this.pick(text), source: this.source(rule), table };
  }

  /** A statement with its label. */
  line(label: Text | undefined, text: Text, rule?: RuleSource): ExplainedParagraph {
    return { label: label && this.pick(label), text: this.pick(text), source: this.source(rule) };
  }

  /** Statements under a label. */
  list(
    label: Text | undefined,
    items: readonly ExplainedItem[],
    rest: { text?: Text; rule?: RuleSource; ordered?: boolean } = {},
  ): ExplainedParagraph {
    return {
      label: label && this.pick(label),
      text: rest.text && this.pick(rest.text),
      source: this.source(rest.rule),
      items,
      ordered: rest.ordered,
    };
  }

  /** A table in the reader's language. */
  table(head: readonly Text[], rows: readonly (readonly Text[])[]): ExplainedTable {
    const pick = (cells: readonly Text[]) => cells.map((cell) => this.pick(cell));
    return { head: pick(head), rows: rows.map(pick) };
  }

  /** The clause as people cite it: the document's number, the place in it, the interpretations it rests on. */
  source(rule: RuleSource | undefined): ExplainedSource | undefined {
    if (rule?.clause === undefined && rule?.interpretation === undefined) return undefined;
    const [key = '', ...place] = (rule.clause ?? '').split(' ');
    return {
      document: this.rules.documents[key]?.number ?? key,
      place: place.join(' '),
      interpretations: rule.interpretation ?? [],
    };
  }
}
