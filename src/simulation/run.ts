import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { policyNoOf } from './assign.ts';
import { mergeResults } from './merge.ts';
import type { Malformed, PartitionResult } from './partition.ts';
import { MALFORMED_NAMED } from './partition.ts';
import { readLines } from './read-lines.ts';
import { Threads } from './threads.ts';
import type { WorkerTask } from './worker.ts';

/** What is run, and how. */
export interface Run extends WorkerTask {
  /** A file of lines as `README.md` describes them. */
  readonly file: string;
  /** How many threads adjudicate; the result does not depend on it. */
  readonly threads: number;
  /** Told the share of the file that has been read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

const CHUNK = 1024 * 1024;

/**
 * Runs a file of historic claims under one or two rule sets. The file is read once and never held as a whole; what stays
 * is what each policy has used.
 *
 * @throws the error of the system where the file cannot be read
 */
export async function runClaims({ file, threads: count, onProgress, ...task }: Run): Promise<PartitionResult> {
  const { size } = await stat(file);
  const threads = new Threads(count, task);
  try {
    const unread: Malformed[] = [];
    let malformed = 0;
    const stream = createReadStream(file, { highWaterMark: CHUNK });
    for await (const lines of readLines(stream)) {
      for (const [line, text] of lines) {
        if (text !== undefined) threads.take(line, policyNoOf(text), text);
        else {
          malformed += 1;
          if (unread.length < MALFORMED_NAMED) unread.push({ line, what: UNREADABLE });
        }
      }
      await threads.drain();
      onProgress?.(size === 0 ? 1 : stream.bytesRead / size);
    }
    const whole = mergeResults(await threads.finish());
    const named = [...whole.named, ...unread].sort((a, b) => a.line - b.line).slice(0, MALFORMED_NAMED);
    return { ...whole, lines: whole.lines + malformed, malformed: whole.malformed + malformed, named };
  } finally {
    await threads.stop();
  }
}

const UNREADABLE = '不是 UTF-8，或长于 32 MiB / not UTF-8, or longer than 32 MiB';
