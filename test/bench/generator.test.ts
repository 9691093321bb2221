import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accepted, latency, objections } from '../../bench/load/judge.ts';
import { Load } from '../../bench/load/load.ts';
import type { Phase } from '../../bench/load/messages.ts';
import { Report } from '../../bench/report/report.ts';
import { tableOf } from '../../bench/report/table.ts';
import { processTree } from '../../bench/server/processes.ts';
import { makeParties } from '../../bench/world/parties.ts';

let load: Load;
beforeAll(async () => {
  load = await Load.start();
});
afterAll(() => load.stop());

const { hospitals } = makeParties(1);

/** Runs an open load against a server that is no gateway: no answer of it is signed. */
async function against(answer: RequestListener, requests: number, phase: Phase, connections = 8) {
  const server = createServer((request, response) => {
    if (request.url === '/.well-known/jwks.json') response.end('{"keys":[]}');
    else request.resume().once('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await load.prepare({ kind: 'settlement', tag: 'T', requests, members: 5, hospitals, port });
  return load.run({ kind: 'open', connections, phases: [phase] });
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(code, { 'content-length': '0', ...headers }).end();
  };

describe('the load generator', () => {
  it('counts from when a request was due: what waits behind a slow one is slow', async () => {
    let first = true;
    const trace = await against(
      (_request, response) => {
        const wait = first ? 400 : 0;
        first = false;
        setTimeout(() => response.writeHead(201, { 'content-length': '0' }).end(), wait);
      },
      300,
      { rate: 100, seconds: 0.2 },
      1,
    );
    expect(trace.took.length).toBeGreaterThan(1);
    for (const [index, took] of trace.took.entries()) expect(took + (trace.due[index] ?? 0)).toBeGreaterThan(390);
    expect(trace.status.every((one) => one === 201)).toBe(true);
  });

  it('objects to a run in which it could not keep up, and the table says INVALID', async () => {
    // The first child is the generator; it is kept from running for a while in the middle of its run.
    const generator = processTree(process.pid)[1]?.pid ?? 0;
    let served = 0;
    const trace = await against(
      (request, response) => {
        served += 1;
        if (served === 20) {
          process.kill(generator, 'SIGSTOP');
          setTimeout(() => process.kill(generator, 'SIGCONT'), 250);
        }
        status(201)(request, response);
      },
      500,
      { rate: 200, seconds: 0.6 },
    );
    const reasons = objections(trace, 'open');
    expect(reasons).toContainEqual(expect.stringMatching(/^the generator sent \d+ ms late$/));
    const report = new Report();
    report.add('gateway', 'p50', 'ms', latency(trace, accepted(trace), 0.5, reasons));
    expect(report.valid).toBe(false);
    expect(tableOf(report)).toMatch(/p50 +INVALID \(the generator sent/);
  });

  it('objects to what is no settlement, and to answers that are not signed', async () => {
    const wrong = await against(status(500), 100, { rate: 100, seconds: 0.3 });
    expect(objections(wrong, 'open')).toContainEqual(expect.stringMatching(/^\d+ requests: 500$/));
    const unsigned = await against(status(201), 100, { rate: 100, seconds: 0.3 });
    expect(objections(unsigned, 'open')).toContainEqual(expect.stringContaining('the answer is not signed'));
    const broken = await against((request) => request.socket.destroy(), 100, { rate: 100, seconds: 0.3 });
    expect(objections(broken, 'open')).toContainEqual(expect.stringContaining('without answer'));
  });

  it('takes 503 in an overload, and only with Retry-After', async () => {
    const told = await against(status(503, { 'retry-after': '1' }), 100, { rate: 100, seconds: 0.3 });
    expect(objections(told, 'open', 'overload').join()).not.toContain('503');
    expect(objections(told, 'open')).toContainEqual(expect.stringMatching(/requests: 503$/));
    const bare = await against(status(503), 100, { rate: 100, seconds: 0.3 });
    expect(objections(bare, 'open', 'overload')).toContainEqual(expect.stringContaining('503 without Retry-After'));
  });

  it('says so where it ran out of requests', async () => {
    const trace = await against(status(201), 5, { rate: 100, seconds: 0.5 });
    expect(objections(trace, 'open')).toContain('the generator ran out of prepared requests');
  });
});
