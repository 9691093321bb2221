import type { ClaimInput, Diagnosis } from '../../src/claim/claim.ts';
import type { JsonObject } from './json.ts';
import type { NhsaMessage } from './message.ts';
import { Node } from './node.ts';
import { invalid, missing } from './refusals.ts';

type DiagnosisInput = ClaimInput['encounter']['diagnoses'][number];

/** What a supplement says of one diagnosis. */
export type DiagnosisSupplement = Pick<Diagnosis, 'code' | 'firstConfirmedOn' | 'severe'>;

interface Row {
  readonly code: string;
  readonly name: string | undefined;
  readonly main: boolean;
  /** Western medicine: the one the lists of schemes speak of. */
  readonly western: boolean;
  readonly order: number;
}

/**
 * The diagnoses of `diseinfo` (2401, 2402 or 2203), else the main diagnosis of `mdtrtinfo`; the same code once. Principal
 * is the one that is flagged, of Western ones before Chinese ones; without a flag the discharge's main diagnosis, the one
 * with order number 1, or the only one.
 *
 * @throws Refusal `INVALID_BODY` where there is none, or none of several is the principal one
 */
export function readDiagnoses(message: NhsaMessage, supplements: readonly DiagnosisSupplement[]): DiagnosisInput[] {
  const rows = message.rows('diseinfo').flatMap(readRow);
  const named = mainOfVisit(message);
  if (rows.length === 0 && named !== undefined) rows.push({ ...named, main: true, western: true, order: 1 });
  if (rows.length === 0) throw missing('/input/diseinfo', '至少一个诊断', 'at least one diagnosis');
  const principal = principalOf(rows, named?.code);
  const unknown = supplements.findIndex(({ code }) => rows.every((row) => row.code !== code));
  if (unknown >= 0) {
    throw invalid(
      `/input/supplement/diagnoses/${unknown}/code`,
      '不是本报文中的诊断',
      'It is no diagnosis of this message',
    );
  }
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return [...byCode.values()].map(({ code, name }) => {
    const { firstConfirmedOn = null, severe = null } = supplements.find((one) => one.code === code) ?? {};
    return {
      code,
      ...(name === undefined ? {} : { name: name.slice(0, 500) }),
      principal: code === principal,
      firstConfirmedOn,
      severe,
    };
  });
}

function readRow(object: JsonObject): Row[] {
  const node = new Node('/input/diseinfo', [object], []);
  const code = node.text('diag_code', 'dise_codg');
  if (code === undefined) return [];
  const order = Number(node.text('diag_srt_no') ?? Number.NaN);
  const type = node.text('diag_type');
  return [
    {
      code,
      name: node.text('diag_name', 'dise_name'),
      main: node.flag('maindiag_flag'),
      western: type === undefined || type === '1',
      order: Number.isNaN(order) ? Number.POSITIVE_INFINITY : order,
    },
  ];
}

function mainOfVisit(message: NhsaMessage): Pick<Row, 'code' | 'name'> | undefined {
  for (const name of ['dscginfo', 'mdtrtinfo']) {
    const node = message.node(name);
    const code = node.text('dscg_maindiag_code');
    if (code !== undefined) return { code, name: node.text('dscg_maindiag_name') };
  }
  return undefined;
}

function principalOf(rows: readonly Row[], named: string | undefined): string {
  const flagged = rows.filter(({ main }) => main);
  const western = flagged.filter((row) => row.western);
  const said = codesOf(western.length > 0 ? western : flagged);
  if (said.length === 0) {
    const byOrder = codesOf(rows.filter(({ order, western: isWestern }) => order === 1 && isWestern));
    const all = codesOf(rows);
    const only = named !== undefined && all.includes(named) ? named : byOrder.length === 1 ? byOrder[0] : undefined;
    if (only !== undefined) return only;
    if (all.length === 1 && all[0] !== undefined) return all[0];
  }
  const [code] = said;
  if (code !== undefined && said.length === 1) return code;
  // Admission and discharge each have a main diagnosis; where the visit names the one of the discharge, that is it.
  if (named !== undefined && said.includes(named)) return named;
  throw invalid(
    '/input/diseinfo',
    `应有且只有一个主要诊断（maindiag_flag 1），实有 ${said.length} 个`,
    `Exactly one diagnosis is the principal one (maindiag_flag 1); ${said.length} were found`,
  );
}

function codesOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ code }) => code))];
}
