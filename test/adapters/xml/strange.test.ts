import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { burden, claimInput } from '../../support/claims.ts';
import { HisWorld } from '../support.ts';
import { soapVoice } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open();
});
afterEach(() => his.close());

const CLAIM = soapVoice.expressible(
  claimInput({ settlementId: 'S-1', costs: burden(26_500_000, 3_500_000), withoutLines: true }),
);
const settling = Buffer.from(soapVoice.settle(CLAIM, 'M1')).toString();
const say = async (text: string) => soapVoice.hear(await his.send('xml', text, 'H1', 'text/xml'));
const attempts = () => his.world.attempts('H1', 'S-1');

describe('a transaction number beside the message in SOAP', () => {
  const WITHOUT = settling.replace('&lt;infno&gt;2304&lt;/infno&gt;', '');
  const beside = (number: string, text = WITHOUT) => text.replace('<in>', `<kind>${number}</kind><in>`);

  it('is the message’s where it has none: what was to be quoted is not settled', async () => {
    for (const number of ['2303', '1104']) {
      expect(await say(beside(number))).toMatchObject({ ok: true });
      expect(await attempts()).toEqual([]);
    }
    expect(await say(beside('2304'))).toMatchObject({ ok: true, already: false });
    expect(await say(beside('2305'))).toMatchObject({ ok: true, already: false });
    expect((await attempts()).map(({ status }) => status)).toEqual(['reversed']);
  });

  it('must be the message’s where it has one', async () => {
    expect(await say(beside('2303', settling))).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    expect(await attempts()).toEqual([]);
    for (const number of ['2304', '1105', 'utf-8'])
      expect(await say(beside(number, settling))).toMatchObject({ ok: true });
  });
});

it('two operations in one SOAP body are refused, not the second one passed over', async () => {
  const operation = /<m:call.*<\/m:call>/s.exec(settling)?.[0] ?? '';
  expect(await say(settling.replace(operation, operation + operation))).toMatchObject({ code: 'INVALID_BODY' });
});

it.each(['<hosp_part_amt><v>5.00</v></hosp_part_amt>', '<hosp_part_amt v="5.00"/>', '<AKC255><b>5</b></AKC255>'])(
  'an amount that is no single value is refused, not read as none: %s',
  async (element) => {
    const text = element.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const start = settling.indexOf('&lt;hosp_part_amt&gt;');
    expect(await say(settling.slice(0, start) + text + settling.slice(start))).toMatchObject({ code: 'INVALID_BODY' });
    expect(await attempts()).toEqual([]);
  },
);

it('rows of another person are refused', async () => {
  const other = settling.replace('&lt;diag_code&gt;', '&lt;psn_no&gt;7&lt;/psn_no&gt;&lt;diag_code&gt;');
  expect(other).not.toBe(settling);
  expect(await say(other)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
});

it('an element that stands very often is no internal error', { timeout: 30_000 }, async () => {
  const many = '&lt;zz&gt;1&lt;/zz&gt;'.repeat(200_000);
  const start = settling.indexOf('&lt;hosp_part_amt&gt;');
  expect(await say(settling.slice(0, start) + many + settling.slice(start))).toMatchObject({ ok: true });
});
