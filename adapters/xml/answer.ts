import type { CheckDifference, Outcome, Warning } from '../adapter.ts';
import { decisionOutput, reversalOutput } from '../nhsa/answer.ts';
import { differenceRow, STMT_RSLT } from '../nhsa/statement.ts';
import type { Out } from './build.ts';
import type { Fields } from './fields.ts';
import type { Content } from './style.ts';

/**
 * What an answer says: by the names of the national format, and for checks in 金保 codes beside them.
 *
 * @param asked what the message said, to be repeated where the format repeats it
 */
export function contentOf(outcome: Outcome, asked: Fields): Content {
  switch (outcome.kind) {
    case 'quote':
    case 'settle':
    case 'query':
      return decided(decisionOutput(outcome), outcome.kind === 'settle' && outcome.already, outcome.warnings);
    case 'reverse':
      return decided(reversalOutput(outcome), outcome.reversal.already, []);
    case 'check-totals': {
      const { count, total, insurerPaid } = outcome.here;
      return content([
        ['stmt_rslt', STMT_RSLT[outcome.result]],
        // Of the older kind: 0 is no, 1 is yes.
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

type Output = ReturnType<typeof decisionOutput>;

function decided({ result, setldetail }: Output, already: boolean, warnings: readonly Warning[]): Content {
  const notes = warnings.map(({ zh, en }) => `${zh} / ${en}`).join('; ');
  return {
    already,
    reference: result.decision_id,
    fields: [...outs(result), ...(notes === '' ? [] : [['warn_msg', notes] as const])],
    rows: setldetail.map(outs),
  };
}

function difference(one: CheckDifference): Out[] {
  return [
    ...outs(differenceRow(one)),
    ['akc190', one.encounterId],
    ['akc264', one.here?.total ?? ''],
    ['supl_pay_sumamt', one.here?.insurerPaid ?? ''],
  ];
}

function outs(row: Readonly<Record<string, string | number>>): Out[] {
  return Object.entries(row).map(([name, value]) => [name, String(value)]);
}
