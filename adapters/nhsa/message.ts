import type { Warning } from '../adapter.ts';
import { isObject, type Json, type JsonObject, parseJsonText } from './json.ts';
import { fold, Node, onlyOne, rowsOf } from './node.ts';
import { invalid, missing } from './refusals.ts';

/** How deep below `input` a node may stand: some HIS leave it inside the reply or request it was part of. */
const MAX_SEARCH = 4;
/** More objects than this are no one node: lists are read by their rows. */
const MAX_OBJECTS = 100;
/** Nodes that are not searched for others. */
const LEAVES = ['feedetail', 'result', 'setldetail', 'supplement'].map(fold);
/** Nodes that are nothing but objects. */
const OBJECTS = ['setlinfo', 'setldetail', 'mdtrtinfo', 'dscginfo', 'diseinfo', 'feedetail', 'oprninfo', 'supplement'];
/** Nodes that may come as JSON text, as some stacks keep what they were answered. */
const TEXTS = [...OBJECTS, 'result', 'data', 'output'];

/** The envelope of a message and the nodes in its `input`. */
export class NhsaMessage {
  readonly envelope: Node;
  readonly warnings: Warning[];
  readonly #found = new Map<string, JsonObject[]>();
  readonly #values = new Map<string, Json[]>();
  readonly #nodes = new Map<string, Node>();

  /** @throws Refusal `INVALID_BODY` where `input` is neither an object nor JSON text of one */
  constructor(root: JsonObject) {
    this.warnings = [];
    this.envelope = new Node('', [root], this.warnings);
    const input = this.envelope.only('input');
    // The spec calls `input` a string, and some HIS send it as one.
    const read = typeof input === 'string' ? parseJsonText(input) : input;
    if (read !== undefined && !isObject(read)) throw invalid('/input', '应为对象', 'An object was expected');
    if (read !== undefined) this.#search(read, 0);
  }

  /**
   * All objects of a node's name together, in the order in which they stand; an empty node where there are none.
   *
   * @throws Refusal `INVALID_BODY` where there are too many
   */
  node(name: string): Node {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const rows = this.rows(name);
    const at = `/input/${name}`;
    if (rows.length > MAX_OBJECTS) {
      throw invalid(at, `应为一个对象，实有 ${rows.length} 个`, `One object was expected, ${rows.length} were found`);
    }
    const node = new Node(at, rows, this.warnings);
    this.#nodes.set(name, node);
    return node;
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

  /** A value by its key, that is only once in `input` or always the same. @throws Refusal `INVALID_BODY` */
  only(name: string): Json | undefined {
    return onlyOne(`/input/${name}`, this.#values.get(fold(name)));
  }

  #search(object: JsonObject, depth: number): void {
    for (const [key, sent] of Object.entries(object)) {
      const name = fold(key);
      const value = opened(name, sent);
      const values = this.#values.get(name);
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
      const rows = rowsOf(value);
      if (rows.length === 0) continue;
      const found = this.#found.get(name) ?? [];
      for (const row of rows) found.push(row);
      this.#found.set(name, found);
      if (LEAVES.includes(name) || depth >= MAX_SEARCH) continue;
      for (const row of rows) this.#search(row, depth + 1);
    }
  }
}

/** A node's value, read where it is JSON text. @throws Refusal `INVALID_BODY` where there is anything else than objects */
function opened(name: string, value: Json): Json {
  if (typeof value !== 'string' || !TEXTS.includes(name)) return value;
  if (/^\s*[[{]/.test(value)) return parseJsonText(value);
  if (['', 'null'].includes(value.trim()) || !OBJECTS.includes(name)) return value;
  throw invalid(`/input/${name}`, '应为对象或对象数组', 'An object or a list of objects was expected');
}
