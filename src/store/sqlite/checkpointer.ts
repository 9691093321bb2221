import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/** How often the log is looked at, in milliseconds. */
const EVERY = 250;
/** A shorter log is not worth the while: 4 MiB. */
const WORTHWHILE = 4 * 1024 * 1024;

const file = String(workerData);
const db = new Sqlite(file);
db.pragma('synchronous = FULL');

for (;;) {
  await pause(EVERY);
  // Passive: it waits for nobody, and nobody for it. What readers still need stays for the next time.
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= WORTHWHILE) continue;
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // A disk that is full or busy: the log keeps everything until the next look.
  }
}
