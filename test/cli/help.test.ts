import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commandLine } from '../../src/cli/main.ts';
import { yizhan } from './binary.ts';

/** Every command, with those above it. */
function* commandsOf(command: Command, above: readonly string[] = []): Generator<readonly [string, Command]> {
  yield [above.join(' '), command];
  for (const one of command.commands) yield* commandsOf(one, [...above, one.name()]);
}

const COMMANDS = [...commandsOf(await commandLine())];

describe('help', () => {
  it.each(COMMANDS)('of "%s" is in English and has a Chinese line', (name, command) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: yizhan ${name}`.trimEnd());
    expect(help).toMatch(/^[^a-z]*[\u4e00-\u9fff].*。$/m);
  });

  it('is asked for with --help', async () => {
    const { code, stdout, stderr } = await yizhan(['keys', 'generate', '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: yizhan keys generate');
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
