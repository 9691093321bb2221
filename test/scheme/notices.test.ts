import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScheme } from '../../src/scheme/load.ts';
import { change, EXAMPLE, exampleFolder, lineOf } from './example.ts';

const GATES = EXAMPLE.scheme.slice(
  EXAMPLE.scheme.indexOf('gates:\n') + 'gates:\n'.length,
  EXAMPLE.scheme.indexOf('excludedLines:'),
);
/** The gates of the example, each as it stands there. */
const [SETTLED = '', INJURY = '', THIRD = '', , , BEFORE = '', AFTER = '', DISCHARGED = ''] =
  GATES.split(/^(?= {2}- )/m);

const read = (scheme: string) => readScheme(exampleFolder({ scheme }));
const noticesAfter = (from: string, to: string) =>
  read(change(EXAMPLE.scheme, from, to))
    .notices()
    .map(({ code, en }) => `${code} ${en}`);

/** The example without days after the end. */
const NO_TAIL = change(
  change(EXAMPLE.scheme, ', tailDays: 30', ''),
  DISCHARGED,
  '  - when: { discharged: after-period }\n    outcome: declined\n    reason: SPLIT_PERIOD\n    clause: notice 二(二)\n',
);

describe('a scheme without a gate that nearly every scheme has', () => {
  it('is loaded, and told at its line', () => {
    const text = change(EXAMPLE.scheme, INJURY, '');
    const { scheme, findings, ...more } = read(text);
    const notices = more.notices();
    expect(scheme?.rules.scheme).toBe(EXAMPLE.id);
    expect(findings).toEqual([]);
    expect(notices.map(({ code, line }) => [code, line])).toEqual([['WORK_INJURY', lineOf(text, 'gates:')]]);
    expect(notices[0]?.zh).toContain('没有针对工伤的门');
    expect(notices[0]?.en).toContain('when: { cause: work-injury }');
  });

  it('is told nothing where all stand', () => {
    expect(read(EXAMPLE.scheme).notices()).toEqual([]);
    expect(read(NO_TAIL).notices()).toEqual([]);
  });

  it.each([
    ['what basic insurance has not settled', SETTLED, 'BASIC_INSURANCE_NOT_SETTLED'],
    ['work injuries', INJURY, 'WORK_INJURY'],
    ['the liability of a third party', THIRD, 'THIRD_PARTY_LIABILITY'],
  ])('%s', (what, gate, code) => {
    expect(noticesAfter(gate, '')).toEqual([expect.stringContaining(`${code} there is no gate for ${what}`)]);
  });

  it('is told nothing where a gate stops them without naming them', () => {
    const only = change(INJURY, 'when: { cause: work-injury }', 'unless: { cause: [illness, accident, maternity] }');
    const text = change(change(EXAMPLE.scheme, THIRD, ''), INJURY, only);
    expect(read(text).findings).toEqual([]);
    expect(read(text).notices()).toEqual([]);
  });
});

describe('a scheme that says nothing of stays across an edge of the period', () => {
  it('is told of those that begin before it', () => {
    expect(noticesAfter(BEFORE, '')).toEqual([
      expect.stringMatching(/^ADMITTED_BEFORE_COVERAGE a stay that begins before the period would be taken whole/),
    ]);
  });

  it('is told of those that end after it, unless days after the end are meant', () => {
    const open = change(NO_TAIL, '  - when: { discharged: after-period }', '  - when: { ward: international }');
    const text = change(open, AFTER, '');
    expect(
      read(text)
        .notices()
        .map(({ code, line }) => [code, line]),
    ).toEqual([['SPLIT_PERIOD', lineOf(text, 'coverage:')]]);
    expect(read(text).notices()[0]?.zh).toContain('期满之后出院');
    expect(noticesAfter(DISCHARGED, '')).toEqual([]);
  });

  it('is told nothing where a definition asks for it, or the lines outside the period leave the costs', () => {
    const defined = change(EXAMPLE.scheme, 'when: { admitted: before-period }', 'when: { is: too-early }');
    const early = 'definitions:\n  too-early: { zh: 生效前入院, en: admitted before, means: { is: early } }\n';
    const deeper = 'definitions:\n  early: { zh: 早, en: early, means: { admitted: before-period } }\n';
    const both = change(change(defined, 'definitions:\n', early), 'definitions:\n', deeper);
    expect(read(both).findings).toEqual([]);
    expect(read(both).notices()).toEqual([]);
    const served = change(
      change(EXAMPLE.scheme, BEFORE, ''),
      'excludedLines:\n  tags: [meals, air-conditioning, appointed-expert]\n  clause: notice 三(四)\n',
      'excludedLines: [{ tags: meals, clause: notice 三(四) }, { served: outside-period, clause: notice 三(四) }]\n',
    );
    expect(read(served).notices()).toEqual([]);
  });
});

describe('a scheme that succeeds one that is not there', () => {
  const life = change(EXAMPLE.scheme, 'limit: { per: year, times: 1,', 'limit: { per: life, times: 1,');
  const succeeding = (id: string) =>
    exampleFolder({ scheme: change(life, 'precedence: 10', `precedence: 10\nsucceeds: [${id}]`) });

  it('is told so where other schemes lie beside it', () => {
    const folder = succeeding('qinglan-anxinbao-2023');
    expect(readScheme(folder).notices()).toEqual([]);
    cpSync(exampleFolder(), join(dirname(folder), 'qinglan-anxinbao-2024'), { recursive: true });
    expect(readScheme(folder).scheme).toBeDefined();
    expect(
      readScheme(folder)
        .notices()
        .map(({ code, en }) => `${code} ${en}`),
    ).toEqual([
      expect.stringContaining('UNKNOWN_REFERENCE there is no scheme "qinglan-anxinbao-2023" beside this one'),
    ]);
    cpSync(exampleFolder(), join(dirname(folder), 'qinglan-anxinbao-2023'), { recursive: true });
    expect(readScheme(folder).notices()).toEqual([]);
  });
});
