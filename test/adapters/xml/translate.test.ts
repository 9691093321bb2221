import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimNodes } from '../../../adapters/xml/claim.ts';
import { parseXml } from '../../../adapters/xml/document.ts';
import { gather } from '../../../adapters/xml/gather.ts';
import { transactionOf } from '../../../adapters/xml/transaction.ts';
import { Money } from '../../../src/money/money.ts';
import { refused, sample } from './support.ts';

type Node = Readonly<Record<string, string>>;

/** The nodes of the national format that a message comes to. */
function nodes(xml: string) {
  const gathered = gather(parseXml(xml));
  return claimNodes(gathered, transactionOf(gathered.fields));
}

const visit = (xml: string) => nodes(xml)['setlinfo'] as Node;
const row = (fields: Node) =>
  `<OUTROW>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</OUTROW>`;
const settled = (fields: Node) => `<HOSDATA><RESPONSEDATA><OUTPUT>${row(fields)}</OUTPUT></RESPONSEDATA></HOSDATA>`;

const COLUMNS = [
  'AKC264',
  'AKC255',
  'AKC260',
  'AKC261',
  'AKC706',
  'AKC707',
  'AKC708',
  'CKAA20',
  'CKAA27',
  'BKE151',
  'CKAA40',
];
const ROWS: readonly Node[] = sample('old_xml_amounts_1050_rows.csv')
  .toString()
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => {
    const [msgno = '', ...amounts] = line.split(',');
    return { MSGNO: msgno, ...Object.fromEntries(COLUMNS.map((name, at) => [name, amounts[at] ?? ''])) };
  });
const SETTLEMENTS = ROWS.filter(({ MSGNO }) => MSGNO === '1105' || MSGNO === '1108').map((fields) => ({
  ...fields,
  AKA130: fields['MSGNO'] === '1105' ? '21' : '11',
}));

const sum = (node: Node, ...names: string[]) => Money.sum(names.map((name) => Money.of(node[name] ?? '0')));

describe('figures in 金保 codes as the national ones', () => {
  it('holds every real settlement: the funds, and what is left to the patient, make up the total', () => {
    expect(SETTLEMENTS.length).toBeGreaterThan(1_000);
    for (const fields of SETTLEMENTS) {
      const node = visit(settled(fields));
      const funds = sum(node, 'hifp_pay', 'cvlserv_pay', 'hifmi_pay', 'hifob_pay', 'maf_pay', 'oth_pay');
      expect(node['fund_pay_sumamt']).toBe(funds.toString());
      expect(funds.plus(sum(node, 'psn_part_amt')).toString()).toBe(sum(node, 'medfee_sumamt').toString());
      // A personal account is the patient's own money.
      expect(sum(node, 'psn_part_amt').eq(sum(node, 'acct_pay', 'psn_cash_pay'))).toBe(true);
    }
  });

  it('refuses every real settlement in which one figure is another fen, naming the identity and both sides', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SETTLEMENTS),
        fc.constantFrom(...COLUMNS),
        fc.constantFrom('0.01', '-0.01', '1000'),
        async (fields: Node, column, change) => {
          const wrong = {
            ...fields,
            [column]: Money.of(fields[column] ?? '0')
              .plus(Money.of(change))
              .toString(),
          };
          const { code, detail } = await refused(() => nodes(settled(wrong)));
          expect(code).toBe('AMOUNTS_INCONSISTENT');
          expect(detail.detailEn).toMatch(/AKC264 = AKC255 .*: -?[\d.]+ ≠ -?[\d.]+$|AKC708 = CKAA20 .*≠/);
        },
      ),
    );
  });

  it('counts other funds once, whether as a whole or in parts', () => {
    const base = { MSGNO: '1105', AKC264: '100', AKC260: '60', AKC255: '0', AKC261: '10' };
    const parts = { CKAA20: '5', CKAA27: '10', BKE151: '12', CKAA40: '3' };
    expect(visit(settled({ ...base, AKC708: '30' }))).toMatchObject({ oth_pay: '30' });
    for (const fields of [
      { ...base, ...parts },
      { ...base, AKC708: '30', ...parts },
    ]) {
      expect(visit(settled(fields))).toMatchObject({ oth_pay: '15', maf_pay: '15', fund_pay_sumamt: '90' });
    }
  });

  it('gives big-illness money to the fund of the insurance', () => {
    const base = { MSGNO: '1105', AKC264: '100', AKC260: '60', AKC261: '10', AKC706: '30' };
    expect(visit(settled({ ...base, AAE140: '390' }))).toMatchObject({ hifmi_pay: '30' });
    expect(visit(settled({ ...base, AAE140: '310' }))).toMatchObject({ hifob_pay: '30' });
  });

  it('reads the Yinhai edition, which does not say what the patient pays: that must be there too', () => {
    const yinhai =
      '<input><prm_yka055>100</prm_yka055><prm_yka056>5</prm_yka056><prm_yka057>5</prm_yka057><prm_yka111>90</prm_yka111><prm_yka248>60</prm_yka248><prm_yka062>10</prm_yka062><prm_yke030>0</prm_yke030></input>';
    const node = visit(yinhai);
    expect(node).toMatchObject({ medfee_sumamt: '100', inscp_scp_amt: '90', hifp_pay: '60', hifob_pay: '10' });
    expect(node).not.toHaveProperty('fund_pay_sumamt');
    expect(node).not.toHaveProperty('psn_part_amt');
  });

  it('takes what the hospital bears out of what the patient bears', () => {
    const base = { MSGNO: '1105', AKC264: '100', AKC260: '60', AKC261: '30' };
    expect(visit(settled({ ...base, AKC773: '10' }))).toMatchObject({ hosp_part_amt: '10', psn_part_amt: '30' });
    expect(visit(settled({ ...base, AKC773: '0.0000', AKC785: '10' }))).toMatchObject({ hosp_part_amt: '10' });
  });

  it.each([
    ['the hospital paid one and advanced another amount', { AKC773: '5', AKC785: '10' }, 'AMOUNTS_INCONSISTENT'],
    ['the cash is missing', { AKC261: '' }, 'INVALID_BODY'],
    ['a figure is no number', { AKC260: '6O' }, 'INVALID_BODY'],
    ['a figure has thousands marked', { AKC264: '1,000.00' }, 'INVALID_BODY'],
  ])('refuses where %s', async (_, change, code) => {
    const base = { MSGNO: '1105', AKC264: '100', AKC260: '60', AKC261: '30', AKC773: '10' };
    expect((await refused(() => nodes(settled({ ...base, ...change })))).code).toBe(code);
  });
});

describe('what a message says, however it is arranged', () => {
  const fields = { MSGNO: '1105', AKC190: 'V1', AAE072: '7', AKC264: '100', AKC260: '60', AKC261: '40' };
  const leaf = (name: string, value: string) => `<${name}>${value}</${name}>`;
  const all = Object.entries(fields);

  it.each([
    ['in lower case', `<hosdata>${all.map(([n, v]) => leaf(n.toLowerCase(), v)).join('')}</hosdata>`],
    [
      'in the other order',
      `<HOSDATA>${all
        .toReversed()
        .map(([n, v]) => leaf(n, v))
        .join('')}</HOSDATA>`,
    ],
    ['as attributes', `<HOSDATA><ROW ${all.map(([n, v]) => `${n}="${v}"`).join(' ')}/></HOSDATA>`],
    ['as value attributes', `<HOSDATA>${all.map(([n, v]) => `<${n} value="${v}"/>`).join('')}</HOSDATA>`],
    ['with prefixes', `<n:a xmlns:n="urn:n">${all.map(([n, v]) => leaf(`n:${n}`, v)).join('')}</n:a>`],
    ['with prm_', `<input>${all.map(([n, v]) => leaf(`prm_${n.toLowerCase()}`, v)).join('')}</input>`],
    ['each nested by itself', `<HOSDATA>${all.map(([n, v]) => `<P>${leaf(n, v)}</P>`).join('')}</HOSDATA>`],
    ['with blanks and line breaks', `<HOSDATA>${all.map(([n, v]) => leaf(n, `\n  ${v}\t`)).join('\r\n')}</HOSDATA>`],
    ['in CDATA', `<HOSDATA>${all.map(([n, v]) => leaf(n, `<![CDATA[${v}]]>`)).join('')}</HOSDATA>`],
    [
      'said twice alike',
      `<HOSDATA><A>${all.map(([n, v]) => leaf(n, v)).join('')}</A><B><AKC264>100.0000</AKC264></B></HOSDATA>`,
    ],
  ])('is the same %s', (_, xml) => {
    expect(visit(xml)).toMatchObject({
      setl_id: 'V1-7',
      mdtrt_id: 'V1',
      medfee_sumamt: expect.stringMatching(/^100(\.0000)?$/),
      fund_pay_sumamt: '60',
      psn_part_amt: '40',
    });
  });

  it('refuses an amount or an identity that is said twice and differently', async () => {
    const twice = (extra: Node) => `<HOSDATA>${row(fields)}${row(extra)}</HOSDATA>`;
    expect((await refused(() => nodes(twice({ AKC264: '100.01' })))).code).toBe('AMOUNTS_INCONSISTENT');
    expect((await refused(() => nodes(twice({ medfee_sumamt: '100.01' })))).code).toBe('AMOUNTS_INCONSISTENT');
    const other = await refused(() => nodes(twice({ AAC003: '甲', psn_name: '乙', AAE072: '8' })));
    expect(other.code).toBe('INVALID_BODY');
    // Whose it is, is not repeated.
    expect(JSON.stringify(other.detail)).not.toMatch(/甲|乙/);
  });

  it('takes the older way to list diagnoses, and to name the one of the discharge', () => {
    const kc33 = (order: string, code: string) =>
      `<KC33ROW><BKE150>${order}</BKE150><AKC221>20230701000000</AKC221><AKA120>${code}</AKA120><AKA121>名</AKA121></KC33ROW>`;
    const list = `<KC33XML>${kc33('2', 'I10')}${kc33('1', 'C34.900')}</KC33XML>`;
    const translated = nodes(`<HOSDATA>${row(fields)}<KC21XML><AKC196>I10</AKC196>${list}</KC21XML></HOSDATA>`);
    expect(translated['diseinfo']).toMatchObject([
      { diag_code: 'I10', diag_name: '名', diag_srt_no: '2' },
      { diag_code: 'C34.900', diag_srt_no: '1' },
    ]);
    expect(translated['dscginfo']).toMatchObject({ dscg_maindiag_code: 'I10' });
  });

  it('takes no admission diagnosis for one of the discharge, but the only one of an outpatient', () => {
    const told = { ...fields, AKC193: 'C34.900' };
    expect(visit(settled(told))).not.toHaveProperty('dscg_maindiag_code');
    expect(visit(settled({ ...told, MSGNO: '1108', AKA130: '11' }))).toMatchObject({ dscg_maindiag_code: 'C34.900' });
  });

  it.each([
    ['1105', '21', '21'],
    ['1105', '27', '22'],
    ['1108', '13', '14'],
    ['1108', '51', '51'],
  ])('reads medical type %s/%s as %s', (MSGNO, AKA130, type) => {
    expect(visit(settled({ ...fields, MSGNO, AKA130 }))['med_type']).toBe(type);
  });

  it.each([
    ['1105', '11'],
    ['1108', '21'],
    ['1105', '31'],
    ['1108', '18'],
  ])('refuses medical type %s/%s: what it means there is not known here', async (MSGNO, AKA130) => {
    expect((await refused(() => nodes(settled({ ...fields, MSGNO, AKA130 })))).code).toBe('INVALID_BODY');
  });

  it('does not take what an old line says of its limit for a split', () => {
    const line = (extra: string) => `<KC22ROW><AKC515>1</AKC515><AKC227>100</AKC227>${extra}</KC22ROW>`;
    const message = (extra: string) => `<HOSDATA>${row(fields)}<KC22XML>${line(extra)}</KC22XML></HOSDATA>`;
    const [old] = nodes(message('<AKA069>0.3</AKA069><AKC253>20</AKC253>'))['feedetail'] as Node[];
    expect(old).toMatchObject({ det_item_fee_sumamt: '100', medins_list_codg: '1' });
    expect(old).not.toHaveProperty('fulamt_ownpay_amt');
    const [national] = nodes(message('<inscp_scp_amt>70</inscp_scp_amt>'))['feedetail'] as Node[];
    expect(national).toMatchObject({ inscp_scp_amt: '70' });
  });

  it('refuses a row that says its money or its code twice and differently, and a second supplement', async () => {
    const line = (twice: string) =>
      `<KC22ROW><feedetl_sn>1</feedetl_sn><AKC515>1</AKC515><AKC227>100</AKC227>${twice}</KC22ROW>`;
    const message = (extra: string) => `<HOSDATA>${row(fields)}${extra}</HOSDATA>`;
    const supplement =
      '<SUPPLEMENT><OTHERCOMPENSATION><KIND>relief</KIND><AMOUNT>5</AMOUNT></OTHERCOMPENSATION></SUPPLEMENT>';
    const wrong = [
      line('<det_item_fee_sumamt>10</det_item_fee_sumamt>'),
      line('<inscp_scp_amt>100</inscp_scp_amt><inscp_scp_amt>0</inscp_scp_amt>'),
      line('<feedetl_sn>2</feedetl_sn>'),
      '<zdlist><diag_code>I10</diag_code><diag_code>C34</diag_code></zdlist>',
      supplement + supplement,
    ];
    for (const extra of wrong) expect((await refused(() => nodes(message(extra)))).code).toBe('INVALID_BODY');
    expect(nodes(message(line('<AKC227>100</AKC227>')))['feedetail']).toHaveLength(1);
  });

  it('reads a supplement in any case', () => {
    const supplement =
      '<SUPPLEMENT><REFERRAL>filed</REFERRAL><OTHERCOMPENSATION><KIND>commercial</KIND><AMOUNT>5.00</AMOUNT></OTHERCOMPENSATION><DIAGNOSES><CODE>C34</CODE><FIRSTCONFIRMEDON>2023-07-03</FIRSTCONFIRMEDON><SEVERE>true</SEVERE></DIAGNOSES></SUPPLEMENT>';
    expect(nodes(`<HOSDATA>${row(fields)}${supplement}</HOSDATA>`)['supplement']).toEqual({
      referral: 'filed',
      otherCompensation: [{ kind: 'commercial', amount: '5.00' }],
      diagnoses: [{ code: 'C34', firstConfirmedOn: '2023-07-03', severe: true }],
    });
  });
});
