import { stringify } from 'yaml';
import type { Answers, Liability } from './answers.ts';

/** A text as it stands in a flow of YAML, in quotes where it needs them. */
function quoted(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE' }).trimEnd();
}

function bilingual(zh: string, en: string): string {
  return `{ zh: ${quoted(zh)}, en: ${quoted(en)} }`;
}

/**
 * The scheme file that the answers make: the gates that stand in every scheme, two liabilities, and comments that say
 * what to look at in the notice. Clauses are to be corrected by hand; it passes all checks as it is.
 */
export function schemeText(answers: Answers): string {
  return `# yaml-language-server: $schema=../scheme.schema.json
# 草稿：逐条对照通知，把每个 clause 改为真实条款号，增删责任。schemes/README.zh-CN.md 讲解全部写法。
# A draft: hold each rule against the notice, correct every clause, add what is missing. schemes/README.md teaches the language.
scheme: ${answers.scheme}
name: ${bilingual(answers.nameZh, answers.nameEn)}

documents:
  notice:
    number: ${quoted(answers.number)}
    title: ${bilingual(answers.titleZh, answers.titleEn)}

precedence: 10
region: '${answers.region}'
area: { local: region, clause: notice 一 }
coverage: { from: ${answers.from}, to: ${answers.to}, clause: notice 二 }
premium: { amount: ${answers.premium.toString()}, clause: notice 二 }

gates:
  - unless: { basicInsurance: { settled: true } }
    outcome: declined
    reason: BASIC_INSURANCE_NOT_SETTLED
    clause: notice 三
  - when: { cause: work-injury }
    outcome: declined
    reason: WORK_INJURY
    clause: notice 三
  - when: { cause: third-party }
    outcome: pended
    reason: THIRD_PARTY_LIABILITY
    clause: notice 三
  - when: { any: [{ admitted: before-period }, { discharged: after-period }] }
    outcome: pended
    reason: SPLIT_PERIOD
    clause: notice 二

benefits:
${benefitText('in-catalog', '责任一 医保目录内住院费用', 'In-catalog inpatient costs', answers.inCatalog)}
${benefitText('out-of-catalog', '责任二 医保目录外住院费用', 'Out-of-catalog inpatient costs', answers.outOfCatalog)}`;
}

function benefitText(pot: string, zh: string, en: string, liability: Liability): string {
  const { deductible, rate, earlierRate, limit } = liability;
  const standard = `      - { table: standard, rate: ${rate.toRate()}, clause: notice 四 }\n`;
  const earlier = `      - { table: earlier-disease, when: { preexisting: any }, rate: ${earlierRate.toRate()}, clause: notice 四 }\n`;
  return `  - id: ${pot}-inpatient
    name: ${bilingual(zh, en)}
    payTo: hospital
    conditions:
      - { require: { setting: inpatient }, else: SETTING_NOT_COVERED, clause: notice 四 }
    base: { pots: ${pot}, clause: notice 四 }
    deductible: { per: year, amount: ${deductible.toString()}, clause: notice 四 }
    rates:
${earlierRate.eq(rate) ? '' : earlier}${standard}    limit: { per: year, amount: ${limit.toString()}, clause: notice 四 }
`;
}
