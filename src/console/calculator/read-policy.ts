import { caseNameKey } from '../../adjudication/case-terms.ts';
import type { Policy } from '../../adjudication/input.ts';
import { ENGINE_FACTS, FACT_FORMS, factText } from '../../scheme/facts.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import { policyFields } from './policy-fields.ts';
import { plain } from './problems.ts';
import type { Reader } from './reader.ts';
import { YES } from './typed.ts';

/** The policy in a scheme that was typed. */
export function readPolicy(reader: Reader, scheme: Scheme, index: number): Policy {
  const at = `/policies/${index}`;
  const { cohorts, preexisting, familyBorne, familyShared } = policyFields(scheme);
  const ticked = (list: string, words: readonly string[]) =>
    words.filter((word) => reader.text(`${at}/${list}/${word}`) === YES);
  const [from, to] = [reader.date(`${at}/effectiveFrom`), reader.date(`${at}/effectiveTo`)];
  if (from > to) {
    reader.problems.set(`${at}/effectiveTo`, { zh: '须不早于首日', en: 'must not be before the first day' });
  }
  const [priorYears, claimFreeYears] = [reader.count(`${at}/priorYears`), reader.count(`${at}/claimFreeYears`)];
  if (claimFreeYears > priorYears) {
    reader.problems.set(`${at}/claimFreeYears`, { zh: '多于连续参保年数', en: 'more than the years of membership' });
  }
  return {
    scheme: scheme.rules.scheme,
    policyNo: `P-${scheme.rules.scheme}`,
    nameKey: reader.yes('/nameMatches') ? caseNameKey(undefined) : '',
    insuredRegion: reader.matching(`${at}/insuredRegion`, /^\d{6}$/, {
      zh: '须为六位行政区划代码，如 360102',
      en: 'must be a region code of six digits, such as 360102',
    }),
    effectiveFrom: from,
    effectiveTo: to,
    cohorts: ticked('cohorts', cohorts),
    preexisting: ticked('preexisting', preexisting),
    priorYears,
    claimFreeYears,
    plan: reader.text(`${at}/plan`),
    familyBorne: ticked('familyBorne', familyBorne),
    familyUsed: Object.fromEntries(
      familyShared.map((benefit) => [benefit, reader.amount(`${at}/familyUsed/${benefit}`).toExact()]),
    ),
  };
}

/** The facts of a scheme that were typed; one that was not is not set. */
export function readFacts(reader: Reader, { rules }: Scheme, index: number): Record<string, string> {
  const kinds = [...ENGINE_FACTS, ...Object.entries(rules.facts).map(([name, { unit }]) => [name, unit] as const)];
  return Object.fromEntries(
    kinds.flatMap(([name, kind]): [string, string][] => {
      const typed = reader.text(`/facts/${index}/${name}`);
      if (typed === '') return [];
      const text = factText(kind, plain(typed));
      if (text !== undefined) return [[name, text]];
      const { zh, en } = FACT_FORMS[kind];
      reader.problems.set(`/facts/${index}/${name}`, { zh: `须为${zh}`, en: `must be ${en}` });
      return [];
    }),
  );
}
