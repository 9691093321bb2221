import type { JsonObject } from '../nhsa/json.ts';
import { invalid, missing } from '../nhsa/refusals.ts';
import type { Fields } from './fields.ts';
import { addNationalFigures } from './figures.ts';
import type { Gathered } from './gather.ts';
import { readSupplement } from './supplement.ts';
import { isOld } from './transaction.ts';
import { mainDiagnosis, medicalType } from './visit.ts';

/**
 * A settlement or a quote as the nodes of the national format's transaction. The message's single values stand in all of
 * its nodes for one row, for an XML message has them in no certain place.
 *
 * @param transaction the national number
 * @throws Refusal `INVALID_BODY`, `AMOUNTS_INCONSISTENT`
 */
export function claimNodes(gathered: Gathered, transaction: string): JsonObject {
  const { fields, lines, splits, diagnoses, procedures, funds } = gathered;
  refuseFailure(fields);
  // First, for two records in one message differ in this most plainly.
  fields.get('medfee_sumamt');
  const visit = fields.toNode();
  addNationalFigures(fields, visit);
  const type = medicalType(fields, transaction);
  if (type !== undefined) visit['med_type'] = type;
  // 金保 requests leave the insurance to the card, as they do the person.
  if (isOld(fields)) visit['insutype'] ??= 'unknown';
  const main = mainDiagnosis(fields, transaction);
  if (main !== undefined) visit['dscg_maindiag_code'] = main;
  const id = settlementId(gathered);
  if (id !== undefined) visit['setl_id'] = id;
  return {
    setlinfo: visit,
    setldetail: funds,
    mdtrtinfo: visit,
    dscginfo: visit,
    diseinfo: diagnoses,
    oprninfo: procedures,
    feedetail: lines,
    result: splits,
    supplement: supplementOf(gathered),
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
  throw missing(
    '/AAE072',
    '结算号：setl_id，或 AKC190（就诊流水号）与 AAE072（单据号）',
    'the settlement id: setl_id, or AKC190 (visit) and AAE072 (bill)',
  );
}

/** A reply of the centre that reports a failure settled nothing, whatever else stands in it. */
function refuseFailure(fields: Fields): void {
  const failed = ['returnnum', 'infcode', 'flag'].find((name) => fields.outermost(name)?.startsWith('-'));
  const name = failed ?? (fields.outermost('status') === '500' ? 'status' : undefined);
  if (name === undefined) return;
  throw invalid(
    `/${name}`,
    '该状态表示医保结算失败，不能据此结算',
    "The status says that the centre's settlement failed: there is nothing to settle on",
  );
}

/** What the message says in canonical names; AKC120 = 1 is an accident. */
function supplementOf({ fields, supplement }: Gathered): JsonObject {
  const accident = fields.get('akc120') === '1' ? { cause: 'accident' } : {};
  return { ...accident, ...(supplement === undefined ? {} : readSupplement(supplement)) };
}
