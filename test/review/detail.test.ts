import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENESIS } from '../../src/ledger/journal.ts';
import { readjudicate } from '../../src/settlement/readjudicate.ts';
import { decisionDetailDocument } from '../../src/settlement/review-documents.ts';
import { burden } from '../support/claims.ts';
import { NAME, residentId } from '../support/people.ts';
import { refusalOf } from '../support/refusals.ts';
import { DIBUBAO, JIANGXI, NANTONG, policy, schemeOf } from '../support/terms.ts';
import { Desk, INSURER, row } from './fixtures.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(NANTONG);
});
afterEach(() => desk.close());

const detail = (scheme: string, decisionId: string) => desk.reviews.detail(INSURER, scheme, decisionId);

/** A stay in 2022 that both Nantong schemes pay for, the second out of what the first left. */
async function cascade() {
  const year = { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' };
  desk.world.enroll([policy(NANTONG, year), policy(DIBUBAO)]);
  const encounter = {
    admittedAt: '2022-03-01T09:00:00+08:00',
    dischargedAt: '2022-03-11T10:00:00+08:00',
    diagnoses: [{ code: 'E11.200', principal: true }],
  };
  return desk.settle({ costs: burden(3_000_000, 1_000_000), encounter });
}

test('each insurer sees its own rows, and of earlier schemes only what they took', async () => {
  const { decisionId, schemes } = await cascade();
  const [first, second] = [await detail(NANTONG, decisionId), await detail(DIBUBAO, decisionId)];
  expect([first.schemes, first.earlierSchemesPaid]).toEqual([[schemes[0]], '0.00']);
  expect([second.schemes, second.earlierSchemesPaid]).toEqual([[schemes[1]], '16800.00']);
  for (const [one, other] of [
    [first, DIBUBAO],
    [second, NANTONG],
  ] as const) {
    expect(one.explanation.length).toBeGreaterThan(0);
    expect(JSON.stringify(one)).not.toContain(other);
    expect(decisionDetailDocument.safeParse(one).error).toBeUndefined();
  }
});

test('the claim is shown without who it is; what the decision hung on, word for word', async () => {
  const { decisionId } = await cascade();
  const found = await detail(NANTONG, decisionId);
  const text = JSON.stringify(found);
  expect(text).not.toMatch(new RegExp(`${NAME}|${residentId(2)}|nameKey`));
  expect(text).not.toContain(desk.world.vault.nameKey(NAME));
  expect(found.claim).toMatchObject({
    settlementId: 'S-1',
    patient: { idType: '01', insuredRegion: '360102' },
    personal: '40000.00',
    lines: [{ code: 'TREAT' }, { code: 'EXTRA' }],
  });
  expect(Object.keys(found.claim['patient'] as object)).toEqual(['idType', 'insuredRegion']);
  const { digest, text: rules } = schemeOf(NANTONG);
  expect(found.terms).toEqual([
    {
      policy: expect.objectContaining({ policyNo: `P-${NANTONG}`, effectiveFrom: '2022-01-01', cohorts: [] }),
      facts: {},
      lists: { 'nantong-drugs': expect.stringMatching(/^sha256:/), 'nantong-rare-diseases': expect.any(String) },
      shares: [{ insurer: 'INS-1', share: '1' }],
      rules: { digest, text: rules },
    },
  ]);
  expect(found.hospital).toMatchObject({ id: 'H1', level: 3 });
  expect(found.journal).toEqual({
    seq: 1,
    memberSeq: 1,
    previous: GENESIS,
    hash: (await desk.world.recorded(decisionId)).entry.hash,
  });
});

test('what came after is there: adjustments, resolution with its note, reversal, readjudication', async () => {
  await desk.close();
  desk = await Desk.open(JIANGXI);
  desk.world.registers.factsOf.set(JIANGXI, { autoPayLimit: '28000.00' });
  desk.world.enroll([policy(JIANGXI)]);
  await desk.settle({ costs: burden(1_500_000) });
  const { decisionId } = await desk.settle({ settlementId: 'S-2', costs: burden(10_000_000) });
  const paid = row('in-catalog-inpatient', '100000.00', '0.00', 'standard', '30000.00');
  const { resolution } = await desk.resolve(JIANGXI, decisionId, [paid], { note: '已核对病历' });
  // The brake of later days is no rule: it stays as it was. Any other fact is frozen anew.
  desk.world.registers.factsOf.set(JIANGXI, { autoPayStop: 'true', participationRate: '0.31' });
  const { ledger, registers } = desk.world;
  const clock = { real: () => desk.world.now, business: () => desk.world.now };
  for await (const _ of readjudicate(
    ledger,
    registers,
    clock,
    { scheme: JIANGXI, from: '2020-01-01', reason: '更正' },
    true,
  ));
  await desk.world.reverse('H1', 'S-2');
  const { already: _, ...resolved } = resolution;
  expect(await detail(JIANGXI, decisionId)).toMatchObject({
    standing: 'reversed',
    resolutions: [{ ...resolved, note: '已核对病历' }],
    adjustments: [{ amount: '-30000.00', because: decisionId }],
    reversal: { reversalId: 'R1', reason: '测试冲正' },
    terms: [{ facts: { autoPayLimit: '28000.00' } }],
    amendment: { reason: '更正', terms: [{ facts: { autoPayLimit: '28000.00', participationRate: '0.31' } }] },
  });
});

test('the access is journalled, each time, and changes nothing else', async () => {
  const { decisionId } = await cascade();
  const before = await desk.used();
  await detail(NANTONG, decisionId);
  await detail(DIBUBAO, decisionId);
  const journal = await desk.world.execute('SELECT member_id, type, body FROM entries ORDER BY seq');
  const inquiry = (scheme: string) => ({
    member_id: desk.world.member(),
    type: 'INQUIRE',
    body: JSON.stringify({ insurerId: INSURER, scheme, decisionId }),
  });
  expect(journal.slice(1)).toEqual([inquiry(NANTONG), inquiry(DIBUBAO)]);
  expect(await desk.used()).toEqual(before);
});

test('a scheme without a part in it learns nothing, not even that it is there', async () => {
  const { decisionId } = await cascade();
  const [none, others] = [
    await refusalOf(detail(JIANGXI, '0'.repeat(32))),
    await refusalOf(detail(JIANGXI, decisionId)),
  ];
  expect([others.code, others.detail]).toEqual(['DECISION_NOT_FOUND', none.detail]);
  expect(await desk.world.counts()).toMatchObject({ entries: 1 });
});
