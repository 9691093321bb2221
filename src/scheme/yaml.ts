import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Finding, Report } from './finding.ts';

type Path = readonly PropertyKey[];
type Place = Pick<Finding, 'line' | 'column'>;

/** More values than this out of aliases are no scheme; a few aliases of aliases could otherwise stand for millions. */
const MAX_ALIASED = 20_000;

/** A YAML text as plain data, which knows where in the text everything stands. */
export class YamlSource {
  readonly file: string;
  readonly findings: Finding[] = [];
  /** What is worth a look and may yet be meant. */
  readonly notices: Finding[] = [];
  /** The plain value: aliases resolved, numbers with a decimal point as their text (`"0.30"`), whole numbers as numbers. */
  readonly value: unknown;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(text: string, file: string) {
    this.file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: false, uniqueKeys: true, version: '1.2' });
    for (const { pos, message } of [...this.#document.errors, ...this.#document.warnings]) {
      const en = message.split('\n')[0] ?? message;
      this.findings.push({
        file,
        ...this.#at(pos[0]),
        code: 'YAML',
        zh: `不是有效的 YAML：请检查缩进、冒号与引号（${en}）`,
        en: `not valid YAML: look at indentation, colons and quotes (${en})`,
      });
    }
    this.value =
      this.findings.length > 0 ? undefined : this.#plain(this.#document.contents, { count: 0, aliased: false });
  }

  /** Says something about the place of a path, or, where that is absent, of the nearest thing that is there. */
  readonly report: Report = (path, code, zh, en) => {
    this.findings.push({ file: this.file, ...this.locate(path), code, zh, en });
  };

  /** As {@link report}, of what may be meant. */
  readonly note: Report = (path, code, zh, en) => {
    this.notices.push({ file: this.file, ...this.locate(path), code, zh, en });
  };

  /** Line and column of a path: of its key in a mapping, of the item in a list. */
  locate(path: Path): Place {
    let node: unknown = this.#document.contents;
    let offset = rangeStart(node);
    for (const step of path) {
      const next = this.#step(node, step);
      if (next === undefined) break;
      node = next.node;
      offset = next.offset ?? offset;
    }
    return this.#at(offset ?? 0);
  }

  #plain(node: unknown, seen: { count: number; aliased: boolean }): unknown {
    if (seen.aliased) seen.count += 1;
    if (seen.count > MAX_ALIASED) return this.#tooMany();
    if (isAlias(node)) {
      const outer = seen.aliased;
      seen.aliased = true;
      const value = this.#plain(node.resolve(this.#document), seen);
      seen.aliased = outer;
      return value;
    }
    if (isMap(node)) {
      return Object.fromEntries(node.items.map((pair) => [keyText(pair.key), this.#plain(pair.value, seen)]));
    }
    if (isSeq(node)) return node.items.map((item) => this.#plain(item, seen));
    return isScalar(node) ? scalarValue(node.value, node.source) : null;
  }

  /** Said once, however often it is met. */
  #tooMany(): null {
    if (this.findings.length === 0) {
      this.report([], 'YAML', '引用（*名称）展开后过大', 'the aliases (*name) stand for too much');
    }
    return null;
  }

  #step(parent: unknown, step: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
    const node = isAlias(parent) ? parent.resolve(this.#document) : parent;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(step));
      return pair === undefined ? undefined : { node: pair.value, offset: rangeStart(pair.key) };
    }
    if (isSeq(node) && typeof step === 'number' && step in node.items) {
      return { node: node.items[step], offset: rangeStart(node.items[step]) };
    }
    return undefined;
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return String(key);
  return key.source ?? String(key.value);
}

/** A decimal is kept as it is written; what is no plain decimal (`0x10`, `1e6`) is kept as text too and refused later. */
function scalarValue(value: unknown, source: string | undefined): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  return /^-?(0|[1-9]\d{0,14})$/.test(source) ? value : source;
}

function rangeStart(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0] ?? undefined;
}
