import { escapeXml, type Out } from './build.ts';
import type { XmlElement } from './document.ts';

/** What an answer has to say, before it has the caller's form. Names are national, in lower case. */
export interface Content {
  /** Done now, or was done before. */
  readonly already: boolean;
  /** What the answer is known by; empty where there is nothing to refer to. */
  readonly reference: string;
  readonly fields: readonly Out[];
  readonly rows: readonly (readonly Out[])[];
}

/** How a caller wants its answers: root, status and names. */
export interface Style {
  done(content: Content): Out;
  /** @param text of one line, a code at its front */
  refused(text: string): Out;
}

/**
 * The style of an answer, from the root of the message.
 *
 * @param root `undefined` where the message could not be read: then as to a HOSDATA message
 */
export function styleOf(root: XmlElement | undefined): Style {
  if (root === undefined) return hosdata('HOSDATA', upper);
  const names = new Set(root.children.map(({ local }) => local.toLowerCase()));
  const lower = root.local.toLowerCase();
  const name = answerName(root);
  const written = root.local === root.local.toUpperCase() ? upper : same;
  if (lower === 'hosdata' || names.has('requestdata') || names.has('responsedata')) return hosdata(name, written);
  if (/reqdata$/.test(lower)) return flat(name, CODE, same);
  if (lower === 'input') return flat(name, FLAG, (plain) => `prm_${plain}`);
  if (lower === 'request' && names.has('head')) return headed(name);
  return response(name, written);
}

type Case = (name: string) => string;
const upper: Case = (name) => name.toUpperCase();
const same: Case = (name) => name;

const ASKED_AND_ANSWERED = [
  ['Request', 'Response'],
  ['request', 'response'],
  ['REQUEST', 'RESPONSE'],
  ['Req', 'Resp'],
  ['Input', 'Output'],
  ['input', 'output'],
  ['INPUT', 'OUTPUT'],
] as const;

/** A request's root as the root of its answer, in its namespace; a root that is no request is repeated. */
function answerName({ local, attributes }: XmlElement): string {
  const pair = ASKED_AND_ANSWERED.find(([asked]) => local.includes(asked));
  const name = pair === undefined ? local : local.replace(pair[0], pair[1]);
  const namespace = attributes.get('xmlns');
  return namespace === undefined ? name : `${name} xmlns="${escapeXml(namespace)}"`;
}

/** `<HOSDATA><RESPONSEDATA>`: RETURNNUM 1 done, 2 done before, -1 refused. */
function hosdata(root: string, name: Case): Style {
  const answer = (number: string, text: string, reference: string, output: readonly Out[]): Out => [
    root,
    [
      [
        name('responsedata'),
        [
          [name('returnnum'), number],
          [name('errormsg'), text],
          [name('refmsgid'), reference],
          [name('output'), output],
        ],
      ],
    ],
  ];
  return {
    done: ({ already, reference, fields, rows }) =>
      answer(already ? '2' : '1', '', reference, [
        ...fields.map((out) => renamed(out, name)),
        ...rows.map((row): Out => [name('outrow'), row.map((out) => renamed(out, name))]),
      ]),
    refused: (text) => answer('-1', text, '', []),
  };
}

/** `<Response>`: status 200 or 500, msg, resultnum and one result. */
function response(root: string, name: Case): Style {
  const answer = (status: string, text: string, result: readonly Out[]): Out => [
    root,
    [[name('status'), status], [name('msg'), text], [name('resultnum'), result.length > 0 ? '1' : '0'], ...result],
  ];
  return {
    done: ({ fields, rows }) => answer('200', '成功', [[name('result'), nested(fields, rows, name)]]),
    refused: (text) => answer('500', text, []),
  };
}

/** How a status stands beside the fields. */
interface Status {
  readonly status: string;
  readonly done: string;
  readonly refused: string;
  readonly text: string;
}

const CODE: Status = { status: 'code', done: '0', refused: '-1', text: 'msg' };
const FLAG: Status = { status: 'flag', done: '1', refused: '-1', text: 'message' };

/** `<…RespData>` and `<output>`: all on one level. */
function flat(root: string, { status, done, refused, text }: Status, name: Case): Style {
  return {
    done: ({ fields, rows }) => [root, [[status, done], [text, ''], ...nested(fields, rows, name)]],
    refused: (said) => [
      root,
      [
        [status, refused],
        [text, said],
      ],
    ],
  };
}

/** `<response><head/><body/>` in the request's namespace: code 0 or another in the head. */
function headed(name: string): Style {
  const head = (code: string, text: string): Out => [
    'head',
    [
      ['code', code],
      ['msg', text],
    ],
  ];
  return {
    done: ({ fields, rows }) => [name, [head('0', ''), ['body', nested(fields, rows, same)]]],
    refused: (text) => [name, [head('-1', text), ['body', '']]],
  };
}

function nested(fields: readonly Out[], rows: readonly (readonly Out[])[], name: Case): Out[] {
  return [
    ...fields.map((out) => renamed(out, name)),
    ...rows.map((row): Out => [name('setldetail'), row.map((out) => renamed(out, name))]),
  ];
}

function renamed([plain, content]: Out, name: Case): Out {
  return [name(plain), typeof content === 'string' ? content : content.map((out) => renamed(out, name))];
}
