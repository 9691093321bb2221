import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A server of this project that runs in processes of its own. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Lets it finish what is under way. @throws Error where it does not end well */
  stop(): Promise<void>;
}

/**
 * Starts a script of the checkout and waits until it says on which address it listens.
 *
 * @param logFile where its log goes, as a service manager would have it in a file
 */
export async function startChild(args: readonly string[], logFile: string): Promise<RunningServer> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', openSync(logFile, 'a')] });
  endWithUs(child);
  const port = await portOf(child, logFile);
  return {
    pid: child.pid ?? 0,
    port,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) throw new Error(`a server ended with ${String(code)}, see ${logFile}`);
    },
  };
}

/** Runs `yizhan` to its end. @throws Error where it fails */
export async function yizhan(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [YIZHAN, ...args], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  endWithUs(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`yizhan ${args[0]} ended with ${String(code)}: ${said.trim()}`);
}

/** The script behind the command line. */
export const YIZHAN = join(ROOT, 'bin', 'yizhan.js');

/** However this process ends, what it has started does not run on. */
function endWithUs(child: ChildProcess): void {
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
}

function portOf(child: ChildProcess, logFile: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\/\/127\.0\.0\.1:(\d+)\n/.exec(printed);
      if (found !== null) resolve(Number(found[1]));
    });
    child.once('exit', (code) => reject(new Error(`a server ended with ${code} before it listened, see ${logFile}`)));
  });
}
