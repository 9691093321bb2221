import type { ClaimInput } from '../../../src/claim/claim.ts';
import type { Heard, Voice } from '../suite.ts';
import type { Answered } from '../support.ts';

export const PERSON = '99000000000000000000000001';

export type Fields = Record<string, unknown>;

/** An envelope with its input. */
export function envelope(infno: string, msgid: string, input: unknown, change: Fields = {}): Fields {
  return {
    infno,
    msgid,
    mdtrtarea_admvs: '360102',
    insuplc_admdvs: '360102',
    recer_sys_code: 'FSI_LOCAL',
    dev_no: '',
    dev_safe_info: '',
    cainfo: '',
    signtype: '',
    infver: 'V1.0',
    opter_type: '1',
    opter: '001',
    opter_name: '测试操作员',
    inf_time: '2024-03-11 10:00:00',
    fixmedins_code: 'H1',
    fixmedins_name: '测试医院',
    sign_no: '',
    input,
    ...change,
  };
}

export function bytesOf(message: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(message), 'utf8');
}

const FUND_KEYS: Readonly<Record<string, string>> = {
  'basic-pooling': 'hifp_pay',
  'civil-servant': 'cvlserv_pay',
  'employer-supplement': 'hifes_pay',
  'big-illness': 'hifmi_pay',
  'large-amount': 'hifob_pay',
  'medical-assistance': 'maf_pay',
  'other-public': 'oth_pay',
};
const CATEGORIES = [
  'bed',
  'consultation',
  'examination',
  'laboratory',
  'treatment',
  'surgery',
  'nursing',
  'consumable',
  'western-medicine',
  'herbal-pieces',
  'chinese-patent-medicine',
  'general-service',
  'registration',
  'other',
];
const DRUGS = ['western-medicine', 'herbal-pieces', 'chinese-patent-medicine'];
const MED_TYPES = { inpatient: '21', outpatient: '11', 'special-outpatient': '14', pharmacy: '41' };

/** The transaction that settles care of a setting. */
const INFNO = { inpatient: '2304', outpatient: '2207', 'special-outpatient': '2207', pharmacy: '2102' };

function spoken(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The nodes of a 2304 that say this claim. */
export function nodesOf(claim: ClaimInput): Record<string, unknown> {
  const { patient, encounter, charges, payments, lines } = claim;
  const fen = (amount: string | number) => BigInt(String(amount).replace('.', ''));
  const paid = payments.reduce((sum, { amount }) => sum + fen(amount), 0n);
  const funds = Object.fromEntries(payments.map(({ fund, amount }) => [FUND_KEYS[fund], amount]));
  const fund = `${paid / 100n}.${String(paid % 100n).padStart(2, '0')}`;
  const tags: Record<string, string> = { meals: '伙食费', 'car-t': 'CAR-T' };
  return {
    setlinfo: {
      mdtrt_id: encounter.id,
      setl_id: claim.settlementId,
      psn_no: PERSON,
      psn_name: patient.name,
      psn_cert_type: patient.idType,
      certno: patient.idNumber,
      insutype: patient.insuranceType,
      med_type: MED_TYPES[encounter.setting],
      setl_time: spoken(encounter.dischargedAt ?? encounter.admittedAt),
      medfee_sumamt: charges.total,
      fulamt_ownpay_amt: charges.fullySelfPaid,
      overlmt_selfpay: charges.overLimit,
      preselfpay_amt: charges.firstSelfPay,
      inscp_scp_amt: charges.inScope,
      ...funds,
      fund_pay_sumamt: fund,
      psn_part_amt: claim.personal,
      acct_pay: claim.accountPaid ?? '0.00',
      hosp_part_amt: claim.hospitalBorne ?? '0.00',
      clr_type: '21',
    },
    setldetail: [{ fund_pay_type: '310100', fund_payamt: fund, inscp_scp_amt: charges.inScope }],
    mdtrtinfo: { psn_no: PERSON, begntime: spoken(encounter.admittedAt) },
    dscginfo: { mdtrt_id: encounter.id, psn_no: PERSON, endtime: spoken(encounter.dischargedAt ?? '') },
    diseinfo: encounter.diagnoses.map(({ code, name, principal }, index) => ({
      diag_type: '1',
      maindiag_flag: principal === true ? '1' : '0',
      diag_srt_no: index + 1,
      diag_code: code,
      diag_name: name ?? '',
    })),
    ...(lines === undefined
      ? {}
      : {
          feedetail: lines.map(({ no, code, tags: of = [], total }) => ({
            feedetl_sn: `F${no}`,
            med_list_codg: code,
            medins_list_name: of.map((tag) => tags[tag] ?? '').join(' '),
            det_item_fee_sumamt: total,
          })),
          result: lines.map((line) => ({
            feedetl_sn: `F${line.no}`,
            det_item_fee_sumamt: line.total,
            fulamt_ownpay_amt: line.fullySelfPaid,
            overlmt_amt: line.overLimit,
            preselfpay_amt: line.firstSelfPay,
            inscp_scp_amt: line.inScope,
            med_chrgitm_type: String(CATEGORIES.indexOf(line.category) + 1).padStart(2, '0'),
          })),
        }),
    supplement: {
      ward: encounter.ward ?? 'ordinary',
      cause: encounter.cause ?? 'illness',
      referral: encounter.referral ?? 'unknown',
      otherCompensation: claim.otherCompensation ?? [],
      diagnoses: encounter.diagnoses.map(({ code, firstConfirmedOn, severe }) => ({ code, firstConfirmedOn, severe })),
    },
  };
}

/** A settlement's whole message. */
export function settleMessage(claim: ClaimInput, msgid: string, infno = INFNO[claim.encounter.setting]): Fields {
  return envelope(infno, msgid, nodesOf(claim));
}

/** What stands in an answer of the national envelope. */
export function outputOf({ bytes }: Answered): {
  infcode: number;
  err_msg: string;
  warn_msg: string | null;
  output: never;
} {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

export function hear(answer: Answered): Heard {
  const { infcode, err_msg, output } = outputOf(answer) as { infcode: number; err_msg: string; output: unknown };
  const code = /^\[(\w+)\]/.exec(err_msg)?.[1] ?? '';
  const { result } = (output ?? {}) as { result?: Record<string, string | number> };
  if (result === undefined || !('decision_id' in result)) return { ok: infcode === 0, code };
  return {
    ok: infcode === 0,
    code,
    settlementId: String(result['setl_id']),
    decisionId: String(result['decision_id']),
    insurerPaid: String(result['supl_pay_sumamt']),
    patientPays: String(result['psn_pay_after']),
    already: result['already'] === 1,
  };
}

const data = (claim: ClaimInput) => ({
  data: { setl_id: claim.settlementId, mdtrt_id: claim.encounter.id, psn_no: PERSON },
});

/** A HIS that speaks the national format. */
export const voice: Omit<Voice, 'samples'> = {
  adapter: 'nhsa',
  type: 'application/json',
  expressible: (claim) => {
    const { encounter, lines, settlementId, replaces: _, ...rest } = claim;
    const seen = new Set<string>();
    const kept = lines?.filter(({ total }) => total !== '0.00') ?? [];
    const diagnoses = encounter.diagnoses.filter(({ code }) => !seen.has(code) && seen.add(code));
    return {
      ...rest,
      settlementId,
      patient: { ...rest.patient, basicInsurance: { status: 'active', settlementId } },
      encounter: { ...encounter, diagnoses },
      payments: claim.payments.filter(({ amount }) => amount !== '0.00'),
      ...(kept.length === 0
        ? {}
        : {
            lines: kept.map(({ itemGroup: _group, ...line }, index) => ({
              ...line,
              no: index + 1,
              ...(DRUGS.includes(line.category) ? { itemGroup: line.code.slice(0, 10) } : {}),
            })),
          }),
    };
  },
  settle: (claim, id) => bytesOf(settleMessage(claim, id)),
  quote: (claim, id) => bytesOf(settleMessage(claim, id, '2303')),
  reverse: (claim, id) => bytesOf(envelope('2305', id, data(claim))),
  query: (claim, id) => bytesOf(envelope('5203', id, data(claim))),
  takeBack: (id, newId) => bytesOf(envelope('2601', newId, { data: { psn_no: PERSON, omsgid: id, oinfno: '2304' } })),
  hear,
};
