/** The languages a scheme is explained in. */
export const EXPLAIN_LANGUAGES = ['zh', 'en'] as const;
export type ExplainLanguage = (typeof EXPLAIN_LANGUAGES)[number];

/** Where a statement comes from: shown after it, so that a reader can hold it against the notice. */
export interface ExplainedSource {
  /** The document's number, such as `通政办发〔2021〕22号`. */
  readonly document: string;
  /** The place in the document's own numbering; empty where the whole document is meant. */
  readonly place: string;
  /** Keys of the interpretations it rests on. */
  readonly interpretations: readonly string[];
}

/** One statement of a list. */
export interface ExplainedItem {
  readonly text: string;
  readonly source?: ExplainedSource | undefined;
  readonly table?: ExplainedTable | undefined;
}

/** Figures side by side, such as the tiers of a rate table. */
export interface ExplainedTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A statement, or several under one label; `ordered` where their order decides. */
export interface ExplainedParagraph {
  /** What it is about, such as `免赔额`; absent where the section's heading says it. */
  readonly label?: string | undefined;
  readonly text?: string | undefined;
  readonly source?: ExplainedSource | undefined;
  readonly items?: readonly ExplainedItem[] | undefined;
  readonly ordered?: boolean | undefined;
}

export interface ExplainedSection {
  /** Stable within a scheme, for anchors: `gates`, `benefit-…`. */
  readonly id: string;
  readonly heading: string;
  readonly paragraphs: readonly ExplainedParagraph[];
}

/** A scheme as prose. Every statement carries its clause; a page and a terminal render the same structure. */
export interface ExplainedScheme {
  readonly scheme: string;
  /** Identifies the rules that are explained here, as in every decision. */
  readonly digest: string;
  readonly language: ExplainLanguage;
  readonly title: string;
  readonly sections: readonly ExplainedSection[];
}
