import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { condition } from '../../src/scheme/condition.ts';
import { explainScheme } from '../../src/scheme/explain/explain.ts';
import { EXPLAIN_LANGUAGES, type ExplainedScheme } from '../../src/scheme/explain/explained.ts';
import { explainedText } from '../../src/scheme/explain/text.ts';
import { schemeFile } from '../../src/scheme/language.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import { loadScheme, loadSchemeText } from '../../src/scheme/load.ts';
import { REASONS } from '../../src/scheme/words.ts';
import { exampleFolder, exampleWithMore } from './example.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Group = { [key: string]: Json };
type Path = readonly (string | number)[];
type JsonSchema = {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: Json[];
  const?: Json;
  type?: string | string[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
};

const library = SchemeLibrary.load();
const example = JSON.parse(loadScheme(exampleFolder({ scheme: exampleWithMore() })).text) as Group;

/** Names that stand in the example, for the places of the language that name something. */
const NAMED: Readonly<Record<string, Json>> = {
  onList: 'major-diseases',
  name: 'participationRate',
  cohort: 'hardship',
  preexisting: 'rare-disease',
  category: 'enrolled',
  is: 'earlier-disease',
  plan: 'premium',
  region: '32',
  classes: 'A',
};

/** A part of the language that refers to itself. */
function definition(ref: string): JsonSchema {
  const found = CONDITION.$defs?.[ref.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`no definition ${ref}`);
  return found;
}

/** One value for each way in which the language lets a condition be written. */
function samples(schema: JsonSchema, key: string, depth: number): Json[] {
  if (schema.$ref === '#') return depth > 1 ? [{ setting: 'pharmacy' }] : samples(CONDITION, key, depth + 1);
  if (schema.$ref !== undefined)
    return depth > 1 ? [{ tags: 'meals' }] : samples(definition(schema.$ref), key, depth + 1);
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => samples(one, key, depth));
  if (schema.enum !== undefined) return schema.enum;
  if (schema.const !== undefined) return [schema.const];
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return key === 'atLeast' ? [1] : [2];
    case 'string':
      return [key === 'atLeast' || key === 'atMost' ? '0.25' : (NAMED[key] ?? `no sample for ${key}`)];
    case 'array': {
      const items = samples(schema.items ?? {}, key, depth);
      return [items.slice(0, 3), items.slice(-1)];
    }
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      const needed = Object.fromEntries(
        properties
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, one]) => [name, samples(one, name, depth)[0] ?? null]),
      );
      return properties.flatMap(([name, one]) =>
        samples(one, name, depth).map((value) => ({ ...needed, [name]: value })),
      );
    }
    default:
      throw new Error(`no samples for ${JSON.stringify(schema)}`);
  }
}

const CONDITION = z.toJSONSchema(condition, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const CONDITIONS = samples(CONDITION, '', 0);

/** The example with what it does not use of the language, but for conditions. */
const fuller: Group = {
  ...example,
  gates: [
    ...(example['gates'] as Json[]),
    ...REASONS.map((reason) => ({ when: { setting: 'inpatient' }, outcome: 'pended', reason, clause: 'notice 一' })),
  ],
  experience: [
    ...(example['experience'] as Json[]),
    { ratio: 'surplus', above: '0.1', meaning: { zh: '须下调', en: 'must fall' }, clause: 'notice 四' },
    { ratio: 'net-profit', above: '0.03', meaning: { zh: '归基金', en: 'to the fund' }, clause: 'notice 四' },
  ],
  lists: {
    ...(example['lists'] as Group),
    short: {
      name: { zh: '短清单', en: 'Short list' },
      entries: [{ code: 'I21', name: '心梗' }],
      clause: 'plan 一',
      interpretation: 'I-1',
    },
  },
};

/** The same with every condition of the language, straight and turned round. */
const everything: Group = {
  ...fuller,
  gates: [
    ...(fuller['gates'] as Json[]),
    ...CONDITIONS.flatMap((one, index) => [
      { when: one, outcome: 'declined', reason: 'NEEDS_REVIEW', clause: `notice ${index}` },
      { unless: one, outcome: 'pended', reason: 'NEEDS_REVIEW', clause: `notice ${index}` },
    ]),
  ],
};

function explain(value: Group, language: 'zh' | 'en'): ExplainedScheme {
  return explainScheme(loadSchemeText(JSON.stringify(value)), language);
}

/** Every piece of wording, without citations, and without interpretations, which are a scheme's own words. */
function* wordings(explained: ExplainedScheme): Generator<string> {
  yield explained.title;
  for (const section of explained.sections.filter(({ id }) => id !== 'interpretations')) {
    yield section.heading;
    for (const { label = '', text = '', items = [] } of section.paragraphs) {
      yield `${label} ${text}`;
      for (const item of items) {
        yield item.text;
        yield* item.table?.head ?? [];
        for (const row of item.table?.rows ?? []) yield* row;
      }
    }
  }
}

const rawWords = new Set(
  JSON.stringify(z.toJSONSchema(schemeFile, { io: 'input', unrepresentable: 'any' })).match(/"[a-z]+(-[a-z0-9]+)+"/g),
);
const ENGLISH_TOO = new Set(['"in-catalog"', '"out-of-catalog"', '"over-limit"', '"co-payment"', '"big-illness"']);

describe.each([
  ...library.list().map((scheme) => [scheme.rules.scheme, JSON.parse(scheme.text) as Group] as const),
  ['everything', everything] as const,
])('%s explained', (_, value) => {
  it('says in Chinese nothing in the words of the language', () => {
    for (const text of wordings(explain(value, 'zh'))) {
      expect(text.replaceAll(/\S+\.csv|[a-z-]+-\d{4}/g, '')).not.toMatch(/[a-z_]|undefined|NaN/);
    }
  });

  it('says in English nothing in the words of the language', () => {
    for (const text of wordings(explain(value, 'en'))) {
      expect(text).not.toMatch(/[a-z][A-Z]|[A-Z]_|undefined|NaN|\[object/);
      for (const word of rawWords) {
        if (!ENGLISH_TOO.has(word)) expect(text.split(/[^a-z0-9.-]/)).not.toContain(word.slice(1, -1));
      }
    }
  });

  it('cites a clause of a document of the scheme wherever it cites', () => {
    const numbers = Object.values(value['documents'] as Record<string, { number: string }>).map((one) => one.number);
    const explained = explain(value, 'zh');
    const sources = explained.sections.flatMap(({ paragraphs }) =>
      paragraphs.flatMap((one) => [one.source, ...(one.items ?? []).map((item) => item.source)]),
    );
    for (const source of sources) {
      if (source === undefined || source.document === '') continue;
      expect(numbers).toContain(source.document);
    }
  });

  it('gives every interpretation in full, and every benefit a section of its own', () => {
    for (const language of EXPLAIN_LANGUAGES) {
      const explained = explain(value, language);
      const text = explainedText(explained);
      for (const [key, words] of Object.entries(value['interpretations'] as Record<string, Record<string, string>>)) {
        expect(text).toContain(words[language]);
        expect(text).toContain(key);
      }
      const ids = (value['benefits'] as { id: string }[]).map((benefit) => `benefit-${benefit.id}`);
      expect(explained.sections.map((section) => section.id)).toEqual(expect.arrayContaining(ids));
    }
  });
});

/** What stands in a scheme and says nothing to a reader: names by which its parts refer to each other. */
const SILENT: readonly RegExp[] = [
  /^scheme$/,
  /^benefits\.\d+\.(id|base\.leftBy)$/,
  /^benefits\.\d+\.limit\.(pool|per)$/,
  /^benefits\.3\.deductible\.per$/, // of a deductible of 0
  /^itemGroupCap\.per$/,
  /^benefits\.\d+\.rates\.\d+\.table$/,
  /^yearEnd\.distribute$/,
  /\.(confirmed)$/,
  /^facts\.participationRate\.zh$/,
  /^lists\..*\.entries\./,
  /^lists\..*\.class$/,
];

function* leaves(value: Json, path: Path = []): Generator<[Path, Json]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else {
    for (const [key, one] of Object.entries(value)) {
      yield* leaves(one, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  }
}

function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? replaced(one, rest, by) : one));
  const group = value as Group;
  return { ...group, [step]: replaced(group[step] ?? null, rest, by) };
}

/** What stands anywhere under a key: most likely to be another value that the language takes there. */
const SEEN = new Map<string, Set<Json>>();
for (const [path, value] of leaves(everything)) {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  SEEN.set(key, (SEEN.get(key) ?? new Set()).add(value));
}

/** The same without what stands at a path, and without what is then empty. */
function without(value: Json, [step, ...rest]: Path): Json | undefined {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => (index === step ? (without(one, rest) ?? []) : [one]));
  }
  const { [step]: part = null, ...group } = value as Group;
  const left = without(part, rest);
  const kept = left === undefined ? group : { ...group, [step]: left };
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** Other values that may stand in the place of one; of which the language takes what it takes. */
function others(path: Path, value: Json): Json[] {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === 'clause') return ['plan 别处'];
  if (key === 'zh' || key === 'en') return ['other words'];
  if (key === 'reason' || key === 'else') return REASONS.filter((reason) => reason !== value).slice(0, 2);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1];
  const words = [...rawWords].map((word) => word.slice(1, -1));
  return [
    ...[...(SEEN.get(key ?? '') ?? [])].filter((other) => other !== value),
    ...(String(value).match(/^-?\d+(\.\d+)?$/) ? ['0.11', '11', '3798'] : []),
    'refused',
    '2025-02-02',
    '02-02',
    ...words,
    'inpatient',
    'outpatient',
    'special',
    'filed',
    'commercial',
    'charity',
    'meals',
    'yes',
    'year',
    'admission',
    'hospital',
    'member',
    'declined',
    'pended',
    'suspended',
    'I-2',
    'I-1',
    ...REASONS,
    'malignancy',
    'copd',
    'surplus',
    'other.csv',
  ];
}

/** Every field that the language knows. */
function* fields(schema: JsonSchema): Generator<string> {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    yield key;
    yield* fields(value);
  }
  const { items, additionalProperties: more } = schema;
  for (const one of [...(schema.anyOf ?? []), ...(items ? [items] : [])]) yield* fields(one);
  if (typeof more === 'object') yield* fields(more);
}

describe('an explanation', () => {
  it('is tried here on every field of the language', () => {
    const language = z.toJSONSchema(schemeFile, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    const used = [everything, ...library.list().map((scheme) => scheme.text)].map((one) => JSON.stringify(one)).join();
    const unused = [...new Set(fields(language))].filter((name) => !used.replaceAll('\\', '').includes(`"${name}":`));
    expect(unused).toEqual([]);
  });

  /** The explanation as one text; nothing where the language does not take the value. */
  const whole = (value: Json | undefined, language: 'zh' | 'en'): string | undefined => {
    const rules = schemeFile.safeParse(value).data;
    if (rules === undefined) return undefined;
    const { title, sections } = explainScheme({ rules, digest: '', text: '', ownLists: new Map() }, language);
    return JSON.stringify({ title, sections });
  };

  it('leaves nothing out: whatever changes in a scheme changes its explanation', () => {
    const untold: string[] = [];
    const now = { zh: whole(fuller, 'zh'), en: whole(fuller, 'en') };
    for (const [path, value] of leaves(fuller)) {
      const name = path.join('.');
      if (SILENT.some((pattern) => pattern.test(name))) continue;
      const language = path.at(-1) === 'en' ? 'en' : 'zh';
      const changes = [...others(path, value).map((other) => replaced(fuller, path, other)), without(fuller, path)];
      const told = changes.some((changed) => ![undefined, now[language]].includes(whole(changed, language)));
      if (!told) untold.push(name);
    }
    expect(untold).toEqual([]);
  });

  it('of each condition differs from its opposite and from all others', () => {
    const items = explain(everything, 'zh')
      .sections.filter((section) => section.id === 'gates')
      .flatMap((section) => section.paragraphs.flatMap((one) => one.items ?? []));
    const texts = items.slice(-2 * CONDITIONS.length).map((item) => item.text);
    const byText = new Map<string, string>();
    for (const [index, one] of CONDITIONS.entries()) {
      const [when = '', unless] = texts.slice(2 * index);
      expect(when).not.toBe(unless);
      if (['all', 'any', 'not'].some((key) => Object.hasOwn(one as Group, key))) continue;
      const parsed = JSON.stringify(condition.parse(one));
      expect(byText.get(when) ?? parsed).toBe(parsed);
      byText.set(when, parsed);
    }
  });

  it('of a policy in months and of an insured region', () => {
    const months: Group = {
      ...example,
      coverage: { months: 12, clause: 'notice 二' },
      area: { local: 'insured-region', digits: 4, sameAs: { '3600': '3601' }, clause: 'notice 一' },
    };
    const text = explainedText(explain(months, 'zh'));
    expect(text).toContain('每份保单 12 个月');
    expect(text).toContain('前 4 位相同的为本地医院；参保地为 3600 的视同 3601');
  });

  it('shows tiers, amounts by case and shared limits as a notice would', () => {
    const text = explainedText(explain(example, 'zh'));
    expect(text).toContain('| 5万元（含）以内 | 60%  |');
    expect(text).toContain('| 5万元以上       | 80%  |');
    expect(text).toContain('参保人在名册中属于困难人群的：每个保险年度累计 5000元。');
    expect(text).toContain('每个保险年度 100万元，与「责任二 目录外住院费用」和「自付封顶」共用。');
    expect(text).toContain('参保率已录入且不低于 25%的：保险年度内个人自付累计超过 5万元的部分为可赔付金额。');
    expect(text).toContain('［青医保发〔2024〕99号 附件 既往症；I-2］');
  });

  it('says how the members of a family stand to a deductible', () => {
    const said = (word: string, language: 'zh' | 'en') => {
      const [benefit] = example['benefits'] as Group[];
      const deductible = { per: 'year', amount: 10000, clause: 'notice 三', ...(word === '' ? {} : { [word]: true }) };
      return explainedText(explain({ ...example, benefits: [{ ...benefit, deductible }] }, language));
    };
    const texts: [word: string, zh: string, en: string][] = [
      ['familyWaiver', '有一人承担满本项免赔额的，其他成员此后免除。', 'waived for the others from then on.'],
      ['familyShared', '的成员合计一个免赔额', 'bear one deductible together'],
    ];
    for (const [word, zh, en] of texts) {
      expect([said(word, 'zh'), said(word, 'en')]).toEqual([expect.stringContaining(zh), expect.stringContaining(en)]);
      expect(said('', 'zh')).not.toContain(zh);
    }
  });

  it('tells where what tiers are reached by adds up in each table by itself', () => {
    const tiers = (table: string, more: Group = {}) => ({
      table,
      tiers: [{ upTo: 50000, rate: 0.4 }, { rate: 0.6 }],
      clause: 'notice 二',
      ...more,
    });
    const away = { when: { area: 'away' } };
    const textOf = (...rates: Group[]) => {
      const [first, ...others] = example['benefits'] as Group[];
      return explainedText(explain({ ...example, benefits: [{ ...first, rates }, ...others] }, 'zh'));
    };
    const apart = '以自上而下第一条成立的为准，累计金额各条分别计算：';
    expect(textOf(tiers('away', away), tiers('local'))).toContain(apart);
    // One and the same amount, and amounts of one claim only, do not add up apart.
    expect(textOf(tiers('all', away), tiers('all'))).not.toContain(apart);
    const alone = { bounds: { per: 'claim' } };
    expect(textOf(tiers('away', { ...away, ...alone }), tiers('local', alone))).not.toContain(apart);
  });
});
