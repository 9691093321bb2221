import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runCases } from '../../src/adjudication/cases.ts';
import { readCases } from '../../src/scheme/cases.ts';
import { formatFinding } from '../../src/scheme/finding.ts';
import { editorSchemas } from '../../src/scheme/json-schema.ts';
import { DEFAULT_FOLDER, SchemeLibrary, schemeFolders } from '../../src/scheme/library.ts';
import { loadScheme, readScheme } from '../../src/scheme/load.ts';
import { REASONS } from '../../src/scheme/words.ts';
import { EXAMPLE, exampleFolder, exampleWithMore } from './example.ts';

const library = SchemeLibrary.load();
const SOURCE = join(DEFAULT_FOLDER, '..', 'src', 'scheme');

describe('the schemes that come with the gateway', () => {
  it('are listed in the order in which they are adjudicated', () => {
    expect(library.list().map((scheme) => `${scheme.rules.precedence} ${scheme.rules.scheme}`)).toEqual([
      '10 jiangxi-weihuibao-2023',
      '10 nantong-nantongbao-2021',
      '10 sanming-yilianbao-2024',
      '10 wenshan-huiminbao-2023',
      '20 nantong-dibubao-2022',
    ]);
    expect(library.get('nantong-dibubao-2022')?.rules.name.zh).toBe('低补保');
    expect(library.get('unknown')).toBeUndefined();
  });

  it('know the words of their rosters', () => {
    const { cohorts, preexisting } = library.vocabulary();
    expect([...cohorts].sort()).toEqual([
      'assisted',
      'child-in-need',
      'destitute',
      'expenditure-poor',
      'low-income',
      'marginal-low-income',
      'new-resident',
      'registered-poor',
    ]);
    expect(preexisting.size).toBe(13);
    expect(preexisting.has('rare-disease')).toBe(true);
  });

  it.each(schemeFolders())('%s: every worked case holds', (folder) => {
    const scheme = loadScheme(folder);
    const reading = readCases(folder);
    expect(reading.findings.map((finding) => formatFinding(finding))).toEqual([]);
    expect(reading.cases?.scheme).toBe(scheme.rules.scheme);
    expect(reading.cases?.cases.length).toBeGreaterThanOrEqual(12);
    const failed = runCases(scheme, reading, (id) => library.get(id));
    expect(failed.map((finding) => formatFinding(finding))).toEqual([]);
  });

  it.each(library.list().map((scheme) => [scheme.rules.scheme, scheme] as const))(
    '%s: each list that the insurer imports has a sandbox list, and only those',
    (id, { rules }) => {
      const imported = Object.entries(rules.lists).flatMap(([name, list]) =>
        list.entries === undefined ? [name] : [],
      );
      expect([...library.sandboxLists(id).keys()].sort()).toEqual(imported.sort());
    },
  );

  it('have the periods and premiums of their notices', () => {
    const frame = library.list().map(({ rules }) => {
      const { coverage: c, enrollment: e, premium, region } = rules;
      const cover = 'months' in c ? `${c.months} months` : `${c.from}..${c.to}+${c.tailDays}`;
      return `${region} ${e === undefined ? '-' : `${e.from}..${e.to}`} ${cover} ${premium.amount.map(({ is }) => is.toFixed2()).join()}`;
    });
    expect(frame).toEqual([
      '36 2023-03-14..2023-05-31 2023-06-01..2024-05-31+30 120.00',
      '3206 - 12 months 296.00',
      '3504 - 2024-01-01..2024-12-31+0 150.00',
      '5326 2023-07-03..2023-08-31 2023-09-01..2024-08-31+0 69.00',
      '3206 - 2022-01-01..2022-12-31+0 120.00',
    ]);
  });

  it('carry every interpretation that they apply', () => {
    const carried = Object.fromEntries(
      library.list().map(({ rules }) => [
        rules.scheme,
        Object.keys(rules.interpretations)
          .sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)))
          .join(' '),
      ]),
    );
    expect(carried).toEqual({
      'jiangxi-weihuibao-2023': 'I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-15 I-16 I-17 I-18',
      'nantong-nantongbao-2021': 'I-2 I-8 I-9 I-16 I-19',
      'nantong-dibubao-2022': 'I-9 I-10 I-16',
      'sanming-yilianbao-2024': 'I-2 I-9 I-11 I-12 I-13 I-16 I-20 I-21',
      'wenshan-huiminbao-2023': 'I-2 I-9 I-14 I-16 I-22',
    });
  });

  it.each(schemeFolders())('%s: the files tell the editor their schema', (folder) => {
    for (const name of ['scheme', 'cases']) {
      const [first] = readFileSync(join(folder, `${name}.yaml`), 'utf8').split('\n');
      expect(first).toBe(`# yaml-language-server: $schema=../${name}.schema.json`);
    }
  });

  it('the 55 diseases are all on the two lists of their scheme', () => {
    const lists = library.get('nantong-dibubao-2022')?.rules.lists ?? {};
    const numbers = new Set(
      Object.values(lists).flatMap((list) => (list.entries ?? []).map((entry) => Number(entry.class))),
    );
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 55 }, (_, index) => index + 1));
  });
});

describe('the scheme that the language page builds', () => {
  it('loads, and its worked cases hold', () => {
    const folder = exampleFolder();
    const scheme = loadScheme(folder);
    expect(scheme.rules.scheme).toBe(EXAMPLE.id);
    const reading = readCases(folder);
    expect(reading.findings).toEqual([]);
    expect(runCases(scheme, reading).map((finding) => formatFinding(finding))).toEqual([]);
  });
});

describe('the pieces that the language page shows beside its scheme', () => {
  it('stand in a scheme as they are', () => {
    const { findings } = readScheme(exampleFolder({ scheme: exampleWithMore() }));
    expect(findings.map((finding) => formatFinding(finding))).toEqual([]);
  });
});

describe('the language page', () => {
  const page = readFileSync(join(DEFAULT_FOLDER, 'README.md'), 'utf8');
  const missing = (words: Iterable<string>) => [...new Set(words)].filter((word) => !page.includes(word)).sort();

  it('shows every field and every word of the language', () => {
    const words = [...editorSchemas().values()].flatMap((text) =>
      [...text.matchAll(/"([A-Za-z][A-Za-z-]+)": [{]|^ +"([a-z][a-z-]+)",?$/gm)].map(
        (match) => match[1] ?? match[2] ?? '',
      ),
    );
    const ofJsonSchema = [
      'additionalProperties',
      'propertyNames',
      'definitions',
      'properties',
      'items',
      'default',
      'boolean',
      'string',
    ];
    expect(missing(words).filter((word) => !ofJsonSchema.includes(word))).toEqual([]);
  });

  it('names every reason and every code of a finding', () => {
    const sources = [
      'issues.ts',
      'load.ts',
      'yaml.ts',
      ...readdirSync(join(SOURCE, 'checks')).map((name) => `checks/${name}`),
    ];
    const codes = sources.flatMap((file) =>
      [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/^ *(?:[^'\n]*, )?'([A-Z]+(?:_[A-Z]+)*)',/gm)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(codes.length).toBeGreaterThan(30);
    expect(missing([...REASONS, ...codes])).toEqual([]);
  });
});

describe('the library', () => {
  it('says everything that is wrong in any scheme', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yizhan-library-'));
    for (const id of ['one', 'two']) {
      mkdirSync(join(folder, id));
      writeFileSync(join(folder, id, 'scheme.yaml'), `scheme: ${id}\n`);
    }
    expect(() => SchemeLibrary.load(folder)).toThrow(
      /one\/scheme.yaml:1:1 REQUIRED[\s\S]*two\/scheme.yaml:1:1 REQUIRED/,
    );
  });

  it('refuses a sandbox list that is no list', () => {
    const folder = exampleFolder();
    mkdirSync(join(folder, 'sandbox'));
    writeFileSync(join(folder, 'sandbox', 'city-drugs.csv'), 'code,name\n');
    expect(() => SchemeLibrary.load(dirname(folder)).sandboxLists(EXAMPLE.id)).toThrow(/CSV_HEADER/);
  });
});

describe('the schemas for editors', () => {
  it.each([...editorSchemas()])('%s takes every file that is there, and no unknown field', (name, text) => {
    const schema = z.fromJSONSchema(JSON.parse(text));
    for (const folder of schemeFolders()) {
      const file = join(folder, name.replace('.schema.json', '.yaml'));
      const value = parse(readFileSync(file, 'utf8'));
      expect(schema.safeParse(value).success, file).toBe(true);
      expect(schema.safeParse({ ...value, other: 1 }).success, file).toBe(false);
    }
  });

  it.each([...editorSchemas()])('%s is up to date (vitest -u writes it anew)', async (name, text) => {
    await expect(text).toMatchFileSnapshot(join(DEFAULT_FOLDER, name));
  });
});

describe('no code names a scheme', () => {
  /** The sandbox's invented hospitals, insurers and members: data, which has to belong to some scheme. */
  const INVENTED = join('src', 'sandbox');
  const sources = readdirSync(join(DEFAULT_FOLDER, '..', 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(INVENTED));
  const names = library.list().flatMap(({ rules }) => [rules.scheme, ...rules.scheme.split('-').slice(0, 2)]);
  const words = new RegExp([...new Set(names), '南通', '江西', '三明', '文山'].join('|'), 'i');

  it('neither by id nor by its city', () => {
    expect(sources.length).toBeGreaterThan(20);
    const found = sources.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (words.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
