import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { yizhan } from './binary.ts';

const COMMANDS = [
  '',
  'serve',
  'demo',
  'keys',
  'keys generate',
  'parties import',
  'accounts add',
  'accounts list',
  'accounts disable',
  'accounts reset',
  'lists import',
  'facts set',
  'enrollments import',
  'audit list',
  'daily-files seal',
  'reconcile',
  'statements export',
  'year-end distribute',
  'schemes list',
  'schemes new',
  'schemes check',
  'mock-his',
  'mock-his send',
  'mock-his query',
  'mock-his reverse',
  'mock-his trouble',
  'mock-his load',
  'mock-his serve',
  'mock-his conform',
  'backup',
  'restore',
  'ledger rebuild',
  'edge',
];

describe('help', () => {
  it.each(COMMANDS)('of "%s" is in English and has a Chinese line', async (command) => {
    const { code, stdout, stderr } = await yizhan([...command.split(' ').filter(Boolean), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: yizhan ${command}`.trimEnd());
    expect(stdout).toMatch(/^[^a-z]*[\u4e00-\u9fff].*。$/m);
    expect(stderr).toBe('');
  });

  it('tells the version', async () => {
    expect((await yizhan(['--version'])).stdout).toBe(`${packageJson.version}\n`);
  });

  it('refuses what it does not know in one line', async () => {
    for (const args of [['nosuch'], ['serve', '--nosuch'], ['serve', '--port', '99999']]) {
      const { code, stdout, stderr } = await yizhan(args);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
