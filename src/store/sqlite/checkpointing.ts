import { Worker } from 'node:worker_threads';
import type Sqlite from 'better-sqlite3';

/** 64 MiB, in pages of 4 KiB. */
const LAST_RESORT = 16_384;

/** Leaves it to {@link startCheckpointing}: only where that falls far behind does a commit of this connection do it. */
export function leaveCheckpointing(raw: Sqlite.Database): void {
  raw.pragma(`wal_autocheckpoint = ${LAST_RESORT}`);
}

/**
 * Copies the write-ahead log into the database file in a thread of its own, with a connection of its own, for as long as
 * the store is open: else every few hundred settlements one would wait for it. Any process that has the store open may do
 * this, one at a time does.
 *
 * @param file the database file
 * @returns ends the thread
 */
export function startCheckpointing(file: string): () => Promise<void> {
  const thread = new Worker(new URL('./checkpointer.ts', import.meta.url), { workerData: file });
  // Without the thread the log is copied in commits, as it is without this.
  thread.on('error', () => {});
  thread.unref();
  return async () => {
    await thread.terminate();
  };
}
