import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, yizhan } from './binary.ts';

const ID = 'haizhou-ankangbao-2026';
const ABOUT = ['海州安康保', 'Haizhou: for all', ID, '海医保发〔2025〕7号', '关于“安康保”的通知', 'Notice', '3707'];
const REST = ['2026-01-01', '2026-12-31', '89', '15000', '0.70', '0.35', '1000000', '20000', '0.6', '', '500000'];

function ask(folder: string, answers: readonly string[]) {
  return yizhan(['schemes', 'new', '--in', folder], {}, `${answers.join('\n')}\n`);
}

describe('schemes new', () => {
  it('makes a draft that passes its checks, with its cases, and reads as prose', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await ask(folder, [...ABOUT, ...REST]);
    expect(stderr).toContain('保费（元） / Premium in yuan');
    expect(stdout).toContain('It passes its checks');
    expect(code).toBe(0);
    const check = await yizhan(['schemes', 'check', join(folder, ID)]);
    expect(check.stdout).toMatch(/clean；算例 worked cases (\d+)\/\1$/m);
    const prose = await yizhan(['schemes', 'explain', join(folder, ID), '--lang', 'zh']);
    expect(prose.stdout).toContain('名册列明参保人患有既往症（十二种中的任一种）的：可赔付金额的 35%');
    expect(readFileSync(join(folder, ID, 'scheme.yaml'), 'utf8').match(/earlier-disease/g)).toHaveLength(1);
  });

  it('asks again where an answer cannot be read', async () => {
    const { code, stderr } = await ask(temporaryFolder(), [...ABOUT, '1.1.2026', ...REST]);
    expect(stderr.match(/First day of cover/g)).toHaveLength(2);
    expect(stderr).toContain('a day such as 2025-01-01');
    expect(code).toBe(0);
  });

  it('takes the zeros off a region that is written with some', async () => {
    const folder = temporaryFolder();
    const { code } = await ask(folder, [...ABOUT.slice(0, -1), '370700', ...REST]);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, ID, 'scheme.yaml'), 'utf8')).toContain("region: '3707'");
  });

  it('writes nothing where answers end, or where there is such a scheme', async () => {
    const folder = temporaryFolder();
    const cut = await ask(folder, ABOUT);
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain('there is no answer to: First day of cover');
    expect(existsSync(join(folder, ID))).toBe(false);
    mkdirSync(join(folder, ID));
    const again = await ask(folder, [...ABOUT, ...REST]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('exists already, nothing was changed');
  });

  it('names what is wrong with a draft whose answers do not fit together', async () => {
    const { code, stdout } = await ask(temporaryFolder(), [...ABOUT, '2026-12-31', '2026-01-01', ...REST.slice(2)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/scheme\.yaml:\d+:\d+ PERIOD/);
  });
});
