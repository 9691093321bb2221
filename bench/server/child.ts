import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
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

/** A process of this project from the moment it is started, whatever becomes of it. */
export interface Launched {
  readonly pid: number;
  /** Resolves when it says on which port it listens. @throws Error where it ends before */
  readonly port: Promise<number>;
  /** Its exit code when it has ended; `null` where a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a script of the checkout.
 *
 * @param logFile where its log goes, as a service manager would have it in a file
 */
export function launch(args: readonly string[], logFile: string, env: NodeJS.ProcessEnv = {}): Launched {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  endWithUs(child);
  const port = portOf(child, logFile);
  // Who does not wait for it learns of its end.
  port.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    port,
    ended: once(child, 'exit').then(([code]) => code as number | null),
    kill: (signal) => void child.kill(signal),
  };
}

/**
 * Starts a script of the checkout and waits until it says on which address it listens.
 *
 * @param logFile where its log goes
 */
export async function startChild(args: readonly string[], logFile: string): Promise<RunningServer> {
  const { pid, port, ended, kill } = launch(args, logFile);
  return {
    pid,
    port: await port,
    stop: async () => {
      kill('SIGTERM');
      const code = await ended;
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
