import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeGateway, type PartyName, problemOf, refusal, type Sent, send } from '../http/fixtures.ts';
import { burden } from '../support/claims.ts';
import { NAME, residentId } from '../support/people.ts';
import { JIANGXI, policy } from '../support/terms.ts';
import { Desk, row } from './fixtures.ts';

const STATED = row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00');
const CLAIM = { claimNo: 'C1', policyNo: `P-${JIANGXI}`, settledOn: '2024-01-05', benefits: [STATED] };

let desk: Desk;
let decisionId: string;
let gateway: ReturnType<typeof fakeGateway>;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
  desk.world.enroll([policy(JIANGXI, { cohorts: ['new-resident'] })]);
  await desk.external(JIANGXI, { ...CLAIM, claimNo: 'C0', benefits: [{ ...STATED, paid: '0.00' }] });
  decisionId = (await desk.settle({ costs: burden(11_500_000) })).decisionId;
  gateway = fakeGateway({ reviews: desk.reviews });
});
afterEach(() => desk.close());

const below = (scheme: string) => `/v1/schemes/${scheme}`;
const get = (path: string, as: PartyName = 'INS-JX') => send(gateway, { method: 'GET', path, as });
const post = (path: string, body: unknown, more: Partial<Sent> = {}) =>
  send(gateway, { method: 'POST', path, as: 'INS-JX', body: JSON.stringify(body), ...more });

/** All doors of a scheme, each with a good request. */
function doors(scheme: string, as: PartyName) {
  return [
    get(`${below(scheme)}/pended`, as),
    get(`${below(scheme)}/decisions/${decisionId}`, as),
    post(`${below(scheme)}/pended/${decisionId}/resolution`, { benefits: [STATED] }, { as }),
    post(`${below(scheme)}/external-claims`, CLAIM, { as }),
    post(`${below(scheme)}/external-claims/C0/cancellation`, { reason: '重复登记' }, { as }),
  ];
}

test('the insurer of the scheme comes in by each door', async () => {
  const answers = await Promise.all(doors(JIANGXI, 'INS-JX'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 201, 201, 201]);
  expect(JSON.stringify(answers)).not.toMatch(new RegExp(`${NAME}|${residentId(2)}`));
  const again = await Promise.all(doors(JIANGXI, 'INS-JX'));
  expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(again[2]?.json).toMatchObject({ memberBenefit: '30000.00', already: true });
});

test.each<[PartyName, string]>([
  ['INS-NT', JIANGXI],
  ['INS-JX', 'nantong-dibubao-2022'],
  ['INS-JX', 'atlantis-2023'],
  ['H1', JIANGXI],
  ['OPS', JIANGXI],
])('%s is kept out of %s, and nothing is written', async (as, scheme) => {
  const before = await desk.world.counts();
  for (const answer of doors(scheme, as)) expect(refusal(await answer)).toBe('403 FORBIDDEN');
  expect(await desk.world.counts()).toEqual(before);
});

test("an insurer does not reach another's decision by way of its own scheme", async () => {
  const own = below('nantong-dibubao-2022');
  const as = 'INS-NT';
  expect(refusal(await get(`${own}/decisions/${decisionId}`, as))).toBe('404 DECISION_NOT_FOUND');
  const resolution = post(`${own}/pended/${decisionId}/resolution`, { benefits: [STATED] }, { as });
  expect(refusal(await resolution)).toBe('404 REVIEW_NOT_FOUND');
  const cancellation = post(`${own}/external-claims/C0/cancellation`, { reason: '重复登记' }, { as });
  expect(refusal(await cancellation)).toBe('404 EXTERNAL_CLAIM_NOT_FOUND');
  expect((await get(`${own}/pended`, as)).json).toMatchObject({ pended: [] });
});

describe('bodies', () => {
  const stated = (change: object) => ({ benefits: [{ ...STATED, ...change }] });

  test.each<[string, object, string]>([
    ['nothing', {}, '/benefits REQUIRED'],
    ['no benefit', { benefits: [] }, '/benefits TOO_SMALL'],
    ['a typo', { benefits: [STATED], encounterID: 'E1' }, '/encounterID UNKNOWN_FIELD'],
    ['a typo in a row', stated({ payed: '1.00' }), '/benefits/0/payed UNKNOWN_FIELD'],
    ['a missing figure', stated({ paid: undefined }), '/benefits/0/paid REQUIRED'],
    ['a negative amount', stated({ paid: '-1.00' }), '/benefits/0/paid INVALID_AMOUNT'],
    ['three decimals', stated({ paid: '1.001' }), '/benefits/0/paid INVALID_AMOUNT'],
    [
      'a negative item group',
      { benefits: [STATED], itemGroups: [{ group: 'G', paid: -1 }] },
      '/itemGroups/0/paid INVALID_AMOUNT',
    ],
  ])('%s is refused at its place, by both', async (_name, body, expected) => {
    const [resolution, external] = [
      await post(`${below(JIANGXI)}/pended/${decisionId}/resolution`, body),
      await post(`${below(JIANGXI)}/external-claims`, { ...CLAIM, benefits: undefined, ...body }),
    ];
    for (const answer of [resolution, external]) {
      expect(refusal(answer)).toBe('400 INVALID_BODY');
      expect(problemOf(answer).errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected]);
    }
  });

  test.each([{ claimNo: 'a b' }, { settledOn: '2024-02-30' }, { policyNo: '' }])(
    'an external claim with %j',
    async (change) => {
      expect(refusal(await post(`${below(JIANGXI)}/external-claims`, { ...CLAIM, ...change }))).toBe(
        '400 INVALID_BODY',
      );
    },
  );

  test('numbers with at most two decimals are taken, a lump sum needs no table', async () => {
    const body = {
      benefits: [{ benefit: 'in-catalog-inpatient', base: 0, deductibleApplied: 0, eligible: 0, paid: 0 }],
    };
    expect((await post(`${below(JIANGXI)}/pended/${decisionId}/resolution`, body)).status).toBe(201);
  });

  test('not JSON', async () => {
    const path = `${below(JIANGXI)}/external-claims`;
    expect(refusal(await post(path, CLAIM, { type: 'text/csv' }))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(refusal(await post(path, CLAIM, { body: '{' }))).toBe('400 INVALID_BODY');
  });
});

test.each([{}, { reason: '' }, { reason: 1 }, { reason: 'R', more: true }, { reason: 'R'.repeat(501) }])(
  'a cancellation with %j',
  async (body) => {
    const path = `${below(JIANGXI)}/external-claims/C0/cancellation`;
    expect(refusal(await post(path, body))).toBe('400 INVALID_BODY');
    expect((await post(path, { reason: 'R' })).json).toMatchObject({ already: false });
  },
);

test('a conflict comes with what was resolved', async () => {
  const path = `${below(JIANGXI)}/pended/${decisionId}/resolution`;
  const first = await post(path, { benefits: [STATED] });
  const other = await post(path, { benefits: [{ ...STATED, paid: '1.00' }] });
  expect(refusal(other)).toBe('409 RESOLUTION_CONFLICT');
  expect(problemOf(other)['resolution']).toEqual({ ...(first.json as object), already: true });
});

describe('the queue, page by page', () => {
  test('as its own next leads', async () => {
    const second = await desk.settle({ settlementId: 'S-2', costs: burden(1_000) });
    const path = `${below(JIANGXI)}/pended?limit=1`;
    const { next, pended } = (await get(path)).json as { next: string; pended: unknown[] };
    expect(pended).toMatchObject([{ decisionId }]);
    expect((await get(`${path}&after=${next}`)).json).toMatchObject({
      pended: [{ decisionId: second.decisionId }],
      next: null,
    });
  });

  test.each(['limit=0', 'limit=1001', 'limit=1.5', 'limit=', 'after=x', 'page=2', 'limit=1&limit=2'])(
    '?%s is refused',
    async (query) => {
      expect(refusal(await get(`${below(JIANGXI)}/pended?${query}`))).toBe('400 INVALID_PARAMETER');
    },
  );
});

test.each(['x', '%00', 'a'.repeat(3_000), "1'--"])('no decision is called %s', async (id) => {
  expect(refusal(await get(`${below(JIANGXI)}/decisions/${id}`))).toBe('404 DECISION_NOT_FOUND');
});
