import { buildXml, escapeXml, type Out } from '../../../adapters/xml/build.ts';
import { encode } from '../../../adapters/xml/characters.ts';
import type { XmlElement } from '../../../adapters/xml/document.ts';
import { unwrap } from '../../../adapters/xml/wrapper.ts';
import type { ClaimInput } from '../../../src/claim/claim.ts';
import { Money } from '../../../src/money/money.ts';
import { voice as nationalVoice, nodesOf, PERSON } from '../nhsa/voice.ts';
import type { Heard, Voice } from '../suite.ts';
import type { Answered } from '../support.ts';

/** Any value as elements; a list is repeated elements. */
function elements(name: string, value: unknown): Out[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => elements(name, one));
  if (typeof value !== 'object') return [[name, String(value)]];
  return [[name, Object.entries(value).flatMap(([key, one]) => elements(key, one))]];
}

/** The first element of a name, wherever it is, in any case. */
export function find(root: XmlElement, name: string): XmlElement | undefined {
  if (root.local.toLowerCase() === name) return root;
  for (const child of root.children) {
    const found = find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hear({ bytes }: Answered): Heard {
  const root = unwrap(bytes).message();
  const text = (...names: string[]) => names.map((name) => find(root, name)?.text).find((one) => one !== undefined);
  const code = /^\[(\w+)\]/.exec(text('errormsg', 'msg') ?? '')?.[1] ?? '';
  const ok = ['1', '2', '200'].includes(text('returnnum', 'status') ?? '');
  const decisionId = text('decision_id');
  if (decisionId === undefined) return { ok, code };
  return {
    ok,
    code,
    decisionId,
    settlementId: text('setl_id') ?? '',
    insurerPaid: text('supl_pay_sumamt') ?? '',
    patientPays: text('psn_pay_after') ?? '',
    already: text('already') === '1',
  };
}

const digits = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/\D/g, '');

const MSGNO = { inpatient: '1105', outpatient: '1108', 'special-outpatient': '1108', pharmacy: '' };
const AKA130 = { inpatient: '21', outpatient: '11', 'special-outpatient': '13' };
const FUNDS: Readonly<Record<string, string>> = { 'basic-pooling': 'AKC260', 'civil-servant': 'AKC707' };

/** A HOSDATA request; a pharmacy has no number of its own there. */
export function hosdata(msgno: string, msgid: string, input: readonly Out[], more: readonly Out[] = []): string {
  const number: Out = msgno === '' ? ['INFNO', '2102'] : ['MSGNO', msgno];
  return buildXml([
    'HOSDATA',
    [['REQUESTDATA', [['AAE140', '310'], ['AAC001', '0'], number, ['MSGID', msgid], ['INPUT', input], ...more]]],
  ]);
}

/** The figures of a claim in 金保 codes, with four decimals as the centre writes them. */
function figures({ charges, payments, personal, accountPaid = '0.00', hospitalBorne = '0.00' }: ClaimInput): Out[] {
  const cash = Money.of(String(personal)).minus(Money.of(String(accountPaid)));
  const all: [string, string | number][] = [
    ['AKC264', charges.total],
    ['AKC253', charges.fullySelfPaid],
    ['OVERLMT_SELFPAY', charges.overLimit],
    ['AKC254', charges.firstSelfPay],
    ['AKC263', charges.inScope],
    ['AKC255', accountPaid],
    ['AKC261', cash.toFixed2()],
    ['AKC773', hospitalBorne],
    ...payments.map(({ fund, amount }): [string, string | number] => [FUNDS[fund] ?? fund, amount]),
  ];
  return all.map(([name, amount]) => [name, `${amount}00`]);
}

function settle(claim: ClaimInput, msgid: string, msgno: string): string {
  const { patient, encounter, settlementId } = claim;
  const { feedetail, result, supplement } = nodesOf(claim);
  const stay: Out[] = [
    ['AAC002', patient.idNumber],
    ['AAC003', patient.name],
    ['AAB301', patient.insuredRegion],
    ...(encounter.setting === 'pharmacy'
      ? [['MED_TYPE', '41'] as const]
      : [['AKA130', AKA130[encounter.setting]] as const]),
    ['AKC192', digits(encounter.admittedAt)],
    ['AKC194', digits(encounter.dischargedAt ?? '')],
    ['AAE040', digits(encounter.dischargedAt ?? '')],
    ['AKC196', encounter.diagnoses.find(({ principal }) => principal)?.code ?? ''],
    [
      'KC33XML',
      encounter.diagnoses.map(
        ({ code, name = '' }, index): Out => [
          'KC33ROW',
          [
            ['BKE150', String(index + 1)],
            ['AKA120', code],
            ['AKA121', name],
          ],
        ],
      ),
    ],
  ];
  const input: Out[] = [['AKC190', encounter.id], ['SETL_ID', settlementId], ...figures(claim)];
  return hosdata(msgno, msgid, input, [
    ['KC21XML', stay],
    ['KC22XML', [...elements('KC22ROW', feedetail), ...elements('KC22ROW', result)]],
    ...elements('SUPPLEMENT', supplement),
  ]);
}

const named = ({ settlementId, encounter }: ClaimInput): Out[] => [
  ['AKC190', encounter.id],
  ['SETL_ID', settlementId],
];

/** GB18030 bytes under a declaration that says UTF-8, as found. */
const asFound = (xml: string) =>
  encode(`<?xml version="1.0" encoding="UTF-8"?>${xml}`, { bytes: 'gb', name: 'GB18030' });

/** A HIS of the 金保 kind. */
export const hosdataVoice: Omit<Voice, 'samples'> = {
  adapter: 'xml',
  type: 'text/xml',
  expressible: (claim) => nationalVoice.expressible(claim),
  settle: (claim, id) => asFound(settle(claim, id, MSGNO[claim.encounter.setting])),
  quote: (claim, id) => asFound(settle(claim, id, '1104')),
  reverse: (claim, id) => asFound(hosdata('1203', id, named(claim))),
  takeBack: (id, newId) => asFound(hosdata('1301', newId, [['AKC275', id]])),
  hear,
};

const INFNO = { inpatient: '2304', outpatient: '2207', 'special-outpatient': '2207', pharmacy: '2102' };

function soap(infno: string, msgid: string, content: readonly Out[]): Uint8Array {
  const message = buildXml(['Request', [['infno', infno], ['msgid', msgid], ...content]]);
  return Buffer.from(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:call xmlns:m="urn:m"><in>${escapeXml(message)}</in></m:call></s:Body></s:Envelope>`,
  );
}

const region: Out = ['insuplc_admdvs', '360102'];
const nodes = (claim: ClaimInput): Out[] => [
  region,
  ...Object.entries(nodesOf(claim)).flatMap(([k, v]) => elements(k, v)),
];
const which = ({ settlementId, encounter }: ClaimInput): Out[] => [
  [
    'data',
    [
      ['setl_id', settlementId],
      ['mdtrt_id', encounter.id],
      ['psn_no', PERSON],
    ],
  ],
];

/** A HIS with national names in SOAP. */
export const soapVoice: Omit<Voice, 'samples'> = {
  adapter: 'xml',
  type: 'text/xml',
  expressible: (claim) => nationalVoice.expressible(claim),
  settle: (claim, id) => soap(INFNO[claim.encounter.setting], id, nodes(claim)),
  quote: (claim, id) => soap('2303', id, nodes(claim)),
  reverse: (claim, id) => soap('2305', id, which(claim)),
  query: (claim, id) => soap('5203', id, which(claim)),
  takeBack: (id, newId) =>
    soap('2601', newId, [
      [
        'data',
        [
          ['psn_no', PERSON],
          ['omsgid', id],
          ['oinfno', '2304'],
        ],
      ],
    ]),
  hear,
};

/** The message in an answer. */
export function messageOf({ bytes }: Answered): XmlElement {
  return unwrap(bytes).message();
}
