import { parentPort, workerData } from 'node:worker_threads';
import { Partition, type PartitionResult } from './partition.ts';
import { type RuleSetText, ruleSetOf } from './rule-set.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a thread is given to begin with. */
export interface WorkerTask {
  readonly ruleSets: readonly RuleSetText[];
  readonly vocabulary: Vocabulary;
}

/** Lines for a thread; its last message is `end`. */
export type ToWorker = { readonly lines: readonly (readonly [number, string, string])[] } | 'end';

/** A thread says when it has run a batch, and at the end what came of all. */
export type FromWorker = 'done' | PartitionResult;

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker thread');
const { ruleSets, vocabulary } = workerData as WorkerTask;
const partition = new Partition(ruleSets.map(ruleSetOf), vocabulary);

port.on('message', (message: ToWorker) => {
  if (message === 'end') {
    port.postMessage(partition.result() satisfies FromWorker);
    port.close();
    return;
  }
  for (const [line, policyNo, text] of message.lines) partition.take(line, policyNo, text);
  port.postMessage('done' satisfies FromWorker);
});
