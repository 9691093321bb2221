import { describe, expect, it } from 'vitest';
import type { Command } from '../../../adapters/adapter.ts';
import { buildXml, type Out } from '../../../adapters/xml/build.ts';
import { parseXml, type XmlElement } from '../../../adapters/xml/document.ts';
import { FIGURES, nationalName, plainName } from '../../../adapters/xml/names.ts';
import { unwrap } from '../../../adapters/xml/wrapper.ts';
import { xml } from '../../../adapters/xml/xml.ts';
import { parseClaim } from '../../../src/claim/parse.ts';
import { problemDocument, Refusal } from '../../../src/problem/refusal.ts';
import { burden, claimInput, NOW } from '../../support/claims.ts';
import { JIANGXI, policy } from '../../support/terms.ts';
import { HisWorld } from '../support.ts';
import { find, hosdataVoice, messageOf, soapVoice } from './voice.ts';

/** What a message comes to: the command, or the code of its refusal, which can always be written. */
function read(bytes: Uint8Array): Command | string {
  const exchange = xml.open({
    bytes,
    contentType: 'text/xml',
    hospital: { id: 'H36010200101', centreFunds: {} },
    now: NOW,
    requestId: 'r',
  });
  try {
    const command = exchange.read();
    if (command.kind === 'settle') parseClaim(command.claim, NOW);
    return command;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = new TextDecoder('gb18030').decode(exchange.refuse(problemDocument(error, 'r')).bytes);
    expect(text).toContain(`[${error.code}]`);
    return error.code;
  }
}

const money = (command: Command | string) => {
  if (typeof command === 'string' || command.kind !== 'settle') return undefined;
  const { charges, personal, payments, hospitalBorne, accountPaid } = command.claim;
  return { charges, personal, payments, hospitalBorne, accountPaid };
};

const COSTS = burden(26_500_000, 3_500_000);
const CLAIM = hosdataVoice.expressible(
  claimInput({ costs: COSTS, funds: 10_000_000, accountPaid: 30_000, withoutLines: true }),
);

function out({ name, children, text }: XmlElement): Out {
  return [name, children.length > 0 ? children.map(out) : text];
}

/** Every message that is this one with one element changed. */
function* variants(root: Out, change: (one: Out) => readonly Out[]): Generator<{ name: string; message: Out }> {
  const [name, content] = root;
  if (typeof content === 'string') return;
  for (const [index, child] of content.entries()) {
    yield { name: child[0], message: [name, content.toSpliced(index, 1, ...change(child))] };
    for (const { name: inner, message } of variants(child, change)) {
      yield { name: inner, message: [name, content.toSpliced(index, 1, message)] };
    }
  }
}

const isFigure = (name: string) => FIGURES.has(nationalName(plainName(name)));
const bytesOf = (message: Out) => Buffer.from(buildXml(message));

describe.each([
  ['金保 codes', out(unwrap(hosdataVoice.settle(CLAIM, 'M1')).message())],
  ['national names', out(unwrap(soapVoice.settle(CLAIM, 'M1')).message())],
])('a message in %s in which one element is not as it was', (_, whole) => {
  const right = money(read(bytesOf(whole)));

  it('is read as it was meant to be, when it is whole', () => {
    expect(right).toMatchObject({ charges: { total: '300000.00' }, personal: '200000.00', accountPaid: '300.00' });
  });

  it.each<[string, (one: Out) => readonly Out[]]>([
    ['lost', () => []],
    ['emptied', ([name]) => [[name, '']]],
    ['said twice', (one) => [one, one]],
    ['with another name', ([name, content]) => [[`${name}X`, content]]],
    ['no number', ([name]) => [[name, '十二']]],
    ['another figure', ([name, content]) => [[name, isFigure(name) ? `1${String(content)}` : content]]],
    ['said again and differently', (one) => [one, [one[0], isFigure(one[0]) ? '0.07' : one[1]]]],
  ])('%s: has the same money, or is refused', (how, change) => {
    let refused = 0;
    for (const { message } of variants(whole, change)) {
      const found = money(read(bytesOf(message)));
      if (found === undefined) refused++;
      // What the account paid is the patient's own; national messages need not say it.
      else expect({ ...found, accountPaid: undefined }).toEqual({ ...right, accountPaid: undefined });
    }
    expect(refused).toBeGreaterThan(how === 'said twice' ? -1 : 4);
  });
});

describe('the door', () => {
  it('answers what it cannot read as a HIS of the older kind expects it', async () => {
    const his = await HisWorld.open([policy(JIANGXI)]);
    try {
      const attacks = [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><HOSDATA><MSGNO>&x;</MSGNO></HOSDATA>',
        '<HOSDATA>&x;</HOSDATA>',
        '<HOSDATA>',
        '{"infno":"2304"}',
        '',
        Uint8Array.of(0xff, 0xfe, 0x3c, 0x00),
        '<a>'.repeat(200_000),
      ];
      for (const attack of attacks) {
        const answer = await his.send('xml', attack, 'H1', 'text/xml');
        expect(answer.status).toBe(200);
        expect(answer.type).toBe('text/xml; charset=UTF-8');
        const root = messageOf(answer);
        expect(root.local).toBe('HOSDATA');
        expect(find(root, 'returnnum')?.text).toBe('-1');
        expect(find(root, 'errormsg')?.text).toMatch(/^\[INVALID_BODY\]/);
        expect(Buffer.from(answer.bytes).toString()).not.toMatch(/root:|passwd/);
      }
    } finally {
      await his.close();
    }
  });

  it('refuses a message of another institution with 403, in its envelope', async () => {
    const his = await HisWorld.open([policy(JIANGXI)]);
    try {
      const other = buildXml([
        'Request',
        [
          ['infno', '5203'],
          ['fixmedins_code', 'H36010200999'],
          ['setl_id', 'S-1'],
        ],
      ]);
      const answer = await his.send('xml', other, 'H1', 'text/xml');
      expect(answer.status).toBe(403);
      expect(find(messageOf(answer), 'status')?.text).toBe('500');
      expect(find(messageOf(answer), 'msg')?.text).toMatch(/^\[FORBIDDEN\]/);
    } finally {
      await his.close();
    }
  });

  it('names the figures of the caller where amounts do not add up, and tells nobody who it was', async () => {
    const his = await HisWorld.open([policy(JIANGXI)]);
    try {
      const wrong = Buffer.from(hosdataVoice.settle(CLAIM, 'M1')).toString('latin1').replace('199700.00', '199700.01');
      const answer = await his.send('xml', Buffer.from(wrong, 'latin1'), 'H1', 'text/xml');
      expect(answer.type).toBe('text/xml; charset=GB18030');
      const text = find(messageOf(answer), 'errormsg')?.text ?? '';
      expect(text).toMatch(/^\[AMOUNTS_INCONSISTENT\] .*AKC264 = .*300000 ≠ 300000.01/);
      const { idNumber, name } = CLAIM.patient;
      for (const place of [text, ...his.log]) {
        expect(place).not.toContain(idNumber);
        expect(place).not.toContain(name);
      }
    } finally {
      await his.close();
    }
  });
});

it('a root that is no request is repeated, and a request is answered by a response', () => {
  const roots = ['Request', 'request', 'jSSheetReqData', 'input', 'DATA', 'HOSDATA', 'hosdata'].map((root) => {
    const exchange = xml.open({
      ...{ contentType: undefined, hospital: undefined, now: NOW, requestId: 'r' },
      bytes: Buffer.from(`<${root} xmlns="urn:x"><a/></${root}>`),
    });
    const refusal = new Refusal('INVALID_BODY', { detail: '无', detailEn: 'none' });
    return parseXml(Buffer.from(exchange.refuse(problemDocument(refusal, 'r')).bytes).toString());
  });
  expect(roots.map(({ local }) => local)).toEqual([
    ...['Response', 'response', 'jSSheetRespData', 'output', 'DATA', 'HOSDATA', 'hosdata'],
  ]);
  expect(roots.every(({ attributes }) => attributes.get('xmlns') === 'urn:x')).toBe(true);
  const texts = ['msg', 'msg', 'msg', 'message', 'MSG', 'ERRORMSG', 'errormsg'];
  expect(roots.map((root, index) => find(root, (texts[index] ?? '').toLowerCase())?.name)).toEqual(texts);
});
