import type { FactValue } from '../../roster/history.ts';
import { INSURER_SHARES } from '../../roster/shares.ts';
import { UNIT_WORDS } from '../../scheme/explain/vocabulary.ts';
import { ENGINE_FACTS } from '../../scheme/facts.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { command } from '../html/command.ts';
import { type Html, html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { notice, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { ENGINE_FACT_WORDS } from '../words/facts.ts';

const TEXTS = {
  facts: { zh: '参数', en: 'Facts' },
  fact: { zh: '参数', en: 'Fact' },
  about: { zh: '含义', en: 'What it is' },
  value: { zh: '生效值', en: 'In force' },
  since: { zh: '生效时间', en: 'Since' },
  history: { zh: '历史', en: 'Before' },
  missing: { zh: '未录入：规则需要', en: 'not set: a rule needs it' },
  unset: { zh: '未录入', en: 'not set' },
  none: { zh: '没有方案', en: 'There is no scheme' },
  some: { zh: '规则需要而未录入的参数', en: 'Facts that rules need and nobody has set' },
  how: { zh: '参数通过命令设置，旧值保留：', en: 'Facts are set by a command; earlier values are kept:' },
} as const satisfies Texts;

interface Row {
  readonly name: string;
  readonly words: Bilingual;
  readonly unit: string | undefined;
  /** A rule asks for it. */
  readonly needed: boolean;
  /** The newest last. */
  readonly values: readonly FactValue[];
}

async function facts(visit: UserVisit): Promise<Answer> {
  const { gateway, say } = visit;
  const { schemes, operator } = gateway.console;
  const all = await Promise.all(
    schemes.list().map(async (scheme) => {
      const history = await operator.factHistory(scheme.rules.scheme);
      return { scheme, rows: rowsOf(visit, scheme, history) };
    }),
  );
  const missing = all.flatMap(({ scheme, rows }) =>
    rows.filter(({ needed, values }) => needed && values.length === 0).map(({ name }) => ({ scheme, name })),
  );
  const open = schemes.list().flatMap(({ rules }) => operator.sharesProblem(rules.scheme) ?? []);
  const items = [
    ...missing.map(({ scheme, name }) => html`<li>${say(scheme.rules.name)}: <code>${name}</code></li>`),
    ...open.map((problem) => html`<li>${say(problem)}</li>`),
  ];
  const body = html`${items.length > 0 && notice('note', html`<p>${say(TEXTS.some)}</p><ul>${items}</ul>`)}
${all.map(({ scheme, rows }) => schemeTable(visit, scheme, rows))}
${command(say(TEXTS.how), 'npx yizhan facts set <scheme> <name> <value>')}`;
  return { title: say(TEXTS.facts), body };
}

function rowsOf({ say }: UserVisit, { rules }: Scheme, history: readonly FactValue[]): Row[] {
  const valuesOf = (name: string) => history.filter((one) => one.name === name);
  const own = Object.entries(rules.facts).map(
    ([name, { zh, en, unit }]): Row => ({
      name,
      words: { zh, en },
      unit: say(UNIT_WORDS[unit]),
      needed: true,
      values: valuesOf(name),
    }),
  );
  const engine = [...ENGINE_FACTS.keys(), INSURER_SHARES].map(
    (name): Row => ({
      name,
      words: ENGINE_FACT_WORDS[name] ?? { zh: name, en: name },
      unit: undefined,
      needed: false,
      values: valuesOf(name),
    }),
  );
  return [...own, ...engine];
}

function schemeTable(visit: UserVisit, { rules }: Scheme, rows: readonly Row[]): Html {
  const { say } = visit;
  return table({
    caption: say(rules.name),
    empty: say(TEXTS.none),
    rows,
    columns: [
      { title: say(TEXTS.fact), cell: ({ name }) => html`<code class="name">${name}</code>` },
      { title: say(TEXTS.about), cell: ({ words, unit }) => `${say(words)}${unit === undefined ? '' : ` (${unit})`}` },
      { title: say(TEXTS.value), cell: (row) => shownValue(visit, row) },
      {
        title: say(TEXTS.since),
        cell: ({ values }) => {
          const last = values.at(-1);
          return last && shownInstant(last.setAt);
        },
      },
      {
        title: say(TEXTS.history),
        cell: ({ values }) =>
          values
            .slice(0, -1)
            .toReversed()
            .map(({ value, setAt }) => html`<div>${value} <span class="soft">${shownInstant(setAt)}</span></div>`),
      },
    ],
  });
}

function shownValue({ say }: UserVisit, { values, needed }: Row): Html {
  const last = values.at(-1);
  if (last !== undefined) return html`<strong>${last.value}</strong>`;
  return needed
    ? html`<span class="fails">${say(TEXTS.missing)}</span>`
    : html`<span class="soft">${say(TEXTS.unset)}</span>`;
}

export const FACT_PAGES = {
  facts: { method: 'GET', path: '/facts', roles: ['operator'], navigation: TEXTS.facts, handler: facts },
} as const satisfies Record<string, UserPage>;
