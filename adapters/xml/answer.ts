import type { DecisionDocument } from '../../src/settlement/documents.ts';
import type { CheckDifference, Outcome, Warning } from '../adapter.ts';
import type { Out } from './build.ts';
import type { Fields } from './fields.ts';
import type { Content } from './style.ts';

/** How a check came out, in the national dictionary `stmt_rslt`. */
const RESULTS = { equal: '0', 'more-here': '1', 'more-there': '2', different: '3' } as const;
const RESULT_TEXTS = {
  equal: '平',
  'more-here': '网关多',
  'more-there': '医院多',
  different: '数据不一致',
} as const;

/** The fund type of what supplemental insurance pays. */
const SUPPLEMENTAL = '620100';

/**
 * What an answer says, by national names, and in 金保 codes beside them where the caller's own programs read those.
 *
 * @param asked what the message said, to be repeated where the format repeats it
 */
export function contentOf(outcome: Outcome, asked: Fields): Content {
  switch (outcome.kind) {
    case 'quote':
    case 'settle':
    case 'query':
      return decided(outcome.decision, outcome.kind !== 'query' && outcome.already, outcome.warnings, false);
    case 'reverse':
      return decided(outcome.decision, outcome.reversal.already, [], true);
    case 'check-totals': {
      const { count, total, insurerPaid } = outcome.here;
      return content([
        ['stmt_rslt', RESULTS[outcome.result]],
        ['stmt_rslt_dscr', RESULT_TEXTS[outcome.result]],
        // What the hospital's program of the older kind reads: 0 is no, 1 is yes.
        ['ake150', outcome.result === 'equal' ? '1' : '0'],
        ...['aae030', 'aae031', 'cka130'].map((name): Out => [name, asked.get(name) ?? '']),
        ['fixmedins_setl_cnt', String(count)],
        ['akc264', total],
        ['supl_pay_sumamt', insurerPaid],
      ]);
    }
    case 'check-details':
      return content([], outcome.differences.map(difference));
    case 'sign-in':
      return content([
        ['batno', outcome.signNo],
        ['sign_no', outcome.signNo],
      ]);
    case 'upload':
    case 'download':
      throw new Error('an XML message exchanges no files');
    default:
      return content([]);
  }
}

function content(fields: readonly Out[], rows: readonly (readonly Out[])[] = []): Content {
  return { already: false, reference: '', fields, rows };
}

function decided(
  decision: DecisionDocument,
  already: boolean,
  warnings: readonly Warning[],
  reversed: boolean,
): Content {
  const signed = (amount: string) => (reversed && Number(amount) !== 0 ? `-${amount}` : amount);
  return {
    already,
    reference: decision.decisionId,
    fields: [
      ['setl_id', decision.settlementId],
      ['decision_id', decision.decisionId],
      ['outcome', decision.outcome],
      ['supl_pay_sumamt', signed(decision.insurerPaid)],
      ['member_benefit', signed(decision.memberBenefit)],
      ['psn_pay_after', signed(decision.patientPays)],
      ['already', already ? '1' : '0'],
      ...warnings.map(({ zh, en }): Out => ['warn_msg', `${zh} / ${en}`]),
    ],
    rows: decision.schemes.map(({ scheme, insurerPaid, reason }) => [
      ['fund_pay_type', SUPPLEMENTAL],
      ['fund_pay_type_name', scheme],
      ['fund_payamt', signed(insurerPaid)],
      ['setl_proc_info', reason ?? ''],
    ]),
  };
}

function difference({ result, settlementId, encounterId, person, messageId, reversal, here, there }: CheckDifference) {
  return [
    ['stmt_rslt', RESULTS[result]],
    ['memo', RESULT_TEXTS[result]],
    ['msgid', messageId],
    ['setl_id', settlementId],
    ['akc190', encounterId],
    ['psn_no', person],
    ['refd_setl_flag', reversal ? '1' : '0'],
    ['akc264', here?.total ?? ''],
    ['supl_pay_sumamt', here?.insurerPaid ?? ''],
    ['akc264_there', there?.total ?? ''],
    ['supl_pay_sumamt_there', there?.insurerPaid ?? ''],
  ] as const satisfies readonly Out[];
}
