import type { Scheme } from '../scheme.ts';
import { benefitSection } from './benefit.ts';
import { commonSection, interpretationsSection } from './common.ts';
import { coverSection, documentsSection } from './cover.ts';
import type { ExplainedScheme, ExplainLanguage } from './explained.ts';
import { costsSection, gatesSection } from './gates.ts';
import { listsSection } from './lists.ts';
import { Speaker } from './speaker.ts';
import { yearSection } from './year.ts';

/**
 * A scheme as prose, so that the author of its notice can read and sign it: who is covered, what is declined, each
 * benefit in the order in which it is computed, every rule with its clause and the interpretations it rests on.
 *
 * @param scheme as loaded; what is explained is what is computed
 */
export function explainScheme({ rules, digest }: Scheme, language: ExplainLanguage): ExplainedScheme {
  const speaker = new Speaker(rules, language);
  return {
    scheme: rules.scheme,
    digest,
    language,
    title: speaker.pick(rules.name),
    sections: [
      documentsSection(speaker),
      coverSection(speaker),
      gatesSection(speaker),
      costsSection(speaker),
      ...rules.benefits.map((benefit, index) => benefitSection(benefit, index + 1, speaker)),
      ...yearSection(speaker),
      ...listsSection(speaker),
      commonSection(speaker),
      interpretationsSection(speaker),
    ],
  };
}
