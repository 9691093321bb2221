import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { FLAGS } from '../../src/cli/engine.ts';
import { start, temporaryFolder } from './binary.ts';

const CODE = 'process.on("exit", () => console.log(process.getBuiltinModule("v8").cachedDataVersionTag()))';
/** Has a process tell, when it ends, the number that V8 makes of its flags, and of nothing else that differs here. */
const TELL = `--import data:text/javascript;base64,${Buffer.from(CODE).toString('base64')}`;

/** What a process tells that was started with flags and does nothing. @throws where Node does not know one */
function toldWith(flags: readonly string[]): string {
  const env = { NODE_OPTIONS: TELL };
  return execFileSync(process.execPath, [...flags, '--eval', ''], { encoding: 'utf8', env }).trim();
}

it('tells V8 of every process of a gateway what it cannot know', async () => {
  const running = start(['serve', '--port', '0', '--data', temporaryFolder(), '--workers', '2'], {
    NODE_OPTIONS: TELL,
  });
  await running.line(/listens on/);
  running.kill('SIGTERM');
  const { code, stdout } = await running.ended;
  const told = stdout.split('\n').filter((line) => /^\d+$/.test(line));
  const flags = toldWith(FLAGS);
  expect([code, told]).toEqual([0, [flags, flags, flags]]);
  expect(flags).not.toBe(toldWith([]));
});
