import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inGb18030 } from '../../adapters/gb18030.ts';
import { codeIn } from '../../adapters/mock-his/answer.ts';
import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import { MISSIGNINGS } from '../../adapters/mock-his/missign.ts';
import { TROUBLES } from '../../adapters/mock-his/trouble.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const CLAIM = readFileSync(new URL('../../adapters/mock-his/samples/jiangxi-inpatient.json', import.meta.url));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** What the sandbox answers to the sample claim sent with that trouble. */
async function play(kind: string) {
  const party = HOSPITALS.nanchang.id;
  const { key } = sandboxKey(sandbox.data, party);
  const client = { baseUrl: sandbox.url, party, key, gateway: await fetchIdentity(sandbox.url) };
  const message = { method: 'POST' as const, target: '/v1/settlements', body: new Uint8Array(CLAIM) };
  const answers = (await TROUBLES.get(kind)?.play(client, message)) ?? [];
  return answers.map(({ status, bytes }) => `${status} ${status < 300 ? 'settled' : codeIn(bytes)}`).sort();
}

describe('trouble', () => {
  it('gets one decision for two copies and for a lost answer, and none for other bytes', async () => {
    expect(await play('gb18030')).toEqual(['400 INVALID_BODY']);
    expect(await play('twice')).toEqual(['200 settled', '201 settled']);
    expect(await play('hang-up')).toEqual(['200 settled']);
    expect(await play('replay')).toEqual(['200 settled', '401 SIGNATURE_REPLAYED']);
    expect(await sandbox.live(HOSPITALS.nanchang.id)).toEqual(['SAMPLE-JX-1']);
  });

  it.each(Object.entries(MISSIGNINGS))('is refused as it should be: %s', async (kind, { code }) => {
    expect(await play(kind)).toEqual([`401 ${code}`]);
  });
});

describe('GB18030', () => {
  it('reads back as the text it was made of, and is refused where it would not', () => {
    const text = 'Ab1{"name":"测试甲，（沙箱）"}';
    expect(new TextDecoder('gb18030').decode(inGb18030(text))).toBe(text);
    expect(() => inGb18030('😀')).toThrow(/U\+1f600/);
  });
});
