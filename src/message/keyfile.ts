import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The gateway's keys cannot be used. For whoever runs the gateway: it names the file, never what is in it. */
export class KeyStoreProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyStoreProblem';
  }
}

/**
 * Reads a file only its owner may read.
 *
 * @returns its text, or `undefined` where there is no such file
 * @throws KeyStoreProblem where group or others have any right to it, or it cannot be read
 */
export function readSecret(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new KeyStoreProblem(`${path} 无法读取 / cannot be read (${codeOf(error)})`);
  }
  try {
    // The open file is asked, not the path, which could be exchanged in between.
    const mode = fstatSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const now = mode.toString(8);
      throw new KeyStoreProblem(
        `${path} 的权限为${now}，其他用户可访问私钥：请执行 chmod 600 / has mode ${now}, so others can get at the private key: chmod 600 it, and replace the key if they may have`,
      );
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a file of mode 600, durably and whole or not at all. Where it exists already, it is left as it is: of two
 * processes that start at once, one makes the file and both find the same.
 *
 * The whole file is made under another name and then linked: like rename(2), link(2) is atomic, but it never replaces.
 *
 * @throws KeyStoreProblem where it cannot be written
 */
export function createSecret(path: string, text: string): void {
  const folder = dirname(path);
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(temporary, path);
    syncFolder(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new KeyStoreProblem(`${path} 无法写入 / cannot be written (${codeOf(error)})`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Replaces a file of mode 600, durably: who reads it meanwhile finds the whole of the one or of the other. One process at
 * a time does this; what an earlier one left that was killed here is removed.
 *
 * @throws KeyStoreProblem where it cannot be written
 */
export function replaceSecret(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    for (const name of readdirSync(dirname(path))) {
      if (name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')) rmSync(join(dirname(path), name));
    }
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    throw new KeyStoreProblem(`${path} 无法写入 / cannot be written (${codeOf(error)})`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Puts a file in the place of another, durably, which stays under a name of its own.
 *
 * @param kept the name of the other from now on; where that exists already, it is the same file of an earlier attempt
 * @throws KeyStoreProblem where that cannot be done
 */
export function exchangeSecret(path: string, next: string, kept: string): void {
  try {
    if (!existsSync(kept)) linkSync(path, kept);
    syncFolder(dirname(path));
    renameSync(next, path);
    syncFolder(dirname(path));
  } catch (error) {
    throw new KeyStoreProblem(`${path} 无法替换 / cannot be replaced (${codeOf(error)})`);
  }
}

/** Makes the new name itself durable. Windows has no such call, and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
