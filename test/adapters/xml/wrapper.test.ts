import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../adapters/xml/wrapper.ts';
import { refused, sample } from './support.ts';

const SOAP = 'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"';
const MESSAGE = '<HOSDATA><REQUESTDATA><MSGNO>1105</MSGNO></REQUESTDATA></HOSDATA>';
const escaped = MESSAGE.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const base64 = Buffer.from(MESSAGE).toString('base64');

/** What a message is, and the answer `<a>测</a>` in its wrapper. */
function through(text: string) {
  const wrapper = unwrap(Buffer.from(text));
  return {
    root: wrapper.message().local,
    type: wrapper.type,
    answer: Buffer.from(wrapper.wrap('<a>测</a>')).toString(),
  };
}

const envelope = (content: string) => `<soap:Envelope ${SOAP}><soap:Body>${content}</soap:Body></soap:Envelope>`;

describe('a message is taken out of what it came in, and its answer goes back in the same', () => {
  it('takes bare XML, with and without a declaration', () => {
    expect(through(MESSAGE)).toMatchObject({ root: 'HOSDATA', answer: '<a>测</a>' });
    expect(through(`<?xml version="1.0" encoding="utf-8"?>${MESSAGE}`).answer).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><a>测</a>',
    );
  });

  it.each([
    ['CDATA', `<![CDATA[${MESSAGE}]]>`, '<![CDATA[<a>测</a>]]>'],
    ['escaped text', escaped, '&lt;a&gt;测&lt;/a&gt;'],
    ['Base64', base64, Buffer.from('<a>测</a>').toString('base64')],
    ['Base64 in lines', base64.replaceAll(/(.{20})/g, '$1\r\n'), Buffer.from('<a>测</a>').toString('base64')],
    ['elements', MESSAGE, '<a>测</a>'],
  ])('takes SOAP with one argument as %s', (_, payload, answer) => {
    for (const name of ['arg0', 'param', 'inxml', 'strXml', 'x']) {
      const call = `<q:settle xmlns:q="urn:q"><${name}>${payload}</${name}></q:settle>`;
      expect(through(envelope(call))).toEqual({
        root: 'HOSDATA',
        type: 'text/xml; charset=UTF-8',
        answer: envelope(`<settleResponse xmlns="urn:q"><return xmlns="">${answer}</return></settleResponse>`),
      });
    }
  });

  it('tells what stands beside the message; the values of a message that is the operation itself do not', () => {
    const call = `<q:settle xmlns:q="urn:q"><kind> 2303 </kind><xml>${escaped}</xml></q:settle>`;
    expect(unwrap(Buffer.from(envelope(call))).beside).toEqual(['2303']);
    const plain = '<q:settle xmlns:q="urn:q"><infno>2304</infno><medfee_sumamt>2303</medfee_sumamt></q:settle>';
    expect(unwrap(Buffer.from(envelope(plain))).beside).toEqual([]);
  });

  it('answers a caller of the .NET kind by the name it reads', () => {
    const call = `<Settle xmlns="http://tempuri.org/"><xml><![CDATA[${MESSAGE}]]></xml></Settle>`;
    expect(through(envelope(call)).answer).toBe(
      envelope(
        '<SettleResponse xmlns="http://tempuri.org/"><SettleResult><![CDATA[<a>测</a>]]></SettleResult></SettleResponse>',
      ),
    );
  });

  it('takes the message among arguments that are none', () => {
    const call = `<q:call xmlns:q="urn:q"><no>1105</no><in><![CDATA[${MESSAGE}]]></in><characterSet>utf-8</characterSet></q:call>`;
    expect(through(envelope(call)).root).toBe('HOSDATA');
  });

  it('takes an envelope in the default namespace, with a header, and one of SOAP 1.2', () => {
    const content = `<Header/><Body><m xmlns="urn:m"><i xmlns="">${escaped}</i></m></Body>`;
    expect(through(`<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/">${content}</Envelope>`).answer).toBe(
      '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><mResponse xmlns="urn:m"><return xmlns="">&lt;a&gt;测&lt;/a&gt;</return></mResponse></Body></Envelope>',
    );
    const twelve = through(`<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope">${content}</Envelope>`);
    expect(twelve).toMatchObject({ root: 'HOSDATA', type: 'application/soap+xml; charset=UTF-8' });
  });

  it('takes text in one element', () => {
    expect(through(`<string xmlns="http://tempuri.org/">${escaped}</string>`)).toMatchObject({
      root: 'HOSDATA',
      answer: '<string xmlns="http://tempuri.org/">&lt;a&gt;测&lt;/a&gt;</string>',
    });
  });

  it('repeats the label of a text in a text, which has no bytes of its own', () => {
    const inner = `<?xml version="1.0" encoding="GBK"?>${MESSAGE}`;
    expect(through(envelope(`<m xmlns="urn:m"><i xmlns=""><![CDATA[${inner}]]></i></m>`)).answer).toContain(
      '<![CDATA[<?xml version="1.0" encoding="GBK"?><a>测</a>]]>',
    );
  });

  it('reads Base64 of GBK bytes and answers in GBK bytes', () => {
    const inner = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'),
      Uint8Array.of(0xb2, 0xe2, 0xca, 0xd4),
      Buffer.from('</a>'),
    ]).toString('base64');
    const wrapper = unwrap(Buffer.from(envelope(`<m xmlns="urn:m"><i xmlns="">${inner}</i></m>`)));
    expect(wrapper.message().text).toBe('测试');
    const answer = /<return xmlns="">([^<]*)</.exec(Buffer.from(wrapper.wrap('<b>试</b>')).toString())?.[1] ?? '';
    expect(Buffer.from(answer, 'base64').toString('latin1')).toBe(
      '<?xml version="1.0" encoding="GBK"?><b>\u00ca\u00d4</b>',
    );
  });

  it('takes the real request of a work-injury service, SOAP with an empty action and Base64', () => {
    const wrapper = unwrap(sample('82_gs_request_soap_base64.xml'));
    expect(wrapper.message()).toMatchObject({ local: 'jSSheetReqData' });
    expect(Buffer.from(wrapper.wrap('<a/>')).toString()).toContain(
      '<getJSSheetResponse xmlns="http://send.webservice.his.easternie.com/"><return xmlns="">',
    );
  });

  it.each([
    ['no operation', envelope('')],
    ['no argument', envelope('<m xmlns="urn:m"/>')],
    ['an argument that is no XML', envelope('<m xmlns="urn:m"><i>1105</i></m>')],
    ['two messages', envelope(`<m xmlns="urn:m"><i>${escaped}</i><j>${escaped}</j></m>`)],
    [
      'a message with a document type',
      envelope(`<m xmlns="urn:m"><i>${escaped.replace('&lt;', '&lt;!DOCTYPE a&gt;&lt;')}</i></m>`),
    ],
    ['a message that is broken', envelope(`<m xmlns="urn:m"><i>${escaped.slice(0, -8)}</i></m>`)],
  ])('refuses %s, and can still answer in the wrapper', async (_, text) => {
    const wrapper = unwrap(Buffer.from(text));
    expect((await refused(() => wrapper.message())).code).toBe('INVALID_BODY');
    expect(Buffer.from(wrapper.wrap('<a/>')).toString()).toMatch(/^<soap:Envelope.*<\/soap:Envelope>$/);
  });
});
