import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FOLDER, schemeFolders } from '../../src/scheme/library.ts';
import { temporaryFolder, yizhan } from './binary.ts';

const WENSHAN = 'wenshan-huiminbao-2023';

/** A copy of a scheme in which one text stands for another. */
function changed(name: 'scheme.yaml' | 'cases.yaml', from: string | RegExp, to: string): string {
  const folder = join(temporaryFolder(), WENSHAN);
  cpSync(join(DEFAULT_FOLDER, WENSHAN), folder, { recursive: true });
  const text = readFileSync(join(folder, name), 'utf8');
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  writeFileSync(join(folder, name), other);
  return folder;
}

describe('schemes', () => {
  it('are listed in the order in which they are adjudicated', async () => {
    const { code, stdout } = await yizhan(['schemes', 'list']);
    expect(code).toBe(0);
    const ids = stdout.split('\n').flatMap((line) => /^[a-z][a-z0-9-]+-\d{4}/.exec(line) ?? []);
    expect(ids).toHaveLength(schemeFolders().length);
    expect(ids.at(-1)).toBe('nantong-dibubao-2022');
  });

  it('that come with the gateway are clean and all their cases hold', async () => {
    const { code, stdout } = await yizhan(['schemes', 'check']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(
      readdirSync(DEFAULT_FOLDER, { withFileTypes: true }).filter((one) => one.isDirectory()).length,
    );
    for (const line of lines) expect(line).toMatch(/clean；算例 worked cases (\d+)\/\1$/);
  });

  it('are checked one by one, whether the folder is named or a file in it', async () => {
    const folder = join(DEFAULT_FOLDER, WENSHAN);
    for (const path of [folder, join(folder, 'scheme.yaml'), join(folder, 'cases.yaml')]) {
      const { code, stdout } = await yizhan(['schemes', 'check', path]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^${WENSHAN}: 无误 clean.*\n$`));
    }
  });

  it('are checked all where a folder of schemes is named, and explained one by one', async () => {
    const { code, stdout } = await yizhan(['schemes', 'check', DEFAULT_FOLDER]);
    expect(code).toBe(0);
    expect(stdout.match(/clean/g)).toHaveLength(schemeFolders().length);
    expect(await yizhan(['schemes', 'explain', DEFAULT_FOLDER])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/请指明其一：.*holds the folders of schemes, name one of them: .*wenshan/s),
    });
  });

  it('with a wrong rule are told by file, line and column', async () => {
    const folder = changed('scheme.yaml', 'premium:', 'premum:');
    const { code, stdout } = await yizhan(['schemes', 'check', folder]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/scheme\.yaml:\d+:\d+ UNKNOWN_FIELD [^\n]*premum/);
  });

  it('without a gate that nearly all have are told so, and are clean all the same', async () => {
    const folder = changed('scheme.yaml', / {2}- when: \{ cause: work-injury \}\n(?: {4}.*\n)+/, '');
    const cases = join(folder, 'cases.yaml');
    writeFileSync(cases, readFileSync(cases, 'utf8').replace(/ {6}- .*\n +cause: work-injury\n.*\n/, ''));
    const { code, stdout } = await yizhan(['schemes', 'check', folder]);
    expect(stdout).toMatch(/^提示 notice: .*scheme\.yaml:\d+:1 WORK_INJURY .*no gate for work injuries/m);
    expect(stdout).toContain('无误 clean');
    expect(code).toBe(0);
  });

  it('whose figure is wrong fail a worked case, with the steps that led there', async () => {
    const folder = changed('scheme.yaml', 'rate: 0.20', 'rate: 0.21');
    const { code, stdout } = await yizhan(['schemes', 'check', folder]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/cases\.yaml:\d+:\d+ CASE_FAILED/);
    expect(stdout).toMatch(/^ {4}.*× 21%.*2100\.00$/m);
  });

  it('that are not there are told so', async () => {
    expect(await yizhan(['schemes', 'check', 'nosuch'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /没有方案或文件 nosuch.*wenshan-huiminbao-2023.*there is no scheme or file nosuch/s,
      ),
    });
  });
});
