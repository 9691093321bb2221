import type { DecisionDetailDocument, DetailTerms } from '../../../settlement/review-documents.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, section, table } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';

const TEXTS = {
  title: { zh: '决定所依据的条件（当时冻结）', en: 'What the decision was made under, frozen then' },
  amended: { zh: '重新核定后所依据的条件', en: 'What stands instead since a readjudication' },
  reason: { zh: '重新核定原因', en: 'Why it was readjudicated' },
  policy: { zh: '保单号', en: 'Policy' },
  period: { zh: '保障期', en: 'In force' },
  region: { zh: '参保地', en: 'Insured region' },
  plan: { zh: '计划', en: 'Plan' },
  cohorts: { zh: '人群', en: 'Groups' },
  preexisting: { zh: '既往症', en: 'Earlier diseases' },
  priorYears: { zh: '此前连续参保年数', en: 'Years insured before' },
  claimFree: { zh: '其中未获赔年数', en: 'of them without a claim' },
  familyUsed: { zh: '家庭其他成员已承担的免赔额（元）', en: 'Of the deductible, borne by others of the family (yuan)' },
  none: { zh: '无', en: 'none' },
  rules: { zh: '规则摘要', en: "The rules' digest" },
  facts: { zh: '参数', en: 'Facts' },
  lists: { zh: '目录版本（摘要）', en: 'Lists, by digest' },
  name: { zh: '名称', en: 'Name' },
  value: { zh: '值', en: 'Value' },
  shares: { zh: '分摊比例', en: 'Shares' },
  journal: { zh: '日志', en: 'Journal' },
  entry: { zh: '记录号', en: 'Entry' },
  memberEntry: { zh: '该参保人第几条', en: 'of this member' },
  hash: { zh: '摘要', en: 'Digest' },
  previous: { zh: '前一条摘要', en: 'Digest of the one before' },
} as const satisfies Texts;

/** What a decision hung on, and where it stands in the journal. */
export function termsPart(visit: UserVisit, { terms, amendment, journal }: DecisionDetailDocument): Html {
  const { say } = visit;
  return html`${terms.map((one) => termsOf(visit, say(TEXTS.title), one))}${
    amendment !== null &&
    html`<p>${say(TEXTS.reason)}: ${amendment.reason}</p>${amendment.terms.map((one) => termsOf(visit, say(TEXTS.amended), one))}`
  }${section(
    say(TEXTS.journal),
    definitions([
      [say(TEXTS.entry), journal.seq],
      [say(TEXTS.memberEntry), journal.memberSeq],
      [say(TEXTS.hash), html`<code>${journal.hash}</code>`],
      [say(TEXTS.previous), html`<code>${journal.previous}</code>`],
    ]),
  )}`;
}

function termsOf(visit: UserVisit, title: string, { policy, facts, lists, shares, rules }: DetailTerms): Html {
  const { say } = visit;
  return section(
    title,
    html`${definitions([
      [say(TEXTS.policy), policy.policyNo],
      [say(TEXTS.period), `${policy.effectiveFrom} … ${policy.effectiveTo}`],
      [say(TEXTS.region), policy.insuredRegion],
      [say(TEXTS.plan), policy.plan],
      [say(TEXTS.cohorts), policy.cohorts.join(', ')],
      [say(TEXTS.preexisting), policy.preexisting.join(', ') || say(TEXTS.none)],
      [say(TEXTS.priorYears), policy.priorYears],
      [say(TEXTS.claimFree), policy.claimFreeYears],
      ...Object.entries(policy.familyUsed ?? {}).map(
        ([benefit, sum]) => [`${say(TEXTS.familyUsed)}: ${benefit}`, sum] as const,
      ),
      [say(TEXTS.shares), shares.map(({ insurer, share }) => `${insurer} ${share}`).join(' · ')],
      [say(TEXTS.rules), html`<code>${rules.digest}</code>`],
    ])}${pairs(visit, say(TEXTS.facts), facts)}${pairs(visit, say(TEXTS.lists), lists)}`,
  );
}

function pairs({ say }: UserVisit, caption: string, all: Readonly<Record<string, string>>): Html | false {
  const rows = Object.entries(all);
  if (rows.length === 0) return false;
  return table({
    caption,
    empty: '',
    rows,
    columns: [
      { title: say(TEXTS.name), cell: ([name]) => name },
      { title: say(TEXTS.value), cell: ([, value]) => html`<code>${value}</code>` },
    ],
  });
}
