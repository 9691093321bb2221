import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { notXml } from './faults.ts';

/** An element as it was sent. */
export interface XmlElement {
  /** With its prefix. */
  readonly name: string;
  /** Without. */
  readonly local: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, CDATA included, references resolved; not that of its children. */
  readonly text: string;
  /** Whether some of the text stood in CDATA. */
  readonly cdata: boolean;
}

/** How deep elements may be nested; what HISs send is 8 deep at most. */
const MAX_DEPTH = 32;
/** Start and end tags of the largest claim, 20,000 lines of 60 fields. */
const MAX_TAGS = 2_500_000;

/** Attributes say where names come from and little else; each costs several times what an element does. */
const MAX_ATTRIBUTES = 250_000;
/** The longest tag with its attributes, in characters. An answer repeats the name and the namespaces of its message. */
const MAX_TAG = 16_384;

const LONG_TAG = new RegExp(`<[^!?<>][^<>]{${MAX_TAG}}`);
const ATTRIBUTE = /=[ \t\r\n]{0,8}["']/g;
const DECLARED = /<!(?!--|\[CDATA\[)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the characters XML 1.0 (section 2.2) does not allow
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));|&/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  jPath: false,
});

type Parsed = Readonly<Record<string, unknown>>;

/**
 * Parses one document. No document type, no entity but the five of XML itself: nothing in a message can make it grow or
 * fetch anything.
 *
 * @param text XML without regard to its declaration
 * @returns the root
 * @throws Refusal `INVALID_BODY`
 */
export function parseXml(text: string): XmlElement {
  if (DECLARED.test(text)) {
    throw notXml(
      '不接受 DTD 与实体声明（<!DOCTYPE、<!ENTITY）',
      'no document type and no entity declaration is accepted',
    );
  }
  if (FORBIDDEN.test(text)) throw notXml('含有 XML 不允许的字符', 'it has a character that XML does not allow');
  if (tags(text) > MAX_TAGS) throw notXml('元素过多', 'it has too many elements');
  if (LONG_TAG.test(text)) {
    throw notXml(`标签长于 ${MAX_TAG} 个字符`, `it has a tag of more than ${MAX_TAG} characters`);
  }
  if (attributes(text) > MAX_ATTRIBUTES) throw notXml('属性过多', 'it has too many attributes');
  const [root, ...others] = parse(text).filter((node) => !(TEXT in node) && !(CDATA in node));
  if (root === undefined || others.length > 0)
    throw notXml('须恰有一个根元素', 'there must be exactly one root element');
  return element(root);
}

function parse(text: string): readonly Parsed[] {
  let parsed: readonly Parsed[];
  try {
    // Parsed before it is validated: the parser bounds the depth, the validator does not.
    parsed = parser.parse(text);
  } catch {
    throw notXml(
      `元素未闭合、名称无效或嵌套超过 ${MAX_DEPTH} 层`,
      `an element is not closed, has an invalid name, or is nested more than ${MAX_DEPTH} deep`,
    );
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { line, col } = valid.err;
    throw notXml(`第 ${line} 行第 ${col ?? 1} 列附近语法错误`, `a syntax error near line ${line}, column ${col ?? 1}`);
  }
  return parsed;
}

function tags(text: string): number {
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count++;
  return count;
}

function attributes(text: string): number {
  let count = 0;
  ATTRIBUTE.lastIndex = 0;
  while (count <= MAX_ATTRIBUTES && ATTRIBUTE.test(text)) count++;
  return count;
}

function element(node: Parsed): XmlElement {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
  const content = node[name] as readonly Parsed[];
  const children: XmlElement[] = [];
  let text = '';
  let cdata = false;
  for (const part of content) {
    if (TEXT in part) text += resolve(String(part[TEXT]));
    else if (CDATA in part) {
      cdata = true;
      text += cdataText(part[CDATA]);
    } else children.push(element(part));
  }
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>);
  return {
    name,
    local: name.slice(name.indexOf(':') + 1),
    attributes: new Map(attributes.map(([key, value]) => [key, resolve(value)])),
    children,
    text,
    cdata,
  };
}

function cdataText(content: unknown): string {
  return (content as readonly Parsed[]).map((part) => String(part[TEXT])).join('');
}

/** Resolves character references and the five entities of XML; any other is refused. */
function resolve(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(REFERENCE, (_, decimal?: string, hex?: string, named?: string) => {
    if (named !== undefined && NAMED[named] !== undefined) return NAMED[named];
    const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
    if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code < 0xe000)) throw unknownEntity();
    const character = String.fromCodePoint(code);
    if (FORBIDDEN.test(character)) throw unknownEntity();
    return character;
  });
}

function unknownEntity() {
  return notXml(
    '含有未定义的实体引用（只接受 &lt; &gt; &amp; &quot; &apos; 与字符引用）',
    'an entity is not defined (only &lt; &gt; &amp; &quot; &apos; and character references are)',
  );
}
