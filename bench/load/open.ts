import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Connection } from './connection.ts';
import type { Phase } from './messages.ts';
import type { Recorder } from './recorder.ts';
import type { Request } from './requests.ts';

/** How long the last answers are waited for, in milliseconds. */
const GRACE = 20_000;

interface Waiting {
  readonly request: Request;
  readonly note: (answer: Answer | undefined) => void;
}

/**
 * Sends requests when they are due, whatever became of those before; where all connections are busy, they wait, and
 * their waiting counts.
 *
 * @returns true where the requests sufficed
 */
export async function runOpen(
  recorder: Recorder,
  connections: readonly Connection[],
  requests: readonly Request[],
  phases: readonly Phase[],
): Promise<boolean> {
  const idle = [...connections];
  const waiting: Waiting[] = [];
  let underWay = 0;
  const send = (connection: Connection, { request, note }: Waiting) => {
    connection.send(request.bytes, (answer) => {
      note(answer);
      underWay -= 1;
      const first = waiting.shift();
      if (first === undefined) idle.push(connection);
      else send(connection, first);
    });
  };
  const dueTimes = arrivals(phases);
  for (const [index, due] of dueTimes.entries()) {
    const request = requests[index];
    if (request === undefined) break;
    // The timer knows whole milliseconds only; spinning instead would take a core from the gateway.
    while (recorder.now() < due) await sleep(1);
    underWay += 1;
    const one = { request, note: recorder.sent(request, due) };
    const connection = idle.shift();
    if (connection === undefined) waiting.push(one);
    else send(connection, one);
  }
  for (const until = performance.now() + GRACE; underWay > 0 && performance.now() < until; ) await sleep(5);
  return dueTimes.length <= requests.length;
}

/** When requests are due, in milliseconds from the beginning: at exponential distances, as those of many desks are. */
function arrivals(phases: readonly Phase[]): number[] {
  const times: number[] = [];
  let begin = 0;
  for (const { rate, seconds } of phases) {
    const end = begin + seconds * 1000;
    for (let at = begin + gap(rate); at < end; at += gap(rate)) times.push(at);
    begin = end;
  }
  return times;
}

function gap(rate: number): number {
  return (-Math.log(1 - Math.random()) * 1000) / rate;
}
