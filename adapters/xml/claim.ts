import { Refusal } from '../../src/problem/refusal.ts';
import type { Fields } from './fields.ts';
import { addNationalFigures } from './figures.ts';
import type { Gathered, Row } from './gather.ts';
import { readSupplement } from './supplement.ts';
import { diagnoses, medicalType } from './visit.ts';

/** What a fee line must say of its own money; without it the line is not used, for it cannot be guessed. */
const SPLIT = ['fulamt_ownpay_amt', 'preselfpay_amt', 'inscp_scp_amt', 'med_chrgitm_type'];

/**
 * A settlement or a quote as the nodes of the national format's transaction. The message's single values stand in all of
 * its nodes for one row, for an XML message has them in no certain place.
 *
 * @param transaction the national number
 * @throws Refusal `INVALID_BODY`, `AMOUNTS_INCONSISTENT`
 */
export function claimNodes(gathered: Gathered, transaction: string): Record<string, unknown> {
  const { fields, lines, splits, procedures, funds, supplement } = gathered;
  refuseFailure(fields);
  // First, for two records in one message differ in this most plainly.
  fields.get('medfee_sumamt');
  const visit = fields.toNode();
  addNationalFigures(fields, visit);
  const type = medicalType(fields, transaction);
  if (type !== undefined) visit['med_type'] = type;
  visit['clr_type'] ??= type !== undefined && /^(2|52)/.test(type) ? '21' : '11';
  const id = settlementId(gathered);
  if (id !== undefined) visit['setl_id'] = id;
  const priced = [...lines, ...splits].every((line) => line['feedetl_sn'] !== undefined) && isSplit(lines, splits);
  return {
    setlinfo: visit,
    setldetail: funds,
    mdtrtinfo: visit,
    dscginfo: visit,
    diseinfo: diagnoses(fields, gathered.diagnoses, transaction),
    oprninfo: procedures,
    ...(priced ? { feedetail: lines, result: splits } : {}),
    ...(supplement === undefined && fields.get('akc120') !== '1'
      ? {}
      : { supplement: { ...accident(gathered), ...(supplement === undefined ? {} : readSupplement(supplement)) } }),
  };
}

/**
 * The hospital's settlement id: `setl_id`, or in 金保 messages the visit and its bill, `AKC190-AAE072`, which together
 * never occur twice.
 *
 * @returns `undefined` where the message has none
 */
export function settlementId({ fields }: Gathered): string | undefined {
  const own = fields.get('setl_id');
  if (own !== undefined) return own;
  const [visit, bill] = [fields.get('mdtrt_id'), fields.get('aae072')];
  return visit === undefined || bill === undefined ? undefined : `${visit}-${bill}`;
}

/** @throws Refusal `INVALID_BODY` where the message has no settlement id */
export function requiredSettlementId(gathered: Gathered): string {
  const id = settlementId(gathered);
  if (id !== undefined) return id;
  throw new Refusal('INVALID_BODY', {
    detail: '缺少结算号：setl_id，或 AKC190（就诊流水号）与 AAE072（单据号）',
    detailEn: 'The settlement id is missing: setl_id, or AKC190 (visit) and AAE072 (bill)',
    errors: [{ pointer: '/AAE072', code: 'REQUIRED', message: '缺少必填字段 / a required field is missing' }],
  });
}

function isSplit(lines: readonly Row[], splits: readonly Row[]): boolean {
  const known = new Map(splits.map((row) => [row['feedetl_sn'], row]));
  return (
    lines.length > 0 &&
    lines.every((line) => {
      const whole = { ...line, ...known.get(line['feedetl_sn']) };
      return SPLIT.every((name) => whole[name] !== undefined);
    })
  );
}

/** A reply of the centre that reports a failure settled nothing, whatever else stands in it. */
function refuseFailure(fields: Fields): void {
  const failed = ['returnnum', 'infcode', 'flag'].find((name) => fields.outermost(name)?.startsWith('-'));
  const name = failed ?? (fields.outermost('status') === '500' ? 'status' : undefined);
  if (name === undefined) return;
  throw new Refusal('INVALID_BODY', {
    detail: `报文中的状态 ${name.toUpperCase()} 表示医保结算失败，不能据此结算`,
    detailEn: `The status ${name.toUpperCase()} in the message says that the centre's settlement failed: there is nothing to settle on`,
    errors: [{ pointer: `/${name}`, code: 'INVALID_VALUE', message: '医保结算未成功 / the centre has not settled' }],
  });
}

/** AKC120 = 1: an accident. */
function accident({ fields }: Gathered): Row {
  return fields.get('akc120') === '1' ? { cause: 'accident' } : {};
}
