import { dateOf } from '../../src/time/calendar.ts';
import type { CentreSettlement, SigningHospital } from '../adapter.ts';
import type { JsonObject } from './json.ts';
import type { NhsaMessage } from './message.ts';
import { Node } from './node.ts';
import { type Kind, momentOf } from './visit.ts';

/** Our own decision in a row that the HIS stored with the centre's. */
const OWN = /decision_?id\W{1,20}[0-9a-f]{32}/i;
/** Fund types of commercial supplements (`620100` and others of its kind). */
const COMMERCIAL = /^62\d{4,6}$/;

/** `clr_type` where the message does not tell: the national dictionary's for the setting. */
const CLEARING: Readonly<Record<Kind['setting'], string>> = {
  inpatient: '21',
  outpatient: '11',
  'special-outpatient': '11',
  pharmacy: '41',
};

/**
 * What the centre said of its own settlement: its day, its clearing category, and which of our schemes it has paid
 * already. A commercial payment that is of no known scheme is a warning. Fund rows are for nothing else: no money is read
 * from them.
 */
export function readCentre(
  message: NhsaMessage,
  kind: Kind,
  centreFunds: SigningHospital['centreFunds'],
): CentreSettlement {
  const setlinfo = message.node('setlinfo');
  const settled = momentOf(setlinfo, 'setl_time');
  const schemes = new Set<string>();
  for (const row of message.rows('setldetail')) {
    if (isOwn(row)) continue;
    const node = new Node('/input/setldetail', [row], []);
    const types = [node.text('fund_pay_type'), node.text('setl_proc_info')].filter((one) => one !== undefined);
    const scheme = types.map((type) => schemeOf(centreFunds, type)).find((one) => one !== undefined);
    const commercial = types.some((type) => COMMERCIAL.test(type));
    if (scheme === undefined && !commercial) continue;
    const amount = node.amount('fund_payamt');
    if (amount === undefined || amount.isZero()) continue;
    const type = (types[0] ?? '').slice(0, 20);
    if (scheme !== undefined) schemes.add(scheme);
    else {
      message.warnings.push({
        zh: `医保中心已支付商业保险 ${amount.toFixed2()}（fund_pay_type ${type}），未对应到本网关的方案；如属其中之一，请在医院登记的 centreFunds 中配置`,
        en: `The centre already paid ${amount.toFixed2()} of a commercial insurance (fund_pay_type ${type}) that is no scheme of this gateway; if it is one, set it in centreFunds of the hospital's registry entry`,
      });
    }
  }
  return {
    date: settled === undefined ? null : dateOf(settled.instant),
    clearing: setlinfo.text('clr_type') ?? CLEARING[kind.setting],
    settledSchemes: [...schemes].sort(),
  };
}

function schemeOf(centreFunds: SigningHospital['centreFunds'], type: string): string | undefined {
  return Object.hasOwn(centreFunds, type) ? centreFunds[type] : undefined;
}

function isOwn(row: JsonObject): boolean {
  return OWN.test(JSON.stringify(row));
}
