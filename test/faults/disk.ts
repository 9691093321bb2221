import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real disk of a few megabytes: an ext4 file system in a file, mounted. */
export interface SmallDisk {
  /** Where files are put. */
  readonly folder: string;
  /** Writes until there is no room for one more block. */
  fill(): void;
  /** Makes room again. */
  empty(): void;
  /** Does what a disk error does: the file system turns read-only under open files, until it is mounted again. */
  fail(): void;
  /** Mounts it anew, as after a repair or for reading alone; nobody may use it meanwhile. */
  remount(how: 'rw' | 'ro'): void;
  remove(): void;
}

const BLOCK = Buffer.alloc(64 * 1024);

/** Makes a small disk. @returns `undefined` where this machine does not let the tests mount one */
export function smallDisk(mebibytes: number): SmallDisk | undefined {
  const base = mkdtempSync(join(tmpdir(), 'yizhan-disk-'));
  const image = join(base, 'image');
  const mounted = join(base, 'mounted');
  mkdirSync(mounted);
  const mount = (how: string) => spawnSync('mount', ['-t', 'ext4', '-o', `loop,${how}`, image, mounted]).status === 0;
  const made =
    spawnSync('truncate', ['-s', `${mebibytes}M`, image]).status === 0 &&
    spawnSync('mkfs.ext4', ['-q', '-m', '0', image]).status === 0 &&
    mount('rw');
  if (!made) {
    rmSync(base, { recursive: true, force: true });
    return undefined;
  }
  const ballast = join(mounted, 'ballast');
  return {
    folder: mounted,
    fill: () => fill(ballast),
    empty: () => rmSync(ballast),
    fail: () => void execFileSync('mount', ['-o', 'remount,abort', mounted]),
    remount: (how) => {
      execFileSync('umount', [mounted]);
      // What it wrote to its journal before it failed is taken over first, which a mount for reading alone cannot do.
      spawnSync('e2fsck', ['-p', image]);
      if (!mount(how)) throw new Error('a disk could not be mounted again');
    },
    remove: () => {
      spawnSync('umount', ['-l', mounted]);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Large blocks first, then single bytes, so that not even a line of a log has room. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 4)) {
      try {
        for (;;) writeSync(file, BLOCK, 0, size);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
