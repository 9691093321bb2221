import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a settlement that is committed alone puts into the log: some two dozen pages. */
export const WRITE = 96 * 1024;
/** Writes a second. */
export const RATE = 200;
/** The log is written over and over, as SQLite does it. */
const LOG = 512 * WRITE;

/**
 * Has a disk keep what a lone settlement writes, at a steady rate and for so many seconds, while nothing else is done: no
 * gateway that waits for this disk can be steadier than it is.
 *
 * @returns for each write the milliseconds from when it was due until the disk had it
 */
export async function diskWaits(seconds: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-bench-'));
  const log = openSync(join(folder, 'log'), 'w');
  try {
    const page = Buffer.alloc(WRITE, 'x');
    for (let at = 0; at < LOG; at += WRITE) writeSync(log, page, 0, WRITE, at);
    fdatasyncSync(log);
    const waits: number[] = [];
    const start = performance.now();
    for (let due = 0; due < seconds * 1000; due += 1000 / RATE) {
      const early = due - (performance.now() - start);
      // A timer knows whole milliseconds only; the rest of one is waited for awake.
      if (early > 1) await sleep(Math.floor(early) - 1);
      while (performance.now() - start < due);
      writeSync(log, page, 0, WRITE, (waits.length * WRITE) % LOG);
      fdatasyncSync(log);
      waits.push(performance.now() - start - due);
    }
    return waits;
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
}
