import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import type { BenchOptions, Role } from '../../adapters/mock-his/conform/bench.ts';
import { CHECKS } from '../../adapters/mock-his/conform/checks.ts';
import { readKit, SANDBOX_KIT } from '../../adapters/mock-his/conform/kit.ts';
import { findingLines, jsonReport } from '../../adapters/mock-his/conform/report.ts';
import { type Finding, runChecks } from '../../adapters/mock-his/conform/run.ts';
import type { PrivateKeyRecord } from '../../src/message/keys.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { MEMBERS } from '../../src/sandbox/members.ts';
import { PARTIES } from '../../src/sandbox/parties.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { gateway, rulesOf } from './support.ts';

const kit = readKit(SANDBOX_KIT);
const { idNumber, name } = kit.claim.patient;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** Runs checks, by their ids, against the gateway at an address. */
async function run(url: string, ids: readonly string[], change: Partial<BenchOptions> = {}) {
  const roles: readonly Role[] = ['hospital', 'otherHospital', 'insurer'];
  const keys = new Map<Role, PrivateKeyRecord>(
    roles.map((role) => [role, sandboxKey(sandbox.data, kit[role] ?? '').key]),
  );
  const options = { baseUrl: url, gateway: await fetchIdentity(url), kit, keys, offset: 0, ...change };
  const checks = CHECKS.filter(({ id }) => ids.includes(id));
  expect(checks).toHaveLength(ids.length);
  return runChecks(options, checks, () => undefined);
}

/** Runs one check against the sandbox with a fault before it. */
async function broken(id: string, rule: string): Promise<Finding> {
  const upstream = { url: sandbox.url, identity: await fetchIdentity(sandbox.url) };
  const { url } = await gateway(rulesOf(`rules: [${rule}]`), { id: upstream.identity.id, upstream });
  const [finding] = await run(url, [id]);
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

const settled = (members: string) =>
  `{ status: 201, json: { decisionId: "{{uuid}}", settlementId: "{{/settlementId}}", hospitalId: H36010299901,
  kind: settlement, outcome: paid, decidedAt: "{{now}}", businessDate: "2023-07-11", attempt: 1, insurerPaid: "1.00",
  memberBenefit: "0.00", patientPays: "72999.00", cashDue: "72699.00", refundDue: "0.00", schemes: [], explanation: [],
  adjustments: [], reversal: null${members} } }`;
const always = `{ when: { method: POST, path: /v1/settlements }, answer: ${settled('')} }`;
const quoted = (rest: string) => `{ when: { path: /v1/settlements/quote }, ${rest} }`;

describe('the conformance kit', () => {
  it('passes the sandbox, again and again', async () => {
    for (const _round of [1, 2]) {
      const findings = await run(
        sandbox.url,
        CHECKS.map(({ id }) => id),
      );
      const failed = findings.filter(({ result }) => result === 'fail').map(({ check, why }) => [check.id, why?.en]);
      expect(failed).toEqual([]);
      expect(findings.filter(({ result }) => result === 'pass').length).toBe(CHECKS.length);
    }
  });

  it.each([
    ['answer-signature', quoted('signature: wrong'), 'ANSWER_INVALID the signature does not fit'],
    ['answer-signature', quoted('signature: none'), 'ANSWER_UNSIGNED'],
    ['answer-signature', quoted('signature: other-request'), 'ANSWER_OTHER_REQUEST'],
    ['answer-signature', quoted('signature: other-status'), 'ANSWER_STATUS'],
    ['answer-signature', quoted('signature: unknown-key'), 'ANSWER_UNKNOWN_KEY'],
    ['answer-caching', quoted('headers: { cache-control: public }'), 'expected no-store, no-transform, got public'],
    ['problem-details', '{ when: { path: /v1/* }, change: { /detailEn: "" } }', '/detailEn'],
    ['problem-details', '{ when: { path: /v1/* }, headers: { content-type: application/json } }', 'application/json'],
    ['public-paths', '{ when: { path: /docs }, answer: { problem: SIGNATURE_MISSING } }', 'status of GET /docs'],
    ['signed-body', quoted('answer: { status: 200, json: {} }'), 'HTTP 401 SIGNATURE_INVALID, got HTTP 200'],
    [
      'signed-late',
      quoted('answer: { problem: SIGNATURE_INVALID }'),
      'SIGNATURE_EXPIRED, got HTTP 401 SIGNATURE_INVALID',
    ],
    ['clock-drift', quoted('change: { /serverTime: "soon" }'), "does not carry the gateway's time"],
    ['replay', always, 'expected a refusal HTTP 401 SIGNATURE_REPLAYED, got HTTP 201'],
    ['replay-at-once', always, 'answered HTTP 201 and HTTP 201'],
    ['quote', quoted('change: { /insurerPaid: "1.00" }'), 'insurerPaid: expected 1.00'],
    ['settle', always, 'expected HTTP 200, got HTTP 201'],
    ['decision-sums', always, 'insurerPaid: expected 0.00, got 1.00'],
    ['double-click', always, '8 copies at once got 8 different decisions'],
    ['lost-answer', '{ when: { method: POST, path: /v1/settlements, times: 2 }, lose: answer }', 'no answer came'],
    ['same-content', always, 'expected HTTP 200, got HTTP 201'],
    [
      'other-content',
      '{ when: { path: /v1/settlements }, change: { /decision: null } }',
      'recorded decision does not come',
    ],
    ['numbers', quoted('answer: { problem: INVALID_BODY }'), 'expected HTTP 200, got HTTP 400 INVALID_BODY'],
    ['reversal', '{ when: { path: "*/reversal" }, change: { /already: false } }', 'already of the second one'],
    ['reversal-first', '{ when: { path: "*/reversal" }, answer: { status: 201, json: {} } }', 'got HTTP 201'],
    [
      'attempt-live',
      '{ when: { body: { /attempt: "2" } }, answer: { status: 201, json: {} } }',
      'ATTEMPT_LIVE, got HTTP 201',
    ],
    [
      'settled-after-reversal',
      '{ when: { body: { /attempt: "2" } }, answer: { problem: SETTLEMENT_REVERSED } }',
      'got HTTP 409',
    ],
    ['replaces', '{ when: { method: GET }, change: { /reversal: null } }', 'old settlement was not reversed'],
    [
      'amounts-charges',
      '{ when: { method: POST, path: /v1/settlements }, change: { /errors: [], /detail: "-", /detailEn: "-" } }',
      'both sides',
    ],
    ['amounts-payments', always, 'AMOUNTS_INCONSISTENT, got HTTP 201'],
    ['unknown-field', quoted('answer: { status: 200, json: {} }'), 'INVALID_BODY, got HTTP 200'],
    [
      'gb18030',
      '{ when: { method: POST, path: /v1/settlements }, answer: { status: 201, json: {} } }',
      'HTTP 400/415, got HTTP 201',
    ],
    [
      'gb18030',
      '{ when: { method: POST, path: /v1/settlements }, answer: { problem: INTERNAL } }',
      'got HTTP 500 INTERNAL',
    ],
    ['too-large', quoted('answer: { problem: INVALID_BODY }'), '413 BODY_TOO_LARGE, got HTTP 400'],
    [
      'role',
      '{ when: { method: POST, path: /v1/settlements }, answer: { problem: SIGNATURE_INVALID } }',
      '403 FORBIDDEN',
    ],
    ['other-hospital', `{ when: { method: GET }, answer: ${settled('')} }`, '404 SETTLEMENT_NOT_FOUND, got HTTP 201'],
    [
      'eligibility',
      '{ when: { path: /v1/eligibility }, change: { /schemes: [{ preexisting: true }] } }',
      'health data',
    ],
    ['statement', '{ when: { path: /v1/statements/* }, change: { /records: [] } }', 'records of the live one'],
    [
      'statement',
      '{ when: { path: /v1/statements/* }, change: { /totals/net/insurerPaid: "0.01" } }',
      'net total (fen)',
    ],
  ])('fails at %s a gateway that says %s', async (id, rule, words) => {
    const { result, why, check } = await broken(id, rule);
    expect({ result, why: why?.en }).toEqual({ result: 'fail', why: expect.stringContaining(words) });
    const lines = findingLines({ result, check, milliseconds: 0, ...(why === undefined ? {} : { why }) }).join('\n');
    expect(lines).toContain(`失败 FAIL  §${check.section}`);
    expect(lines).toContain(check.contract.zh);
    expect(lines).toContain(check.contract.en);
  });

  it('tells that a refusal repeats who the patient is, and does not repeat it', async () => {
    const leak = quoted(`change: { /detail: "${name} ${idNumber}" }`);
    const finding = await broken('no-personal-data', leak);
    expect(finding.why?.en).toBe(
      'these refusals repeat who the patient is: POST /v1/settlements HTTP 400 INVALID_BODY: idNumber; POST /v1/settlements HTTP 400 INVALID_BODY: name',
    );
    const report = JSON.stringify([jsonReport({ url: '', id: '', version: '' }, '', [finding]), findingLines(finding)]);
    expect(report).not.toContain(idNumber);
    expect(report).not.toContain(name);
  });

  it('leaves nothing settled behind, whatever failed', async () => {
    await run(sandbox.url, ['settle', 'other-hospital', 'replaces', 'members-queue']);
    const day = await run(sandbox.url, ['statement']);
    expect(day).toMatchObject([{ result: 'pass' }]);
    expect(await sandbox.live(kit.hospital)).toEqual([]);
  });

  it('sends raw messages of a kit as they are, and leaves out what a kit has nobody for', async () => {
    const message = {
      name: 'settle',
      adapter: 'own',
      file: SANDBOX_KIT,
      contentType: 'application/json',
      contains: ['D1'],
    };
    const withMessages = { ...kit, messages: [message] };
    const upstream = { url: sandbox.url, identity: await fetchIdentity(sandbox.url) };
    const bytes = JSON.stringify(readFileSync(SANDBOX_KIT, 'utf8').slice(0, 40));
    const rules = `{ when: { path: /his/own, contains: ${bytes} }, answer: { status: 200, json: { decision: D1 } } }`;
    const { url } = await gateway(rulesOf(`rules: [${rules}]`), { id: upstream.identity.id, upstream });
    expect(await run(url, ['messages'], { kit: withMessages })).toMatchObject([{ result: 'pass' }]);
    const other = { ...withMessages, messages: [{ ...message, contains: ['D2'] }] };
    expect(await run(url, ['messages'], { kit: other })).toMatchObject([
      { result: 'fail', why: { en: 'settle: the answer does not contain D2' } },
    ]);
    const unsigned = await run(url, ['messages-unsigned'], { kit: withMessages });
    expect(unsigned).toMatchObject([{ result: 'fail', why: { en: 'expected HTTP 401, got HTTP 200' } }]);
    const alone = await run(url, ['role'], { keys: new Map() });
    expect(alone).toMatchObject([{ result: 'skipped', why: { en: 'the kit has no insurer' } }]);
  });
});

describe("the sandbox's kit", () => {
  it('plays parties and a member of the sandbox', () => {
    const ids: readonly string[] = PARTIES.map(({ id }) => id);
    for (const id of [kit.hospital, kit.otherHospital, kit.insurer]) expect(ids).toContain(id);
    expect([...MEMBERS.values()]).toContainEqual(expect.objectContaining({ idNumber, name }));
  });
});
