import { Worker } from 'node:worker_threads';

/** Only where the thread falls far behind does a commit copy the log into the database itself: 64 MiB of pages of 4 KiB. */
export const LAST_RESORT = 16_384;

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
