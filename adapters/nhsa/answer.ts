import { createHash } from 'node:crypto';
import { Money } from '../../src/money/money.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import type { Instant } from '../../src/time/clock.ts';
import type { Outcome, Reply, Warning } from '../adapter.ts';
import { digitsOf } from './dates.ts';

/** The fund type under which our payments are listed: commercial supplements. */
const FUND_TYPE = '620100';

/** The envelope of an answer, but for what it answers. */
export interface Heading {
  /** The division of the place of care; empty where the message did not tell. */
  readonly division: string;
  readonly now: Instant;
  readonly requestId: string;
  /** Whether the message was in another encoding than UTF-8: then the answer keeps to ASCII. */
  readonly ascii: boolean;
}

/** A success in the national envelope. */
export function succeeded(heading: Heading, output: unknown, warnings: readonly Warning[] = []): Reply {
  const notes = warnings.map(({ zh, en }) => `${zh} / ${en}`).join('; ');
  return envelope(heading, { infcode: 0, warn_msg: notes === '' ? null : notes, err_msg: '', output });
}

/** A failure in the national envelope. */
export function failed(heading: Heading, text: string): Reply {
  return envelope(heading, { infcode: -1, warn_msg: null, err_msg: text, output: null });
}

function envelope({ division, now, requestId, ascii }: Heading, body: Readonly<Record<string, unknown>>): Reply {
  const time = digitsOf(now);
  const serial = BigInt(`0x${createHash('sha256').update(requestId).digest('hex').slice(0, 12)}`) % 10_000_000_000n;
  const document = {
    infcode: body['infcode'],
    inf_refmsgid: `${division.padEnd(6, '0').slice(0, 6)}${time.slice(0, 14)}${String(serial).padStart(10, '0')}`,
    refmsg_time: time,
    respond_time: time,
    ...body,
  };
  const text = JSON.stringify(document);
  return { type: 'application/json; charset=utf-8', bytes: Buffer.from(ascii ? escaped(text) : text, 'utf8') };
}

/** JSON that reads the same in every encoding that contains ASCII. */
function escaped(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `result` and `setldetail` of a decision. A settlement that was reversed since pays nothing. */
export function decisionOutput({
  decision,
  already,
}: Extract<Outcome, { readonly kind: 'settle' | 'quote' | 'query' }>) {
  const reversed = decision.reversal !== null;
  const paid = Money.of(decision.insurerPaid);
  const after = Money.of(decision.patientPays);
  return {
    result: {
      setl_id: decision.settlementId,
      decision_id: decision.decisionId,
      outcome: reversed ? 'reversed' : decision.outcome,
      supl_pay_sumamt: reversed ? '0.00' : paid.toFixed2(),
      member_benefit: reversed ? '0.00' : decision.memberBenefit,
      psn_pay_after: (reversed ? after.plus(paid) : after).toFixed2(),
      already: already ? 1 : 0,
    },
    setldetail: reversed ? [] : rows(decision, (amount) => amount),
  };
}

/** The same of a reversal: what comes back is negative. */
export function reversalOutput({ reversal, decision }: Extract<Outcome, { readonly kind: 'reverse' }>) {
  const negated = (amount: string) => Money.of(amount).negated().toFixed2();
  return {
    result: {
      setl_id: reversal.settlementId,
      decision_id: reversal.decisionId,
      outcome: 'reversed',
      supl_pay_sumamt: reversal.insurerPaid,
      member_benefit: reversal.memberBenefit,
      psn_pay_after: negated(decision.patientPays),
      already: reversal.already ? 1 : 0,
    },
    setldetail: rows(decision, negated),
  };
}

/** One row a scheme, in the form of the centre's fund rows. Our decision id is in it, so that we know it again. */
function rows({ decisionId, schemes }: DecisionDocument, signed: (amount: string) => string) {
  return schemes.map((scheme) => {
    const toHospital = scheme.benefits.filter(({ payTo }) => payTo === 'hospital');
    const sum = (of: (benefit: (typeof toHospital)[number]) => string) =>
      signed(Money.sum(toHospital.map((benefit) => Money.of(of(benefit)))).toFixed2());
    return {
      fund_pay_type: FUND_TYPE,
      fund_pay_type_name: `惠民保 ${scheme.scheme}`,
      fund_payamt: signed(scheme.insurerPaid),
      inscp_scp_amt: sum(({ base }) => base),
      crt_payb_lmt_amt: sum(({ eligible }) => eligible),
      setl_proc_info: JSON.stringify({
        decision_id: decisionId,
        scheme: scheme.scheme,
        policy_no: scheme.policyNo,
        status: scheme.status,
        reason: scheme.reason,
        member_benefit: signed(scheme.memberBenefit),
      }),
    };
  });
}
