import type { Connection } from './connection.ts';
import type { Recorder } from './recorder.ts';
import type { Request } from './requests.ts';

/**
 * Keeps every connection busy for a while.
 *
 * @returns true where the requests sufficed
 */
export async function runClosed(
  recorder: Recorder,
  connections: readonly Connection[],
  requests: readonly Request[],
  seconds: number,
): Promise<boolean> {
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        if (recorder.now() >= seconds * 1000) return;
        await sendOne(connection, request, recorder);
      }
    }),
  );
  return next <= requests.length;
}

function sendOne(connection: Connection, request: Request, recorder: Recorder): Promise<void> {
  const note = recorder.sent(request, recorder.now());
  return new Promise((resolve) => {
    connection.send(request.bytes, (answer) => {
      note(answer);
      resolve();
    });
  });
}
