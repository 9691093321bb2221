import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Out } from '../../../adapters/xml/build.ts';
import { burden, claimInput } from '../../support/claims.ts';
import { JIANGXI, policy } from '../../support/terms.ts';
import { HisWorld } from '../support.ts';
import { find, hosdata, hosdataVoice, messageOf } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open([policy(JIANGXI)]);
  his.world.now = Date.parse('2024-03-12T09:00:00+08:00');
});
afterEach(() => his.close());

const send = async (xml: string | Uint8Array) => messageOf(await his.send('xml', xml, 'H1', 'text/xml'));
const claim = hosdataVoice.expressible(claimInput({ costs: burden(26_500_000, 3_500_000) }));
const settle = async (id: string) => {
  const answer = await send(hosdataVoice.settle(claim, id));
  const text = (name: string) => find(answer, name)?.text ?? '';
  return { paid: text('supl_pay_sumamt'), reference: text('refmsgid') };
};

/** Rows of a 1121 as HIS send them: their own ids of messages, ours, and amounts. */
const detail = (rows: readonly (readonly Out[])[], days: readonly Out[] = []) =>
  send(hosdata('1121', 'D1', [...days, ...rows.map((row): Out => ['ROW', row])]));
const row = (msgid: string, refmsgid: string, total: string, paid: string): Out[] => [
  ['MSGID', msgid],
  ['REFMSGID', refmsgid],
  ['AKC264', total],
  ['AKC708', paid],
];

describe('a day in 金保 messages is held against ours', () => {
  const totals = (change: Readonly<Record<string, string>> = {}) => {
    const said = { AAE030: '2024-03-11', AAE031: '20240311', CKA130: '2', BKB001: '1', BKB002: '0', ...change };
    return send(hosdata('1120', 'T1', Object.entries(said)));
  };

  it('by its totals: AKE150 1 where they are equal, 0 where not', async () => {
    const { paid } = await settle('M1');
    const equal = await totals({ AKC264: '300000.0000', AKC708: paid });
    expect(find(equal, 'returnnum')?.text).toBe('1');
    expect(find(equal, 'ake150')?.text).toBe('1');
    expect(find(equal, 'cka130')?.text).toBe('2');
    // The whole of what the other side paid may be under one name or several, or under ours.
    expect(find(await totals({ AKC264: '300000', AKC260: '0', AKC706: paid }), 'ake150')?.text).toBe('1');
    expect(find(await totals({ AKC264: '300000', SUPL_PAY_SUMAMT: paid }), 'ake150')?.text).toBe('1');
    const less = await totals({ AKC264: '300000', SUPL_PAY_SUMAMT: '0.00' });
    expect(find(less, 'ake150')?.text).toBe('0');
    expect(find(less, 'supl_pay_sumamt')?.text).toBe(paid);
    const none = await totals({ BKB001: '0', AKC264: '0', SUPL_PAY_SUMAMT: '0' });
    expect(find(none, 'stmt_rslt')?.text).toBe('1');
    const outpatients = await totals({ CKA130: '1', BKB001: '0', AKC264: '0', SUPL_PAY_SUMAMT: '0' });
    expect(find(outpatients, 'ake150')?.text).toBe('1');
  });

  it('by totals with a recall: both records count, and their amounts come to nothing', async () => {
    await settle('M1');
    await send(hosdataVoice.reverse(claim, 'M2'));
    const said = { AAE031: '2024-03-31', AAE030: '2024-03-01', BKB002: '1', AKC264: '0.0000', SUPL_PAY_SUMAMT: '0' };
    expect(find(await totals(said), 'ake150')?.text).toBe('1');
  });

  it.each([
    [{ AAE030: 'gestern' }],
    [{ BKB001: '' }],
    [{ CKA130: '7' }],
    [{ AKC264: '1O0' }],
    [{ SUPL_PAY_SUMAMT: '' }],
  ])('and refuses %o', async (change) => {
    const answer = await totals({ AKC264: '300000', SUPL_PAY_SUMAMT: '1', ...change });
    expect(find(answer, 'returnnum')?.text).toBe('-1');
    expect(find(answer, 'errormsg')?.text).toMatch(/^\[INVALID_BODY\]/);
  });

  it('by its rows, which name a settlement by their message, by our answer, or by visit and bill', async () => {
    const { paid, reference } = await settle('M1');
    for (const one of [row('M1', '', '300000.0000', paid), row('other', reference, '300000', paid)]) {
      expect(find(await detail([one]), 'outrow')).toBeUndefined();
    }
    const wrong = await detail([row('M1', reference, '300000', '1.00')]);
    expect(find(wrong, 'stmt_rslt')?.text).toBe('3');
    expect(find(wrong, 'setl_id')?.text).toBe('S-1');
    expect(find(wrong, 'msgid')?.text).toBe('M1');
    const unknown = await detail([row('M9', '', '1', '1'), row('M8', '', '2', '2')]);
    expect(find(unknown, 'stmt_rslt')?.text).toBe('2');
    expect(find(unknown, 'output')?.children).toHaveLength(2);
  });

  it('by its rows with a recall, written without anything around a row', async () => {
    const { paid, reference } = await settle('M1');
    await send(hosdataVoice.reverse(claim, 'M2'));
    const rows = [...row('M1', reference, '300000', paid), ...row('M2', reference, '-300000', `-${paid}`)];
    expect(find(await send(hosdata('1121', 'D1', rows)), 'outrow')).toBeUndefined();
  });

  it('asks about the rows it lists, and about all of the days it names', async () => {
    await settle('M1');
    expect(find(await detail([]), 'outrow')).toBeUndefined();
    const days: Out[] = [
      ['AAE030', '2024-03-11'],
      ['AAE031', '2024-03-11'],
    ];
    const missing = await detail([], days);
    expect(find(missing, 'stmt_rslt')?.text).toBe('1');
  });

  it('signs in and out', async () => {
    const signedIn = await send(hosdata('1501', 'I1', []));
    expect(find(signedIn, 'batno')?.text).toMatch(/^\d+$/);
    expect(find(await send(hosdata('1503', 'I2', [])), 'returnnum')?.text).toBe('1');
  });
});

it("our own answer, stored among the centre's rows and sent again with them, changes nothing", async () => {
  const bytes = hosdataVoice.settle(claim, 'M1');
  const first = Buffer.from((await his.send('xml', bytes, 'H1', 'text/xml')).bytes).toString('latin1');
  const [row = ''] = /<OUTROW>.*<\/OUTROW>/.exec(first) ?? [];
  expect(row).toContain('620100');
  const again = Buffer.from(bytes)
    .toString('latin1')
    .replace('</REQUESTDATA>', `<OUTPUT>${row}</OUTPUT></REQUESTDATA>`);
  const answer = await send(Buffer.from(again, 'latin1'));
  expect(find(answer, 'returnnum')?.text).toBe('2');
  expect(find(answer, 'warn_msg')?.text ?? '').not.toContain('620100');
  expect(find(answer, 'refmsgid')?.text).toBe(/<REFMSGID>(\w+)</.exec(first)?.[1]);
});

describe('a recall that knows only its message', () => {
  it('takes that message back', async () => {
    await settle('M1');
    const recall = hosdata('1203', 'M2', [['AKC281', 'M1']]);
    expect(find(await send(recall), 'returnnum')?.text).toBe('1');
    expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['reversed']);
  });

  it('names the person too where the format does: without, another message would be meant', async () => {
    const message = '<Request><infno>2601</infno><msgid>M2</msgid><omsgid>M1</omsgid><oinfno>2304</oinfno></Request>';
    expect(find(await send(message), 'msg')?.text).toMatch(/^\[INVALID_BODY\] .*psn_no/);
  });

  it('cannot take back a recall', async () => {
    await settle('M1');
    await send(hosdataVoice.reverse(claim, 'M2'));
    const correction = hosdata('1301', 'M3', [
      ['AKC275', 'M2'],
      ['ORGMSGNO', '1203'],
    ]);
    expect(find(await send(correction), 'errormsg')?.text).toMatch(/^\[INVALID_BODY\].*ORGMSGNO/);
  });
});
