import type { BenefitStatus, SchemeStatus } from '../adjudication/decision.ts';
import { rosterWord } from '../scheme/explain/roster-words.ts';
import { REASON_WORDS } from '../scheme/reasons.ts';
import type { Bilingual } from '../scheme/words.ts';
import type { ListUsed } from './lists.ts';
import type { TriggerReport } from './triggers.ts';

/** What the words of a simulation report are called. */

const STATUS_WORDS: Readonly<Record<SchemeStatus | BenefitStatus, Bilingual>> = {
  paid: { zh: '赔付', en: 'paid' },
  'nothing-due': { zh: '无应赔金额', en: 'nothing due' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
  pended: { zh: '转人工', en: 'pended' },
  declined: { zh: '不予赔付', en: 'declined' },
};

const SOURCES: Readonly<Record<ListUsed['source'], Bilingual>> = {
  scheme: { zh: '属于方案', en: 'part of the scheme' },
  given: { zh: '以 --list 给出', en: 'given with --list' },
  sandbox: { zh: '沙箱清单，条目为虚构', en: 'sandbox list, entries invented' },
  missing: { zh: '没有：依赖它的保障转人工', en: 'none: benefits that need it are pended' },
};

const TRIGGER_STATUSES: Readonly<Record<TriggerReport['status'], Bilingual>> = {
  met: { zh: '触发', en: 'met' },
  'not-met': { zh: '未触发', en: 'not met' },
  open: { zh: '未定', en: 'open' },
};

/** An outcome, or a benefit's status. */
export function statusWord(status: string): Bilingual {
  return lookUp(STATUS_WORDS, status);
}

/** A status and a reason with a blank between, as they are counted. */
export function reasonWord(counted: string): Bilingual {
  const [status = '', reason = ''] = counted.split(' ');
  const first = statusWord(status);
  if (reason === '') return first;
  const second = lookUp(REASON_WORDS, reason);
  return { zh: `${first.zh}：${second.zh}`, en: `${first.en}: ${second.en}` };
}

/** A cohort; the empty word stands for members in none. */
export function cohortWord(cohort: string): Bilingual {
  return cohort === '' ? { zh: '无标注', en: 'none' } : rosterWord(cohort);
}

/** Whether an earlier disease is listed. */
export function preexistingWord(group: string): Bilingual {
  return group === 'yes' ? { zh: '列有既往症', en: 'listed' } : { zh: '未列既往症', en: 'none listed' };
}

export function sourceWord(source: ListUsed['source']): Bilingual {
  return SOURCES[source];
}

export function triggerWord(status: TriggerReport['status']): Bilingual {
  return TRIGGER_STATUSES[status];
}

function lookUp(words: Readonly<Record<string, Bilingual>>, word: string): Bilingual {
  return words[word] ?? { zh: word, en: word };
}
