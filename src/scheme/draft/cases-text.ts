import { Money } from '../../money/money.ts';
import { addDays } from '../../time/calendar.ts';
import type { Answers, Liability } from './answers.ts';

const ABOVE = Money.of('10000');

/**
 * Worked cases for a draft: what each liability pays 10,000 yuan above its deductible, nothing on the deductible, the
 * limit; so that the file begins with figures to be compared with the notice's own examples.
 */
export function casesText(answers: Answers): string {
  const { inCatalog, outOfCatalog, scheme, from, to } = answers;
  const paid = { in: payout(inCatalog, inCatalog.rate), out: payout(outOfCatalog, outOfCatalog.rate) };
  const earlier = payout(inCatalog, inCatalog.earlierRate);
  return `# yaml-language-server: $schema=../cases.schema.json
# 草稿：把通知与宣传材料中的算例、每一道门槛、每一个分界都补上，金额一律手工算出。
# A draft: add the notice's own examples, every gate, every bound; work each amount out by hand.
scheme: ${scheme}

defaults:
  admitted: ${from}
  discharged: ${from}

cases:
  - case: { zh: 目录内超过免赔额一万元, en: '10,000 above the in-catalog deductible' }
    why: ${figures(inCatalog, inCatalog.rate, paid.in)}
    claims:
      - inCatalog: ${inCatalog.deductible.plus(ABOVE).toString()}
        expect: { pays: { in-catalog-inpatient: ${paid.in.toString()} } }

  - case: { zh: 目录外超过免赔额一万元, en: '10,000 above the out-of-catalog deductible' }
    why: ${figures(outOfCatalog, outOfCatalog.rate, paid.out)}
    claims:
      - outOfCatalog: ${outOfCatalog.deductible.plus(ABOVE).toString()}
        expect: { pays: { out-of-catalog-inpatient: ${paid.out.toString()} } }

  - case: { zh: 既往症人群, en: A member with an earlier disease }
    why: ${figures(inCatalog, inCatalog.earlierRate, earlier)}
    policy: { preexisting: [malignancy] }
    claims:
      - inCatalog: ${inCatalog.deductible.plus(ABOVE).toString()}
        expect: { pays: { in-catalog-inpatient: ${earlier.toString()} } }

  - case: { zh: 工伤不赔, en: Work injuries are not covered }
    why: 工伤由工伤保险承担。
    cause: work-injury
    claims:
      - inCatalog: ${inCatalog.deductible.plus(ABOVE).toString()}
        expect: { outcome: declined, reason: WORK_INJURY }

  - case: { zh: 跨保险期转人工, en: A stay that crosses the period }
    why: 期满后出院，须人工拆分。
    admitted: ${to}
    discharged: ${addDays(to, 1)}
    claims:
      - inCatalog: ${inCatalog.deductible.plus(ABOVE).toString()}
        expect: { outcome: pended, reason: SPLIT_PERIOD }
`;
}

function payout({ limit }: Liability, rate: Money): Money {
  return Money.min(ABOVE.times(rate).roundFen(), limit);
}

function figures({ deductible, limit }: Liability, rate: Money, paid: Money): string {
  const sum = `(${deductible.plus(ABOVE).toString()}−${deductible.toString()})×${rate.toString()}`;
  return `${sum}=${ABOVE.times(rate).toString()}，不超过保额 ${limit.toString()}，赔 ${paid.toString()}。`;
}
