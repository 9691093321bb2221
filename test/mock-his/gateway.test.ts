import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HospitalClient } from '../../adapters/mock-his/client.ts';
import { readRules } from '../../adapters/mock-his/gateway/rules.ts';
import { settleSafely } from '../../adapters/mock-his/settle-safely.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { ReplayGuard } from '../../src/message/replay.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { systemClock } from '../../src/time/clock.ts';
import { clientOf, gateway, HOSPITAL, key, rulesOf } from './support.ts';

const OWN_RULES = readRules(fileURLToPath(new URL('../../adapters/mock-his/samples/rules.yaml', import.meta.url)));
const QUICKLY = { tries: 3, pause: 1 };

const claim = (settlementId: string) =>
  claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900', name: '肺炎' },
    inCatalog: '10000',
    pooling: '90000',
  });

async function desk(...options: Parameters<typeof gateway>) {
  const { url } = await gateway(...options);
  return new HospitalClient(await clientOf(url));
}

describe('the mock gateway with its own rules', () => {
  it('quotes, settles, finds, reverses and takes acknowledgements, signed like a real one', async () => {
    const client = await desk(OWN_RULES);
    expect(await client.quote(claim('S1'))).toMatchObject({ kind: 'answered', status: 200, body: { kind: 'quote' } });
    const settled = { settlementId: 'S1', insurerPaid: '1000.00', patientPays: '10000.00' };
    expect(await client.settle(claim('S1'))).toMatchObject({ kind: 'answered', status: 201, body: settled });
    expect(await client.query('S1')).toMatchObject({ kind: 'answered', body: { decisionId: 'MOCK-S1' } });
    expect(await client.query('NONE-1')).toMatchObject({ kind: 'refused', problem: { code: 'SETTLEMENT_NOT_FOUND' } });
    expect(await client.acknowledge('S1')).toMatchObject({ kind: 'answered' });
    const reversed = { reversalId: 'R1', insurerPaid: '-1000.00' };
    expect(await client.reverse('S1', { reversalId: 'R1', reason: '退费' })).toMatchObject({ body: reversed });
  });

  it.each(['LOST-1', 'BUSY-1', 'TWICE-1'])('lets a patient desk come through with %s', async (id) => {
    expect((await (await desk(OWN_RULES)).settle(claim(id))).kind).not.toBe('answered');
    const fresh = await desk(OWN_RULES);
    expect(await settleSafely(fresh, claim(id), QUICKLY)).toMatchObject({ body: { settlementId: id } });
  });

  it('refuses and forges by settlement id', async () => {
    const client = await desk(OWN_RULES);
    const codes = { 'SUMS-1': 'AMOUNTS_INCONSISTENT', 'OTHER-1': 'SETTLEMENT_CONFLICT' };
    for (const [id, code] of Object.entries(codes)) {
      expect(await client.settle(claim(id))).toMatchObject({ kind: 'refused', problem: { code } });
    }
    expect(await client.settle(claim('FORGED-1'))).toMatchObject({ kind: 'unknown', code: 'ANSWER_INVALID' });
  });
});

describe('rules', () => {
  it('take the first that fits, so often as they say', async () => {
    const rules = rulesOf(`rules:
  - { when: { method: GET, path: /v1/settlements/*, times: 1 }, answer: { problem: OVERLOADED, retryAfter: 7 } }
  - { when: { path: /v1/settlements/S1 }, answer: { problem: SETTLEMENT_NOT_FOUND } }`);
    const client = await desk(rules);
    expect(await client.query('S1')).toMatchObject({ problem: { code: 'OVERLOADED' }, retryAfter: 7 });
    expect(await client.query('S1')).toMatchObject({ problem: { code: 'SETTLEMENT_NOT_FOUND' } });
    expect(await client.query('S2')).toMatchObject({ problem: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['none', 'ANSWER_UNSIGNED'],
    ['wrong', 'ANSWER_INVALID'],
    ['other-request', 'ANSWER_OTHER_REQUEST'],
    ['other-status', 'ANSWER_STATUS'],
    ['other-gateway', 'ANSWER_ISSUER'],
    ['unknown-key', 'ANSWER_UNKNOWN_KEY'],
  ])('sign with the fault %s', async (fault, code) => {
    const client = await desk(rulesOf(`rules: [{ answer: { problem: FORBIDDEN }, signature: ${fault} }]`));
    expect(await client.query('S1')).toMatchObject({ kind: 'unknown', code });
  });

  it('answer files of any format as they are, found by their content', async () => {
    const rules = rulesOf(`rules:
  - when: { path: /his/xml, contains: "<MSGNO>1105" }
    answer: { status: 200, file: rules.yaml, type: text/xml }`);
    const client = await desk(rules);
    const message = { body: new TextEncoder().encode('<X><MSGNO>1105</MSGNO></X>'), contentType: 'text/xml' };
    const answered = await client.his('xml', message);
    expect(answered.kind === 'answered' && Buffer.from(answered.body).toString()).toContain('contains: "<MSGNO>1105"');
  });

  it('are refused with the place that is wrong', () => {
    expect(() => rulesOf('rules: [{ delay: 1 }, { answer: { problem: NO_SUCH } }]')).toThrow(/rules\.1\.answer/);
    expect(() => rulesOf('rules: [{ speed: 1 }]')).toThrow(/rules\.0/);
  });
});

describe('with a registry', () => {
  it('asks for signatures as a real gateway does', async () => {
    const party = {
      id: HOSPITAL,
      keys: parseJwks({ keys: [key.publicJwk] }, ''),
    };
    const window = new ReplayGuard({ claim: async () => true }, systemClock);
    const signers = { find: (id: string) => (id === HOSPITAL ? party : undefined), window };
    const { url } = await gateway(OWN_RULES, { signers });
    const options = await clientOf(url);
    expect(await new HospitalClient(options).query('S1')).toMatchObject({ kind: 'answered' });
    const stranger = await new HospitalClient({ ...options, party: 'H2' }).query('S1');
    expect(stranger).toMatchObject({ problem: { code: 'SIGNATURE_UNKNOWN_PARTY' } });
    expect((await fetch(`${url}/v1/settlements/S1`)).status).toBe(401);
  });
});

describe('before another gateway', () => {
  it('lets through what no rule answers, with its own signature, and changes what a rule says', async () => {
    const behind = await gateway(OWN_RULES);
    const upstream = { url: behind.url, identity: (await clientOf(behind.url)).gateway };
    const rules = rulesOf('rules: [{ when: { method: POST }, change: { /insurerPaid: "9.99" } }]');
    const client = await desk(rules, { upstream });
    expect(await client.query('S1')).toMatchObject({ kind: 'answered', body: { insurerPaid: '1000.00' } });
    expect(await client.settle(claim('S1'))).toMatchObject({ kind: 'answered', body: { insurerPaid: '9.99' } });
  });
});
