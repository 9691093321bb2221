import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { KEYS_FOLDER } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { startSandbox } from '../mock-his/sandbox.ts';
import { serve, start, temporaryFolder, yizhan } from './binary.ts';

const claim = (settlementId: string, inCatalog: string) =>
  claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900', name: '肺炎' },
    inCatalog,
    pooling: '98000',
    accountPaid: '100',
  });

/** A sandbox gateway, in this process as its own is not what these tests are about, and how a desk calls the mock HIS. */
async function desk() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  return at(sandbox);
}

/** How a hospital's desk calls the mock HIS. */
function at({ data, url }: { readonly data: string; readonly url: string }) {
  const env = {
    YIZHAN_URL: url,
    YIZHAN_PARTY: HOSPITALS.nanchang.id,
    YIZHAN_KEY: join(data, KEYS_FOLDER, `${HOSPITALS.nanchang.id}.private.jwk`),
  };
  const write = (name: string, text: string) => {
    writeFileSync(join(data, name), text);
    return join(data, name);
  };
  return { data, env, write, run: (...args: string[]) => yizhan(['mock-his', ...args], env) };
}

describe('mock-his', () => {
  it('settles claims of files, prints receipts, and again changes nothing', async () => {
    const data = temporaryFolder();
    const { run, write } = at({ data, url: (await serve(data, '--sandbox')).url });
    const one = write('one.json', JSON.stringify(claim('S1', '265000')));
    const more = write('more.jsonl', `${JSON.stringify(claim('S2', '100000'))}\n${JSON.stringify(claim('S3', '1'))}\n`);
    const first = await run('send', one, more);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/结算号 Settlement {2}S1（第 1 次 attempt 1）/);
    expect(first.stdout).toMatch(/^ {2}江西卫惠保（第三轮） 保单 policy \S+ +-115000\.00$/m);
    expect(first.stdout).toMatch(/^ {2}江西卫惠保（第三轮） 保单 policy \S+ +-75000\.00$/m);
    expect(first.stdout).toMatch(/^应收现金 Cash due +149900\.00$/m);
    expect(first.stdout).not.toMatch(/\d{17}[\dX]/);
    expect((await run('send', one, more)).stdout).toBe(first.stdout);
  });

  it('queries and reverses', async () => {
    const { run, write } = await desk();
    await run('send', write('s.json', JSON.stringify([claim('S1', '265000'), claim('S2', '100000')])));
    expect(await run('reverse', 'S1', '--reason', '退费')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('-115000.00'),
    });
    expect((await run('reverse', 'S1')).stdout).toContain('already reversed');
    expect((await run('query', 'S1')).stdout).toContain('退费');
    expect((await run('query', 'S2')).stdout).toMatch(/Adjustment .* -49500\.00$/m);
    const again = await run('send', write('again.json', JSON.stringify(claim('S1', '265000'))), '--attempt', '2');
    expect(again.stdout).toContain('第 2 次 attempt 2');
    expect((await run('query', 'S3')).stderr).toContain('SETTLEMENT_NOT_FOUND');
  });

  it('tells a refusal with each place that is wrong, sends the others, and exits 1', async () => {
    const { run, write } = await desk();
    const wrong = { ...claim('S1', '265000'), personal: '1.00' };
    const sent = await run('send', write('s.json', JSON.stringify([wrong, claim('S2', '265000')])));
    expect(sent.code).toBe(1);
    expect(sent.stderr).toContain('s.json#1 S1: 被拒 refused 422 AMOUNTS_INCONSISTENT');
    expect(sent.stderr).toContain('  /charges/total IDENTITY');
    expect(sent.stdout).toContain('S2');
  });

  it('plays what goes wrong in the field with one message', async () => {
    const { run, write } = await desk();
    const file = write('s.json', JSON.stringify(claim('S1', '265000')));
    const statuses = async (kind: string) => (await run('trouble', kind, file)).stdout.match(/^HTTP \d+/gm);
    expect((await statuses('twice'))?.sort()).toEqual(['HTTP 200', 'HTTP 201']);
    expect((await run('trouble', 'nonsense', file)).stderr).toContain('Allowed choices');
  });

  it('sends a message of another format as it is, and prints the answer as it came', async () => {
    const { data, env, write } = await desk();
    const rules = write(
      'rules.yaml',
      `rules: [{ when: { path: /his/xml, contains: "<A>测试" }, answer: { status: 200, file: answer.gbk, type: text/xml } }]`,
    );
    writeFileSync(join(data, 'answer.gbk'), Buffer.from([0x3c, 0xb2, 0xe2, 0xca, 0xd4, 0x3e]));
    const mock = start(['mock-his', 'serve', '--port', '0', '--data', join(data, 'mock'), '--rules', rules]);
    const url = /http:\S+$/.exec(await mock.line(/listens on/))?.[0] ?? '';
    const file = write('message.xml', '<A>测试</A>');
    const sent = await yizhan(['mock-his', 'send', '--adapter', 'xml', file], { ...env, YIZHAN_URL: url });
    expect(sent).toMatchObject({ code: 0, stdout: '<测试>\n' });
    const other = await yizhan(['mock-his', 'send', '--adapter', 'nhsa', file], { ...env, YIZHAN_URL: url });
    expect(other).toMatchObject({ code: 1, stdout: expect.stringContaining('NOT_FOUND') });
    mock.kill('SIGTERM');
    expect((await mock.ended).code).toBe(0);
  });

  it('puts a bounded load on a gateway on this machine, and on no other', async () => {
    const { run, write } = await desk();
    const file = write('s.json', JSON.stringify(claim('S1', '265000')));
    const quoted = await run('load', file, '--rate', '20', '--seconds', '1', '--concurrency', '2');
    expect(quoted.stdout).toMatch(/^HTTP 200: \d+$/m);
    const settled = await run('load', file, '--rate', '2', '--seconds', '1', '--settle');
    expect(settled.stdout).toMatch(/^HTTP 201: [12]$/m);
    const away = await run('load', file, '--url', 'http://gateway.example');
    expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('on this machine only') });
  });

  it('tells whether a gateway conforms, for people and for machines, and by its exit code', async () => {
    const { data, env, write } = await desk();
    const json = join(data, 'report.json');
    const conform = (url: string, ...args: string[]) =>
      yizhan(['mock-his', 'conform', url, '--keys', join(data, KEYS_FOLDER), '--json', json, ...args]);
    const good = await conform(env.YIZHAN_URL, '--only', 'settle', 'double-click');
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('符合约定 conforms：通过 passed 2') });
    const rules = write('rules.yaml', 'rules: [{ when: { path: /v1/settlements }, signature: wrong }]');
    const args = ['--port', '0', '--data', join(data, 'mock'), '--rules', rules, '--upstream', env.YIZHAN_URL];
    const mock = start(['mock-his', 'serve', ...args]);
    const url = /http:\S+$/.exec(await mock.line(/listens on/))?.[0] ?? '';
    const bad = await conform(url, '--only', 'quote', 'settle');
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/失败 FAIL {2}§3 .*settle/);
    expect(bad.stdout).toMatch(/原因 why: .*ANSWER_INVALID/);
    const report = JSON.parse(readFileSync(json, 'utf8'));
    expect(report).toMatchObject({ passed: 0, failed: 2, gateway: { id: 'yizhan-sandbox', url } });
    expect(report.checks[1]).toMatchObject({
      id: 'settle',
      section: '3',
      result: 'fail',
      why: { zh: expect.anything() },
    });
    expect((await conform(url, '--only', 'nonsense')).stderr).toContain('there is no check nonsense');
  });

  it('says what is wrong with its own input', async () => {
    const { env, run, write } = await desk();
    const good = write('s.json', JSON.stringify(claim('S1', '265000')));
    expect((await run('send', write('bad.jsonl', '{}\nnot json\n'))).stderr).toContain('bad.jsonl:2 不是 JSON 对象');
    expect((await run('send', good, '--key', 'nosuch.jwk')).stderr).toContain('nosuch.jwk');
    expect((await run('send', good, '--url', 'http://127.0.0.1:9')).stderr).toContain('无法连接网关');
    const other = await run('send', good, '--party', HOSPITALS.shanghai.id);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('SIGNATURE_UNKNOWN_KEY') });
    const none = await yizhan(['mock-his', 'send', good], { YIZHAN_URL: env.YIZHAN_URL });
    expect(none.stderr).toMatch(/^error: required option '--party <id>'/);
  });
});
