import type { ProblemDocument } from '../../src/problem/refusal.ts';

/** Where a figure of the canonical claim stands in the message. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\/charges\/total$/, '/input/setlinfo/medfee_sumamt'],
  [/^\/charges\/fullySelfPaid$/, '/input/setlinfo/fulamt_ownpay_amt'],
  [/^\/charges\/overLimit$/, '/input/setlinfo/overlmt_selfpay'],
  [/^\/charges\/firstSelfPay$/, '/input/setlinfo/preselfpay_amt'],
  [/^\/charges\/inScope$/, '/input/setlinfo/inscp_scp_amt'],
  [/^\/personal$/, '/input/setlinfo/psn_part_amt'],
  [/^\/hospitalBorne$/, '/input/setlinfo/hosp_part_amt'],
  [/^\/accountPaid$/, '/input/setlinfo/acct_pay'],
  [/^\/payments\b.*$/, '/input/setlinfo/fund_pay_sumamt'],
  [/^\/settlementId$/, '/input/setlinfo/setl_id'],
  [/^\/patient\/idNumber$/, '/input/setlinfo/certno'],
  [/^\/patient\/idType$/, '/input/setlinfo/psn_cert_type'],
  [/^\/patient\/name$/, '/input/setlinfo/psn_name'],
  [/^\/patient\/insuredRegion$/, '/insuplc_admdvs'],
  [/^\/patient\/insuranceType$/, '/input/setlinfo/insutype'],
  [/^\/encounter\/id$/, '/input/setlinfo/mdtrt_id'],
  [/^\/encounter\/admittedAt$/, '/input/mdtrtinfo/begntime'],
  [/^\/encounter\/(dischargedAt|billedThrough)$/, '/input/dscginfo/endtime'],
  [/^\/encounter\/diagnoses\b/, '/input/diseinfo'],
  [/^\/encounter\/procedures\b/, '/input/oprninfo'],
  [/^\/lines\b/, '/input/feedetail'],
];

/** A problem whose places are those of the message that was sent. */
export function namedAsSent(problem: ProblemDocument): ProblemDocument {
  const { errors } = problem;
  if (errors === undefined) return problem;
  const named = errors.map((error) => {
    const [pattern, place] = PLACES.find(([from]) => from.test(error.pointer)) ?? [];
    return pattern === undefined || place === undefined
      ? error
      : { ...error, pointer: error.pointer.replace(pattern, place) };
  });
  return { ...problem, errors: named };
}
