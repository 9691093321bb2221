/**
 * Element names of the older vocabularies and the national ones that they mean, all in lower case: 金保 codes as in the
 * Shijiazhuang edition (HOSDATA), those with `yk` as in the Yinhai edition (`prm_…`), and drifted spellings of national
 * names. Figures that are more than another name for a figure stand in `figures.ts`.
 */
const OLD_NAMES: Readonly<Record<string, string>> = {
  // Who
  aac001: 'psn_no',
  aac002: 'certno',
  aac147: 'certno',
  aae135: 'certno',
  aac058: 'psn_cert_type',
  aac003: 'psn_name',
  aac004: 'gend',
  aac006: 'brdy',
  aae140: 'insutype',
  aaa027: 'insu_admdvs',
  aab301: 'insu_admdvs',
  // The visit
  akc190: 'mdtrt_id',
  yka103: 'setl_id',
  aka130: 'med_type',
  akc192: 'begntime',
  akc194: 'endtime',
  akc196: 'dscg_maindiag_code',
  akc141: 'dscg_maindiag_name',
  akc185: 'dscg_maindiag_name',
  zkc275: 'dscg_maindiag_name',
  aae040: 'setl_time',
  // Its figures
  akc264: 'medfee_sumamt',
  yka055: 'medfee_sumamt',
  akc253: 'fulamt_ownpay_amt',
  yka056: 'fulamt_ownpay_amt',
  akc254: 'preselfpay_amt',
  yka057: 'preselfpay_amt',
  akc263: 'inscp_scp_amt',
  yka111: 'inscp_scp_amt',
  akc255: 'acct_pay',
  yka065: 'acct_pay',
  akc260: 'hifp_pay',
  yka248: 'hifp_pay',
  akc261: 'psn_cash_pay',
  akc707: 'cvlserv_pay',
  yke030: 'cvlserv_pay',
  akc754: 'psn_part_amt',
  akc256: 'act_pay_dedc',
  // A fee line
  akc227: 'det_item_fee_sumamt',
  akc225: 'pric',
  akc226: 'cnt',
  akc221: 'fee_ocur_time',
  akc222: 'med_list_codg',
  ake001: 'med_list_codg',
  akc223: 'med_list_name',
  ake002: 'med_list_name',
  akc515: 'medins_list_codg',
  akc516: 'medins_list_name',
  akc378: 'feedetl_sn',
  // A diagnosis
  bke150: 'diag_srt_no',
  ckc305: 'maindiag_flag',
  ckc302: 'diag_code',
  ckc303: 'diag_name',
  // Drifted spellings
  cert_no: 'certno',
  med_fee_sumamt: 'medfee_sumamt',
  psncash_pay: 'psn_cash_pay',
  cashpayamt: 'psn_cash_pay',
  cash_payamt: 'psn_cash_pay',
  prese_ifpay_amt: 'preselfpay_amt',
  fulamtownpay_amt: 'fulamt_ownpay_amt',
  psn_pay: 'psn_part_amt',
  othfund_pay: 'oth_pay',
  ownpay_hosp_part: 'hosp_part_amt',
};

/** Amounts of the national vocabulary that a settlement's money follows from. */
export const FIGURES: ReadonlySet<string> = new Set([
  'medfee_sumamt',
  'fulamt_ownpay_amt',
  'overlmt_selfpay',
  'preselfpay_amt',
  'inscp_scp_amt',
  'hifp_pay',
  'cvlserv_pay',
  'hifes_pay',
  'hifmi_pay',
  'hifob_pay',
  'hifdm_pay',
  'maf_pay',
  'oth_pay',
  'fund_pay_sumamt',
  'hosp_part_amt',
  'psn_part_amt',
  'acct_pay',
  'psn_cash_pay',
]);

/** What decides whose settlement it is, and of which stay: to be said in one way only. */
export const IDENTITY: ReadonlySet<string> = new Set([
  'setl_id',
  'mdtrt_id',
  'psn_no',
  'certno',
  'psn_cert_type',
  'psn_name',
  'insutype',
  'insu_admdvs',
  'insuplc_admdvs',
  'med_type',
  'mid_setl_flag',
  'begntime',
  'endtime',
  'setl_time',
  'dscg_maindiag_code',
  'fixmedins_code',
  'aae072',
  'invono',
]);

/** @returns an element's or attribute's name as it is looked up: without prefixes, in lower case */
export function plainName(local: string): string {
  return local.toLowerCase().replace(/^prm_/, '');
}

/** @returns the national name that a plain name means; itself where it has no other */
export function nationalName(plain: string): string {
  return Object.hasOwn(OLD_NAMES, plain) ? (OLD_NAMES[plain] ?? plain) : plain;
}

/** Where 金保 messages write 0 for "read it from the card" or "of the basic kind", which says nothing. */
const ZERO_SAYS_NOTHING: ReadonlySet<string> = new Set(['aac001', 'aac002', 'aae140', 'akc020']);

/** @returns whether a value says nothing */
export function isBlank(plain: string, value: string): boolean {
  return value === '' || value.toLowerCase() === 'null' || (value === '0' && ZERO_SAYS_NOTHING.has(plain));
}

/** The 金保 code of a national name, where there is one: the first that stands for it in the list above. */
const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(OLD_NAMES)
    .filter(([old]) => /^a[ak][a-z]\d{3}$/.test(old))
    .toReversed()
    .map(([old, national]) => [national, old.toUpperCase()]),
);

/** @returns a text about a message in 金保 codes, with those codes beside the national names it speaks of */
export function withCodes(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:_[a-z]+)+\b|\b(?:certno|insutype|begntime|endtime)\b/g, (name) => {
    const code = CODES.get(name);
    return code === undefined ? name : `${code}(${name})`;
  });
}
