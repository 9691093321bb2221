import { invalid } from './refusals.ts';

/** A JSON value whose numbers are their text: money is never a binary number on its way. */
export type Json = string | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deeper nesting than this is no message. */
const MAX_DEPTH = 64;
/** More values than this are no message: a bill of 20,000 lines has a quarter of it. */
const MAX_VALUES = 4_000_000;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const BLANK = /[ \t\r\n\uFEFF]*/y;
const SPACE = 0x20;
const PLAIN = /[^"\\]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads JSON (RFC 8259) as HIS write it: a byte order mark, a trailing comma and line breaks inside a string are let
 * pass; a key that stands twice in one object with different values is not, for nobody knows which one is meant.
 *
 * @throws Refusal `INVALID_BODY` with the position, never the content
 */
export function parseJsonText(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.blank();
  if (!reader.ended) throw reader.wrong();
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Reader {
  readonly #text: string;
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  wrong() {
    return invalid(
      '',
      `报文不是有效的 JSON（第 ${this.#at + 1} 个字符处）`,
      `The message is not valid JSON (at character ${this.#at + 1})`,
    );
  }

  blank(): void {
    // Most messages have few: where there is none, none is searched for.
    if (this.#text.charCodeAt(this.#at) > SPACE && this.#text[this.#at] !== '\uFEFF') return;
    this.#match(BLANK);
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) {
      throw invalid('', `JSON 嵌套不得超过 ${MAX_DEPTH} 层`, `JSON may be nested at most ${MAX_DEPTH} levels deep`);
    }
    this.#values += 1;
    if (this.#values > MAX_VALUES) {
      throw invalid('', `JSON 值不得超过 ${MAX_VALUES} 个`, `There may be at most ${MAX_VALUES} JSON values`);
    }
    this.blank();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonObject {
    const object: Record<string, Json> = Object.create(null);
    this.#at += 1;
    while (!this.#closes('}')) {
      const key = this.#string();
      this.blank();
      this.#take(':');
      const value = this.value(depth + 1);
      const before = object[key];
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(value)) {
        throw invalid(
          /^\w{1,40}$/.test(key) ? `/${key}` : '',
          '同一对象中该键出现两次且取值不同',
          'The key stands twice in one object with different values',
        );
      }
      object[key] = value;
      this.#separator('}');
    }
    return object;
  }

  #array(depth: number): Json[] {
    const array: Json[] = [];
    this.#at += 1;
    while (!this.#closes(']')) {
      array.push(this.value(depth + 1));
      this.#separator(']');
    }
    return array;
  }

  #closes(bracket: string): boolean {
    this.blank();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at += 1;
    return true;
  }

  #separator(bracket: string): void {
    this.blank();
    if (this.#text[this.#at] !== bracket) this.#take(',');
  }

  #take(character: string): void {
    if (this.#text[this.#at] !== character) throw this.wrong();
    this.#at += 1;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.wrong();
    this.#at += word.length;
    return value;
  }

  #number(): string {
    const text = this.#match(NUMBER);
    if (text === '') throw this.wrong();
    return text;
  }

  #string(): string {
    this.#take('"');
    let out = '';
    for (;;) {
      out += this.#match(PLAIN);
      if (this.ended) throw this.wrong();
      if (this.#text[this.#at++] === '"') return out;
      out += this.#escape();
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? '';
    if (letter !== 'u') {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw this.wrong();
      return plain;
    }
    const hex = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.wrong();
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #match(pattern: RegExp): string {
    const from = this.#at;
    pattern.lastIndex = from;
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex;
    return this.#text.slice(from, this.#at);
  }
}
