import { describe, expect, it } from 'vitest';
import { readScheme } from '../../src/scheme/load.ts';
import { YamlSource } from '../../src/scheme/yaml.ts';
import { change, EXAMPLE, exampleFolder, lineOf } from './example.ts';

const findings = (text: string) => new YamlSource(text, 'x.yaml').findings;
const told = (text: string) => findings(text).map(({ line, column, zh }) => `${line}:${column} ${zh}`);

describe('full-width punctuation', () => {
  it.each([
    ['a colon', 'a: 1\nprecedence：10\nb: 2\n', '2:11', '：', ':'],
    ['a colon in the last line', 'a: 1\nprecedence：10\n', '2:11', '：', ':'],
    ['a colon in an item of a list', 'a:\n  - table：x\n    rate: 1\n', '2:10', '：', ':'],
    ['a comma between fields', 'a: { x: 1， y: 2 }\n', '1:10', '，', ','],
    ['a comma behind a text in quotes', "a: { zh: '甲，乙'， en: x }\n", '1:15', '，', ','],
    ['an opening brace', 'a: ｛ x: 1, y: 2 }\n', '1:4', '｛', '{'],
    ['a closing brace', 'a: { x: 1, y: 2 ｝\nb: 2\n', '1:17', '｝', '}'],
    ['a closing bracket', 'a: [1, 2］\nb: 2\n', '1:9', '］', ']'],
  ])('%s is told at its place, in place of what the parser makes of it', (_, text, at, wide, half) => {
    const [finding, ...others] = findings(text);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'YAML' });
    expect(`${finding?.line}:${finding?.column}`).toBe(at);
    expect(finding?.zh).toContain(`这里的“${wide}”是全角的：请改写为半角的 ${half}`);
    expect(finding?.en).toContain(`the ${wide} here is full-width: write the half-width ${half}`);
  });

  it('of a quote is told too', () => {
    expect(told('a: { zh: “甲: 乙”, en: x: y }\n')[0]).toMatch(/^1:10 .*这里的引号 “ 是全角的：请改写为半角的 "/);
  });

  it('is right in a Chinese text, and not blamed for another error', () => {
    expect(findings('a: 甲：乙，丙（丁）　戊“己”\nb: { zh: “甲”, en: x }\n')).toEqual([]);
    expect(told('a: 甲，乙\n\tb: 1\n')[0]).toContain('制表符');
    expect(told("a: { zh: '甲， en：乙', en: x\nb: 2\n")[0]).toContain('括号没有收尾');
  });
});

describe('a full-width character that YAML takes for text', () => {
  it.each([
    ['a blank', 'clause: notice 三(三)', 'clause: notice　三(三)', 'clause: notice　', '空格是全角的'],
    ['a bracket', '[meals, air-conditioning, appointed-expert]', '［meals］', 'tags: ', '“［”是全角的'],
    ['a comma', '[meals, air-conditioning', '[meals，air-conditioning', 'tags: ', '“，”是全角的'],
    ['a quote', "region: '3799'", 'region: “3799”', 'region: ', '引号 “ 是全角的'],
    ['a digit', 'rate: 0.50', 'rate: ０.50', 'rate: ０', '“０”是全角的'],
    ['a colon behind a field', 'rate: 0.50', 'rate：0.50', 'rate：', '“：”是全角的'],
  ])('%s is told beside what is wrong', (_, from, to, at, says) => {
    const text = change(EXAMPLE.scheme, from, to);
    const found = readScheme(exampleFolder({ scheme: text })).findings.find(({ zh }) => zh.includes(says));
    expect(found?.line).toBe(lineOf(text, at));
    expect(found?.en).toContain('is full-width');
  });
});

describe('text that is no YAML', () => {
  it.each([
    ['TAB_AS_INDENT', 'a:\n\tb: 1\n', '2:1', '缩进用了制表符（Tab），请改用空格'],
    ['DUPLICATE_KEY', 'rate: 1\nrate: 2\n', '2:1', '“rate”重复'],
    ['MULTILINE_IMPLICIT_KEY', 'a: 1\nb:2\nc: 3\n', '2:1', '请写作“字段: 值”'],
    ['MISSING_CHAR, a value', 'a: 1\nb\n', '2:1', '这一行缺少“冒号加空格”与值'],
    ['MISSING_CHAR, a quote', "a: 'x\n", '2:1', '引号没有收尾'],
    ['BAD_INDENT', 'a: 1\n b: 2\n', '1:4', '一行之内有两处“字段: 值”或缩进不对'],
    ['BAD_INDENT of a bracket', 'a: [1, 2\nb: 3\n', '2:1', '括号没有收尾'],
    ['BAD_SCALAR_START', 'a: @x\n', '1:4', '请给文字加引号'],
    ['BAD_DQ_ESCAPE', 'a: "\\q"\n', '1:5', '反斜杠'],
    ['MULTIPLE_DOCS', 'a: 1\n---\nb: 2\n', '2:1', '请删去 --- 一行'],
    ['UNEXPECTED_TOKEN', 'a: 1]\nb: ]\n', '2:4', '多余的内容'],
  ])('%s is told in Chinese, without the words of the parser', (_, text, at, says) => {
    const [finding] = findings(text);
    expect(`${finding?.line}:${finding?.column}`).toBe(at);
    expect(finding?.zh).toContain(says);
    expect(finding?.zh).not.toMatch(/[a-z]{3,} [a-z]{3,}/);
    expect(finding?.en).toMatch(/not valid YAML/);
  });

  it('is told once, for the first error makes the others', () => {
    const text = change(EXAMPLE.scheme, '    payTo: hospital', '\tpayTo: hospital');
    const { findings: found } = readScheme(exampleFolder({ scheme: text }));
    expect(found.map(({ code, line }) => [code, line])).toEqual([['YAML', lineOf(text, '\tpayTo')]]);
    expect(found[0]?.zh).toContain('其后可能还有错误');
    expect(found[0]?.en).toContain('there may be more behind it');
  });
});

describe('an alias', () => {
  it('of nothing is told by its name', () => {
    const text = change(EXAMPLE.scheme, 'limit: *inpatient-limit', 'limit: *inpatient-limits');
    const { findings: found } = readScheme(exampleFolder({ scheme: text }));
    expect(found.map(({ code, line }) => [code, line])).toEqual([
      ['UNKNOWN_REFERENCE', lineOf(text, '*inpatient-limits')],
    ]);
    expect(found[0]?.en).toContain('nothing before has the name &inpatient-limits');
  });
});
