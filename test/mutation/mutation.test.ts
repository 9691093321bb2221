import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { nameOf, readExplained } from './explained.ts';
import { Trial } from './mutate.ts';
import { copyProject, mutated, switchFiles } from './project.ts';
import { report } from './report.ts';

const SOURCE = `
export function days(stay: number, free: number): number {
  let paid = 0;
  while (paid < stay - free) paid += 1;
  return paid;
}
export function isLong(stay: number): boolean {
  return stay > 30;
}
export const never = (stay: number) => stay + 1;
`;
const TEST = `
import { expect, it } from 'vitest';
import { days, isLong } from '../src/stay.ts';
it('pays the days that are not free', () => expect([days(10, 3), isLong(31), isLong(29)]).toEqual([7, true, false]));
`;

it('a test notices one mutant and not the other, stops the endless, and never sees what it does not run', async () => {
  const from = mkdtempSync(join(tmpdir(), 'yizhan-mutated-'));
  for (const folder of ['src', 'test']) mkdirSync(join(from, folder));
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(from, 'node_modules'));
  writeFileSync(join(from, 'src/stay.ts'), SOURCE);
  writeFileSync(join(from, 'test/stay.test.ts'), TEST);
  const project = copyProject(from, ['src/stay.ts']);
  try {
    const suite = { tests: ['test/stay.test.ts'], tries: '1', names: '' };
    const verdicts = await new Trial(project, () => {}).run(project.mutants, [suite]);
    const fateOf = (after: string) => verdicts.find(({ mutant }) => mutant.after === after)?.fate;
    expect(fateOf('(stay) + (free)')).toBe('killed');
    expect(fateOf('(stay) <= (30)')).toBe('killed');
    expect(fateOf('(stay) >= (30)')).toBe('survived');
    expect(fateOf('paid -= 1')).toBe('killed');
    expect(fateOf('(stay) - (1)')).toBe('unreached');
    const survivors = verdicts.filter(({ fate }) => fate === 'survived').map(({ mutant }) => mutant);
    expect(survivors.map(({ line, within }) => `${line} ${within}`)).toEqual(['3 days', '8 isLong']);
    const unreached = verdicts.filter(({ fate }) => fate === 'unreached').map(({ mutant }) => mutant);
    expect(report(verdicts, new Set()).unexplained).toBe(survivors.length + unreached.length);
    expect(report(verdicts, new Set(survivors.map(nameOf))).unexplained).toBe(unreached.length);
    expect(report(verdicts, new Set([...survivors, ...unreached].map(nameOf))).unexplained).toBe(0);
  } finally {
    project.remove();
    rmSync(from, { recursive: true });
  }
});

it('each row of the table is about code that is there', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const readme = new URL('README.md', import.meta.url);
  const explained = readExplained(readme);
  const rows = readFileSync(readme, 'utf8').match(/^\| `src\//gm) ?? [];
  expect(explained.size).toBe(rows.length);
  const there = new Set(switchFiles(root, mutated(root)).mutants.map(nameOf));
  expect([...explained].filter((name) => !there.has(name))).toEqual([]);
});
