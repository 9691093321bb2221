import { Refusal } from '../../problem/refusal.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { command } from '../html/command.ts';
import { field, questionForm, submit } from '../html/form.ts';
import { html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, notice, section, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

const TEXTS = {
  lists: { zh: '目录', en: 'Lists' },
  list: { zh: '目录', en: 'List' },
  name: { zh: '名称', en: 'Name' },
  schemes: { zh: '使用的方案', en: 'Used by' },
  versions: { zh: '版本', en: 'Versions' },
  version: { zh: '版本', en: 'Version' },
  entries: { zh: '条目', en: 'Entries' },
  imported: { zh: '导入时间', en: 'Imported' },
  digest: { zh: '摘要', en: 'Digest' },
  missing: { zh: '未导入：依赖它的保障转人工', en: 'not imported: a person decides where a benefit needs it' },
  none: { zh: '没有', en: 'none' },
  caption: { zh: '方案所需的外部目录', en: 'Lists that schemes need from elsewhere' },
  how: {
    zh: '目录通过命令导入（UTF-8 的 CSV：code,name,class），保留每个版本：',
    en: 'Lists are imported by a command (CSV in UTF-8: code,name,class); every version is kept:',
  },
  search: { zh: '查编码', en: 'Look a code up' },
  code: { zh: '编码', en: 'Code' },
  codeHint: { zh: '按前缀匹配，与结算时相同', en: 'matched by prefix, as a settlement does' },
  look: { zh: '查询', en: 'Look up' },
  on: { zh: '在目录内', en: 'On the list' },
  off: { zh: '不在目录内', en: 'Not on the list' },
  entry: { zh: '所依据的条目', en: 'By the entry' },
  class: { zh: '类别', en: 'Class' },
  all: { zh: '全部目录', en: 'All lists' },
  unknown: { zh: '没有这个目录', en: 'There is no such list' },
} as const satisfies Texts;

interface Needed {
  readonly list: string;
  readonly name: Bilingual;
  readonly schemes: readonly Scheme[];
}

async function list(visit: UserVisit): Promise<Answer> {
  const { gateway, say, url } = visit;
  const rows = await Promise.all(
    needed(visit).map(async (one) => ({
      ...one,
      versions: await gateway.console.operator.listVersions(one.list),
    })),
  );
  const latest = ({ versions }: (typeof rows)[number]) => versions.at(-1);
  const shown = table({
    caption: say(TEXTS.caption),
    empty: say(TEXTS.none),
    rows,
    columns: [
      {
        title: say(TEXTS.list),
        cell: ({ list: id, name }) => html`<a href="${url(`/lists/${id}`)}">${say(name)}</a> <code>${id}</code>`,
      },
      {
        title: say(TEXTS.schemes),
        cell: ({ schemes }) => schemes.map(({ rules }) => say(rules.name)).join('; '),
      },
      { title: say(TEXTS.versions), cell: ({ versions }) => versions.length, figure: true },
      { title: say(TEXTS.entries), cell: (row) => latest(row)?.entries, figure: true },
      {
        title: say(TEXTS.imported),
        cell: (row) => {
          const last = latest(row);
          if (last !== undefined) return shownInstant(last.importedAt);
          return html`<span class="fails">${say(TEXTS.missing)}</span>`;
        },
      },
    ],
  });
  return { title: say(TEXTS.lists), body: html`${shown}${how(visit, '<list>')}` };
}

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, say, url } = visit;
  const one = needed(visit).find(({ list: id }) => id === param('list'));
  if (one === undefined) throw new Refusal('NOT_FOUND', { detail: TEXTS.unknown.zh, detailEn: TEXTS.unknown.en });
  const versions = await gateway.console.operator.listVersions(one.list);
  const shown = table({
    caption: say(TEXTS.versions),
    empty: say(TEXTS.missing),
    rows: versions.toReversed(),
    columns: [
      { title: say(TEXTS.version), cell: ({ version }) => version },
      { title: say(TEXTS.imported), cell: ({ importedAt }) => shownInstant(importedAt) },
      { title: say(TEXTS.entries), cell: ({ entries }) => entries, figure: true },
      { title: say(TEXTS.digest), cell: ({ digest }) => html`<code>${digest}</code>` },
    ],
  });
  const body = html`${definitions([
    [say(TEXTS.name), say(one.name)],
    [say(TEXTS.list), html`<code>${one.list}</code>`],
    [say(TEXTS.schemes), one.schemes.map(({ rules }) => say(rules.name)).join('; ')],
  ])}${search(visit, one.list)}${shown}${how(visit, one.list)}
<p class="no-print"><a href="${url('/lists')}">${say(TEXTS.all)}</a></p>`;
  return { title: `${say(TEXTS.list)} ${one.list}`, body };
}

/** Whether a code is on the list that is in force, by the same look-up as a settlement's. */
function search(visit: UserVisit, name: string) {
  const { gateway, query, say } = visit;
  const code = query.get('code')?.trim() ?? '';
  const typed = field({
    name: 'code',
    label: say(TEXTS.code),
    hint: say(TEXTS.codeHint),
    value: code,
    autocomplete: 'off',
    required: true,
    maxlength: 64,
  });
  const ask = questionForm(visit, `/lists/${name}`, html`${typed}${submit(say(TEXTS.look))}`);
  const current = gateway.console.schemes.inForce.lists().get(name);
  if (code === '' || current === undefined) return section(say(TEXTS.search), ask);
  const found = current.list.find(code);
  const answer =
    found === undefined
      ? notice('note', html`<p><code>${code}</code> ${say(TEXTS.off)}</p>`)
      : notice(
          'good',
          html`<p><code>${code}</code> ${say(TEXTS.on)}. ${say(TEXTS.entry)}: <code>${found.code}</code> ${found.name}${
            found.class !== '' && ` · ${say(TEXTS.class)} ${found.class}`
          }</p>`,
        );
  return section(say(TEXTS.search), html`${ask}${answer}`);
}

/** The lists that are no part of a scheme. */
function needed({ gateway }: UserVisit): Needed[] {
  const found = new Map<string, Needed>();
  for (const scheme of gateway.console.schemes.list()) {
    for (const [id, { name, entries }] of Object.entries(scheme.rules.lists)) {
      if (entries === undefined) {
        found.set(id, { list: id, name, schemes: [...(found.get(id)?.schemes ?? []), scheme] });
      }
    }
  }
  return [...found.values()];
}

function how({ say }: UserVisit, name: string) {
  return command(say(TEXTS.how), `npx yizhan lists import ${name} file.csv`);
}

const OPERATOR = ['operator'] as const;

export const LIST_PAGES = {
  lists: { method: 'GET', path: '/lists', roles: OPERATOR, navigation: TEXTS.lists, handler: list },
  list: { method: 'GET', path: '/lists/{list}', roles: OPERATOR, handler: show },
} as const satisfies Record<string, UserPage>;
