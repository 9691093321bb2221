import type { Warning } from '../adapter.ts';
import { isObject, type Json, type JsonObject, parseJsonText } from './json.ts';
import { fold, Node, rowsOf } from './node.ts';
import { invalid, missing } from './refusals.ts';

/** How deep below `input` a node may stand: some HIS leave it inside the reply or request it was part of. */
const MAX_SEARCH = 4;
/** Nodes that are not searched for others. */
const LEAVES = ['feedetail', 'result', 'setldetail', 'supplement'].map(fold);

/** The envelope of a message and the nodes in its `input`. */
export class NhsaMessage {
  readonly envelope: Node;
  readonly warnings: Warning[];
  readonly #found = new Map<string, JsonObject[]>();
  readonly #raw = new Map<string, Json>();

  /** @throws Refusal `INVALID_BODY` where `input` is neither an object nor JSON text of one */
  constructor(root: JsonObject) {
    this.warnings = [];
    this.envelope = new Node('', [root], this.warnings);
    const input = this.envelope.json('input');
    // The spec calls `input` a string, and some HIS send it as one.
    const opened = typeof input === 'string' && input.trim() !== '' ? parseJsonText(input) : input;
    if (opened !== undefined && opened !== null && opened !== '' && !isObject(opened)) {
      throw invalid('/input', '应为对象', 'An object was expected');
    }
    if (isObject(opened)) this.#search(opened, 0);
  }

  /** All objects of a node's name together, in the order in which they stand; an empty node where there are none. */
  node(name: string): Node {
    return new Node(`/input/${name}`, this.rows(name), this.warnings);
  }

  /** @throws Refusal `INVALID_BODY` where the message has no such node */
  demand(name: string, zh: string, en: string): Node {
    if (this.rows(name).length === 0) throw missing(`/input/${name}`, zh, en);
    return this.node(name);
  }

  /** The rows of a node that may be a list. */
  rows(name: string): readonly JsonObject[] {
    return this.#found.get(fold(name)) ?? [];
  }

  has(name: string): boolean {
    return this.rows(name).length > 0;
  }

  /** A value by its key, wherever in `input` it stands first. */
  raw(name: string): Json | undefined {
    return this.#raw.get(fold(name));
  }

  #search(object: JsonObject, depth: number): void {
    for (const [key, value] of Object.entries(object)) {
      const name = fold(key);
      if (!this.#raw.has(name)) this.#raw.set(name, value);
      const rows = rowsOf(value);
      if (rows.length === 0) continue;
      const before = this.#found.get(name) ?? [];
      this.#found.set(name, before.concat(rows));
      if (LEAVES.includes(name) || depth >= MAX_SEARCH) continue;
      for (const row of rows) this.#search(row, depth + 1);
    }
  }
}
