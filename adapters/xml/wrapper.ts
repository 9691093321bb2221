import { escapeXml } from './build.ts';
import { type Characters, decode, encode, UTF8 } from './characters.ts';
import { parseXml, type XmlElement } from './document.ts';
import { notXml } from './faults.ts';

/** What a message came in, and what its answer goes out in. */
export interface Wrapper {
  /** The media type of the answer. */
  readonly type: string;
  /**
   * The message itself.
   *
   * @throws Refusal `INVALID_BODY` where it cannot be read
   */
  message(): XmlElement;
  /** What a SOAP operation was given beside the message, such as a transaction number. */
  readonly beside: readonly string[];
  /** @param xml an answer without a declaration */
  wrap(xml: string): Uint8Array<ArrayBuffer>;
}

/** A text inside another document, and how to write one like it. */
interface Inner {
  readonly read: () => XmlElement;
  readonly write: (xml: string) => string;
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const DECLARATION = /^\s*<\?xml\s[^>]*\?>/;
const DECLARED_NAME = /\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * Takes a message out of what it came in: nothing, an element with text, or SOAP 1.1 (or 1.2) with one argument of any
 * name, holding the message as CDATA, escaped text, Base64 or elements.
 *
 * @throws Refusal `INVALID_BODY` where the outer document cannot be read: then there is nothing to answer alike
 */
export function unwrap(bytes: Uint8Array): Wrapper {
  const { text, characters } = decode(bytes);
  const root = parseXml(text);
  const out = (xml: string) => encode(`${declaration(text, characters.name)}${xml}`, characters);
  const type = `text/xml; charset=${characters.name}`;
  if (root.local.toLowerCase() === 'envelope') return soap(root, characters, out);
  const inner = innerOf(root);
  if (inner === undefined) return { type, message: () => root, beside: [], wrap: out };
  return {
    type,
    message: inner.read,
    beside: [],
    wrap: (xml) => out(`${open(root)}${inner.write(xml)}</${root.name}>`),
  };
}

/** What is answered where there is no telling how: bare XML in UTF-8. */
export const PLAIN: Omit<Wrapper, 'message'> = {
  type: 'text/xml; charset=UTF-8',
  beside: [],
  wrap: (xml) => encode(`<?xml version="1.0" encoding="UTF-8"?>${xml}`, UTF8),
};

function soap(envelope: XmlElement, characters: Characters, out: (xml: string) => Uint8Array<ArrayBuffer>): Wrapper {
  const outer = scope(new Map(), envelope);
  const body = envelope.children.find(({ local }) => local.toLowerCase() === 'body');
  const operation = body?.children[0];
  const inside = body === undefined ? outer : scope(outer, body);
  const found = body?.children.flatMap(findArguments) ?? [];
  const [argument, ...others] = found;
  const soap12 = namespace(outer, envelope) === SOAP_12;
  const respond = (xml: string) => {
    const answer = argument?.inner.write(xml) ?? xml;
    const content = operation === undefined ? xml : response(operation, argument?.element, inside, answer);
    return out(`${open(envelope)}<${bodyName(envelope)}>${content}</${bodyName(envelope)}></${envelope.name}>`);
  };
  return {
    type: `${soap12 ? 'application/soap+xml' : 'text/xml'}; charset=${characters.name}`,
    message: () => {
      if (argument === undefined || others.length > 0) {
        throw notXml(
          `SOAP 操作须恰有一个参数携带报文（CDATA、转义文本、Base64 或元素），现有 ${found.length} 个`,
          `the SOAP operation must have exactly one argument that holds the message (CDATA, escaped text, Base64 or elements), here ${found.length}`,
        );
      }
      return argument.inner.read();
    },
    beside: others.length > 0 ? [] : textsBeside(operation, argument?.element),
    wrap: respond,
  };
}

/** The other arguments of an operation; none where the operation is the message itself. */
function textsBeside(operation: XmlElement | undefined, argument: XmlElement | undefined): string[] {
  if (operation === undefined || operation === argument) return [];
  return operation.children.filter((child) => child !== argument).map(({ text }) => text.trim());
}

/**
 * The arguments that hold a message. Further ones (a transaction number, a character set) are no messages. An operation
 * whose arguments are plain values is the message itself.
 */
function findArguments(operation: XmlElement): { readonly element: XmlElement; readonly inner: Inner }[] {
  const own = innerOf(operation);
  if (own !== undefined) return [{ element: operation, inner: own }];
  const found = operation.children.flatMap((element) => {
    const inner = innerOf(element);
    return inner === undefined ? [] : [{ element, inner }];
  });
  if (found.length > 0) return found;
  const [only, ...others] = operation.children;
  if (only === undefined || (only.children.length === 0 && others.length === 0)) return [];
  const element = others.length === 0 ? only : operation;
  const root = others.length === 0 && only.children.length === 1 ? (only.children[0] ?? only) : element;
  return [{ element, inner: { read: () => root, write: (xml) => xml } }];
}

/** The document that an element's text is, if it is one. */
function innerOf({ text, children, cdata }: XmlElement): Inner | undefined {
  const trimmed = text.trim();
  if (children.length > 0 || trimmed === '') return undefined;
  if (trimmed.startsWith('<')) {
    const write = cdata ? (xml: string) => `<![CDATA[${xml.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : escapeXml;
    return {
      read: () => parseXml(trimmed),
      // A text in a text has no bytes of its own; the caller's label is repeated for what it was worth.
      write: (xml) => write(`${declaration(trimmed, DECLARED_NAME.exec(trimmed)?.[1] ?? 'UTF-8')}${xml}`),
    };
  }
  if (!BASE64.test(trimmed)) return undefined;
  const bytes = Buffer.from(trimmed, 'base64');
  if (!/^(\u00ef\u00bb\u00bf)?\s*</.test(bytes.subarray(0, 64).toString('latin1'))) return undefined;
  return {
    read: () => parseXml(decode(bytes).text.trimStart()),
    write: (xml) => {
      const { text: sent, characters } = readable(bytes);
      return Buffer.from(encode(`${declaration(sent, characters.name)}${xml}`, characters)).toString('base64');
    },
  };
}

function readable(bytes: Uint8Array): { readonly text: string; readonly characters: Characters } {
  try {
    return decode(bytes);
  } catch {
    return { text: '', characters: UTF8 };
  }
}

/** An answer has a declaration where the message had one. */
function declaration(sent: string, name: string): string {
  return DECLARATION.test(sent) ? `<?xml version="1.0" encoding="${name}"?>` : '';
}

type Scope = ReadonlyMap<string, string>;

function scope(around: Scope, { attributes }: XmlElement): Scope {
  const own = [...attributes].flatMap(([key, value]): [string, string][] => {
    if (key === 'xmlns') return [['', value]];
    return key.startsWith('xmlns:') ? [[key.slice(6), value]] : [];
  });
  return own.length === 0 ? around : new Map([...around, ...own]);
}

function namespace(inside: Scope, { name }: XmlElement): string {
  return inside.get(name.includes(':') ? name.slice(0, name.indexOf(':')) : '') ?? '';
}

/** The envelope's and the operation's own names, with the namespaces the caller gave them. */
function open({ name, attributes }: XmlElement): string {
  const own = [...attributes].filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  return `<${name}${own.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('')}>`;
}

function bodyName({ name }: XmlElement): string {
  return name.includes(':') ? `${name.slice(0, name.indexOf(':'))}:Body` : 'Body';
}

/**
 * The response of an operation as the two families of SOAP stacks read it: an argument without a namespace came from
 * JAX-WS or CXF, which reads `return`; one with the operation's namespace from .NET, which reads `…Result`.
 */
function response(operation: XmlElement, argument: XmlElement | undefined, around: Scope, content: string): string {
  const inside = scope(around, operation);
  const uri = escapeXml(namespace(inside, operation));
  const name = `${operation.local}Response`;
  const qualified = argument !== undefined && namespace(scope(inside, argument), argument) !== '';
  const result = qualified && argument !== operation ? `${operation.local}Result` : 'return xmlns=""';
  return `<${name} xmlns="${uri}"><${result}>${content}</${result.split(' ', 1)[0]}></${name}>`;
}
