import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSchemeFolder } from '../../src/adjudication/case-check.ts';
import { sha256 } from '../../src/claim/digest.ts';
import { SchemeError } from '../../src/scheme/finding.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import { loadScheme, loadSchemeText, readSchemeText } from '../../src/scheme/load.ts';
import { change, EXAMPLE, exampleFolder } from './example.ts';

const load = (scheme: string) => loadScheme(exampleFolder({ scheme }));

describe('a file in another encoding', () => {
  it.each(['scheme.yaml', 'cases.yaml'])('%s is refused, not read as garbage', (name) => {
    const folder = exampleFolder();
    // 江西 in GBK.
    writeFileSync(`${folder}/${name}`, Buffer.from([0x23, 0x20, 0xbd, 0xad, 0xce, 0xf7, 0x0a]));
    const { findings } = checkSchemeFolder(folder);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([['NOT_UTF8', 1]]);
    expect(findings[0]?.zh).toContain('另存为 UTF-8');
  });
});

describe('a scheme and its text', () => {
  it('loads from the folder, the file and the stored text to the same scheme', () => {
    const folder = exampleFolder();
    const [one, two] = [loadScheme(folder), loadScheme(`${folder}/scheme.yaml`)];
    const again = loadSchemeText(one.text);
    for (const other of [two, again, loadSchemeText(again.text)]) {
      expect(other.digest).toBe(one.digest);
      expect(other.text).toBe(one.text);
      expect(other.rules).toEqual(one.rules);
      expect([...other.ownLists.keys()]).toEqual([...one.ownLists.keys()]);
      expect(other.ownLists.get('major-diseases')?.find('n18.500')?.name).toBe('终末期肾病');
    }
  });

  it.each(
    SchemeLibrary.load()
      .list()
      .map((scheme) => [scheme.rules.scheme, scheme] as const),
  )('%s: the stored text gives back the same rules and digest', (_, scheme) => {
    const again = loadSchemeText(scheme.text);
    expect(again.text).toBe(scheme.text);
    expect(again.digest).toBe(scheme.digest);
    expect(again.rules).toEqual(scheme.rules);
    expect([...again.ownLists.keys()]).toEqual([...scheme.ownLists.keys()]);
    expect(scheme.digest).toBe(sha256(scheme.text));
    expect(JSON.parse(scheme.text)).toMatchObject({ scheme: scheme.rules.scheme });
  });

  it('keeps figures as they are written', () => {
    const rate = JSON.parse(load(EXAMPLE.scheme).text).benefits[1].rates[0].rate;
    expect(rate).toBe('0.50');
  });

  it('needs no folder, and keeps the lists of the day', () => {
    const { text } = loadScheme(exampleFolder({ list: 'code,name,class\nZ99,沙箱,\n' }));
    expect(loadSchemeText(text).ownLists.get('major-diseases')?.has('Z99.1')).toBe(true);
  });

  it('has a digest that layout and comments do not change', () => {
    const { digest } = load(EXAMPLE.scheme);
    expect(load(`# 注释\n${EXAMPLE.scheme}\n\n`).digest).toBe(digest);
    expect(
      load(
        change(
          EXAMPLE.scheme,
          '{ table: all, rate: 0.50, clause: plan 责任二 }',
          '{ rate: 0.50, clause: plan 责任二, table: all }',
        ),
      ).digest,
    ).toBe(digest);
  });

  it('has a digest that every figure, clause and list entry changes', () => {
    const changed = [
      load(EXAMPLE.scheme).digest,
      load(change(EXAMPLE.scheme, 'rate: 0.50', 'rate: 0.51')).digest,
      load(change(EXAMPLE.scheme, 'clause: notice 三(七)', 'clause: notice 三(七)1')).digest,
      loadScheme(exampleFolder({ list: `${EXAMPLE.list}I22,再发心肌梗死,\n` })).digest,
    ];
    expect(new Set(changed).size).toBe(4);
  });

  it('takes a stored text that a later check would refuse, but none of another shape', () => {
    const stored = change(load(EXAMPLE.scheme).text, '"interpretation":"I-2",', '');
    expect(readSchemeText(stored, 'x').findings.map((one) => one.code)).toContain('UNUSED');
    expect(loadSchemeText(stored).rules.scheme).toBe(EXAMPLE.id);
    expect(() => loadSchemeText('{"scheme":"x"}')).toThrow(SchemeError);
    expect(() => loadSchemeText('{"scheme":')).toThrow(SchemeError);
  });

  it('throws everything that is wrong', () => {
    expect(() => load(change(EXAMPLE.scheme, 'rate: 0.50', 'rate: 5.0'))).toThrow(
      /scheme.yaml:\d+:\d+ WRONG_VALUE "rate": a rate/,
    );
  });

  it('is not exhausted by aliases of aliases', () => {
    const bomb = ['a: &a0 [x, x]', ...Array.from({ length: 30 }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`)].join(
      '\n',
    );
    expect(readSchemeText(bomb, 'x').findings.map((one) => one.code)).toEqual(['YAML']);
  });
});
