import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Forwarder } from '../../src/edge/forward.ts';
import { Identity } from '../../src/edge/identity.ts';
import { EDGE_LIMITS, startEdge } from '../../src/edge/server.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { temporaryFolder } from '../cli/binary.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const SAMPLES = fileURLToPath(new URL('../../adapters/mock-his/samples/', import.meta.url));
const CLAIM = join(SAMPLES, 'jiangxi-inpatient.json');
const hasPython = spawnSync('python3', ['--version']).status === 0;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** An edge before the sandbox, and the small HIS beside it with a book of its own. */
async function his() {
  const party = HOSPITALS.nanchang.id;
  const { key } = sandboxKey(sandbox.data, party);
  const identity = new Identity(sandbox.url);
  const forwarder = new Forwarder({ baseUrl: sandbox.url, party, key, identity, tries: 2, pause: 1 });
  const clients = new BlockList();
  clients.addAddress('127.0.0.1');
  const logger = pino({ level: 'silent' });
  const where = { port: 0, host: '127.0.0.1' };
  const edge = await startEdge({ forwarder, clients, names: [], logger, limits: EDGE_LIMITS }, where);
  onTestFinished(() => edge.close());
  const folder = temporaryFolder();
  const env = { PATH: process.env['PATH'], HIS_BOOK: join(folder, 'book'), PYTHONUTF8: '1' };
  const run = (url: string, args: readonly string[]) =>
    new Promise<{ code: number | string; out: string }>((resolve) => {
      const script = join(SAMPLES, 'small_his.py');
      execFile('python3', [script, ...args], { env: { ...env, YIZHAN_EDGE: url } }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, out: stdout + stderr });
      });
    });
  return {
    folder,
    play: (...args: readonly string[]) => run(edge.url, args),
    withoutEdge: (...args: readonly string[]) => run('http://127.0.0.1:9', args),
  };
}

describe.skipIf(!hasPython)('the small HIS', () => {
  it('settles, reverses, settles again and reconciles its day', async () => {
    const { play } = await his();
    expect(await play('settle', CLAIM)).toMatchObject({
      code: 0,
      out: expect.stringContaining('insurer pays 15000.00'),
    });
    expect(await play('reverse', 'SAMPLE-JX-1', '退费')).toMatchObject({ out: expect.stringContaining('-15000.00') });
    const refused = await play('settle', CLAIM);
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('SETTLEMENT_REVERSED') });
    expect(await play('settle', CLAIM, '2')).toMatchObject({ code: 0 });
    const held = await play('reconcile', '2023-07-11');
    expect(held).toMatchObject({ code: 0, out: expect.stringContaining('matched 3，未结差异 open differences 0') });
  });

  it('takes no answer for unknown, and settles what is pending once it can', async () => {
    const { folder, play, withoutEdge } = await his();
    const file = join(folder, 'claim.json');
    writeFileSync(file, readFileSync(CLAIM, 'utf8').replaceAll('SAMPLE-JX-1', 'PENDING-1'));
    const unknown = await withoutEdge('settle', file);
    expect(unknown).toMatchObject({ code: 1, out: expect.stringContaining('do not collect') });
    expect((await play('pending')).out).toMatch(/^PENDING-1 .*insurer pays .*\n.*pending: 1$/m);
    expect((await play('pending')).out).toContain('pending: 0');
  });
});
