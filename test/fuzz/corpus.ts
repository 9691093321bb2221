import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEMBERS } from '../../src/sandbox/members.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { SAMPLES } from '../http/samples.ts';
import { CLAIM, ID_NUMBER } from '../http/services.ts';
import { readVectors } from '../vectors/vectors.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What kind of text a sample is, for it is not changed alike. */
export type Kind = 'json' | 'xml' | 'csv';

/** Samples with no more bytes than this are changed: what is longer costs time and finds no more. */
const LONGEST = 64 * 1024;

function filesIn(folder: string, ending: string): Buffer[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => ofOurHospital(readFileSync(join(ROOT, folder, name)).subarray(0, LONGEST)));
}

/** The same message from the hospital that signs here, for others' are refused before they are read further. */
function ofOurHospital(sample: Buffer): Buffer {
  const text = sample.toString('latin1');
  const own = text
    .replaceAll(/("fixmedins_code"\s*:\s*")[^"]*/g, `$1${HOSPITALS.nanchang.id}`)
    .replaceAll(/<(fixmedins_code|AKB020|akb020)>[^<]*/g, `<$1>${HOSPITALS.nanchang.id}`);
  return Buffer.from(own, 'latin1');
}

const bodies = Object.values(SAMPLES).flatMap(({ body, type = 'application/json' }) =>
  body === undefined ? [] : [{ type, bytes: Buffer.from(body) }],
);
const rosters = [
  'policyNo,idType,idNumber,name,insuredRegion,cohorts,preexisting,priorYears,claimFreeYears,effectiveFrom,effectiveTo,status\n' +
    `P1,01,${ID_NUMBER},测试甲,360102,,,0,0,,,active\n"P2",01,110105194912310021,"测试\n乙",360102,a;b,"x""y",3,,2023-01-01,2023-12-31,cancelled\n`,
  'code,name,class\nC00-C97,恶性肿瘤,cancer\nE11.0,"糖尿病,伴昏迷",\n',
  'recordType,hospitalId,settlementId,decisionId,insurerPaid,memberBenefit\nSETTLE,H36010299901,S-1,D-1,1.00,0.00\nREVERSE,H36010299901,S-1,,-1.00,\n',
];

/** Every real sample of the project, by kind. */
export const CORPUS: Readonly<Record<Kind, readonly Buffer[]>> = {
  json: [
    ...filesIn('adapters', '.json'),
    ...bodies.filter(({ type }) => type === 'application/json').map(({ bytes }) => bytes),
    ...readVectors().requests.map(({ bodyHex }) => Buffer.from(bodyHex, 'hex')),
    Buffer.from(JSON.stringify({ ...CLAIM, lines: [LINE()], extensions: { a: [1, { b: null }] } })),
  ].filter((bytes) => bytes.length > 0),
  xml: filesIn('adapters', '.xml'),
  csv: [
    ...filesIn('schemes', '.csv'),
    ...filesIn('adapters', '.csv').map((bytes) => bytes.subarray(0, 4096)),
    ...bodies.filter(({ type }) => type === 'text/csv').map(({ bytes }) => bytes),
    ...rosters.map((text) => Buffer.from(text)),
  ],
};

function LINE() {
  const none = { fullySelfPaid: '0.00', overLimit: '0.00', firstSelfPay: '0.00' };
  return { no: 1, code: 'X1', name: '药', category: 'western-medicine', tags: [], total: 1.5, inScope: 1.5, ...none };
}

/** Names and id numbers that stand in what is sent: none of them may stand in an answer or in the log. */
export const PERSONAL: readonly string[] = [
  ...new Set([
    ID_NUMBER,
    ...[...MEMBERS.values()].map(({ idNumber }) => idNumber),
    ...[...CORPUS.json, ...CORPUS.xml].flatMap(personalIn),
  ]),
];

function personalIn(sample: Buffer): string[] {
  return [...sample.toString('utf8').matchAll(/(?<![0-9])\d{17}[0-9X](?![0-9X])/g)].map(([number]) => number);
}
