import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

/** The command line as its users have it: the binary, in a process of its own. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE = join(ROOT, 'node_modules', '.bin', 'node');

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface Running {
  /** The first line on stdout that matches. */
  line(pattern: RegExp): Promise<string>;
  /** The first so many lines on stderr that match. */
  logged(pattern: RegExp, count: number): Promise<readonly string[]>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** Takes what is to be done in the end: of the test, or of all tests that share something. */
export type AtEnd = (end: () => void) => void;

/** In the body of a `describe`: what its tests share ends after the last of them, what was begun last first. */
export function afterThemAll(): AtEnd {
  const ends: (() => void)[] = [];
  afterAll(() => {
    for (const end of ends.splice(0).reverse()) end();
  });
  return (end) => ends.push(end);
}

/** Starts the binary; whatever still runs in the end is killed. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
  atEnd: AtEnd = onTestFinished,
): Running {
  const child = spawn(NODE, [join(ROOT, 'bin', 'yizhan.js'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
  atEnd(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    line: async (pattern) => {
      const [line = ''] = await linesOf(child.stdout, () => stdout, ended, pattern, 1);
      return line;
    },
    logged: (pattern, count) => linesOf(child.stderr, () => stderr, ended, pattern, count),
    kill: (signal) => child.kill(signal),
    ended,
  };
}

function linesOf(
  stream: Readable,
  printed: () => string,
  ended: Promise<Ended>,
  pattern: RegExp,
  count: number,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const lines = printed().split('\n').slice(0, -1);
      const found = lines.filter((line) => pattern.test(line));
      if (found.length >= count) resolve(found.slice(0, count));
    };
    stream.on('data', look);
    ended.then((end) => reject(new Error(`it ended before it printed ${pattern}: ${JSON.stringify(end)}`)));
    look();
  });
}

/** Runs the binary to its end. */
export function yizhan(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  input?: string,
): Promise<Ended> {
  return start(args, env, input).ended;
}

/** A folder that is gone in the end. */
export function temporaryFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-test-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a gateway on a free port and waits until it listens. */
export function serve(data: string, ...args: readonly string[]): Promise<Running & { readonly url: string }> {
  return serveUntil(onTestFinished, data, ...args);
}

/** The same for all tests that share it. */
export async function serveUntil(
  atEnd: AtEnd,
  data: string,
  ...args: readonly string[]
): Promise<Running & { readonly url: string }> {
  const running = start(['serve', '--port', '0', '--data', data, ...args], {}, '', atEnd);
  const line = await running.line(/listens on/);
  return { ...running, url: /http:\S+$/.exec(line)?.[0] ?? '' };
}
