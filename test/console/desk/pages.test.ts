import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { DecisionDocument, StatementDocument } from '../../../src/settlement/documents.ts';
import { settlementNotFound } from '../../../src/settlement/reverse.ts';
import { BILLED, DECISION, ELIGIBILITY, ID_NUMBER, INQUIRY, NAME, STATEMENT } from '../../http/services.ts';
import { Browser, type Console, openConsole } from '../fixtures.ts';

let console: Console;
let browser: Browser;
beforeAll(async () => {
  console = await openConsole();
  browser = new Browser(console);
  await browser.signIn('hospital-desk');
});
afterAll(() => console.release());
beforeEach(() => vi.clearAllMocks());

const SETTLEMENT = '/console/settlements/SETL202307110001';
const services = () => vi.mocked(console.services.settlement);

const part = DECISION.schemes[0];
const EXPLAINED: DecisionDocument = {
  ...DECISION,
  schemes:
    part === undefined
      ? []
      : [
          {
            ...part,
            policyNo: 'POLICY-778899',
            benefits: [
              {
                benefit: 'b1',
                status: 'paid',
                reason: null,
                payTo: 'hospital',
                base: '35000.37',
                deductible: { applied: '15000.00', remaining: '0.00' },
                eligible: '20000.37',
                slices: [{ table: 'standard', from: '0.00', to: '20000.37', amount: '20000.37', rate: '0.50' }],
                factor: '1.00',
                reductions: [],
                paid: '10000.19',
              },
              {
                benefit: 'b2',
                status: 'not-applicable',
                reason: 'WARD_NOT_COVERED',
                payTo: 'hospital',
                base: '0.00',
                deductible: { applied: '0.00', remaining: '0.00' },
                eligible: '0.00',
                slices: [],
                factor: '1.00',
                reductions: [],
                paid: '0.00',
              },
            ],
          },
        ],
  explanation: [
    { step: 'policy', scheme: 's', benefit: null, clause: '文 一', zh: '保单', en: 'the policy', amount: null },
    { step: 'base', scheme: 's', benefit: 'b1', clause: '文 三', zh: '余额', en: 'what is left', amount: '35000.37' },
    { step: 'payout', scheme: 's', benefit: 'b1', clause: null, zh: '赔付', en: 'paid', amount: '10000.19' },
  ],
};

/** Of a page what stands in its main part, as text. */
function text(html: string): string {
  return html
    .slice(html.indexOf('<main'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test('a settlement says who pays what, why, by which clause, and what did not apply', async () => {
  services().billed.mockResolvedValueOnce({ ...BILLED, decision: EXPLAINED });
  const { html } = await browser.get(`${SETTLEMENT}?lang=zh`);
  const said = text(html);
  for (const words of [
    '基本医保统筹基金',
    '−110,000.00',
    '62,106.44',
    '余额 文 三 35,000.37',
    '20,000.37 50%',
    '尚未确认',
  ]) {
    expect(said).toContain(words);
  }
  expect(/<details>.*责任b2：病区不在保障范围.*<\/details>/s.test(html)).toBe(true);
  expect(services().billed).toHaveBeenCalledWith('H1', 'SETL202307110001', undefined);
});

test('attempts, what it replaces and what replaced it are links, and what no longer counts says so', async () => {
  const attempts = [
    { attempt: 1, decisionId: 'D1', businessDate: '2023-07-11', status: 'reversed', paid: true },
    { attempt: 2, decisionId: 'D2', businessDate: '2023-07-12', status: 'live', paid: true },
  ] as const;
  const note = {
    reversalId: null,
    reason: '更正',
    reversedAt: '2023-07-12T10:00:00+08:00',
    businessDate: '2023-07-12',
  };
  const decision = { ...DECISION, reversal: { ...note, replacedBy: 'NEXT-1#3' } };
  services().billed.mockResolvedValueOnce({ ...BILLED, decision, attempts, replaces: 'BEFORE-1' });
  const { html } = await browser.get(`${SETTLEMENT}?attempt=1&lang=zh`);
  expect(services().billed).toHaveBeenCalledWith('H1', 'SETL202307110001', 1);
  expect(html).toContain('已冲正，以下金额不再有效');
  for (const to of [
    `${SETTLEMENT}?attempt=2`,
    '/console/settlements/NEXT-1?attempt=3',
    '/console/settlements/BEFORE-1',
  ]) {
    expect(html).toContain(`href="${to}"`);
  }
  expect(text(html)).not.toContain('尚未确认：');
});

test('what is not the hospital’s, or no attempt, is not found, as page and as receipt', async () => {
  for (const path of [SETTLEMENT, `${SETTLEMENT}/receipt`]) {
    services().billed.mockRejectedValueOnce(settlementNotFound());
    const { status, html } = await browser.get(path);
    expect([status, html.includes('62,106.44')]).toEqual([404, false]);
    expect((await browser.get(`${path}?attempt=0`)).status).toBe(404);
    expect((await browser.get(`${path}?attempt=1'`)).status).toBe(404);
  }
  expect(services().billed).toHaveBeenCalledTimes(2);
});

test('a receipt is short, masks the policy, is void once reversed, and is no invoice', async () => {
  services().billed.mockResolvedValueOnce({ ...BILLED, decision: EXPLAINED });
  const { html } = await browser.get(`${SETTLEMENT}/receipt?lang=en`);
  const said = text(html);
  for (const words of [
    '****8899',
    '35,000.37 − 15,000.00 → 20,000.37 × 50% 文 三',
    '窗口应收现金 Cash due at the desk 62,106.44',
    '不是发票',
    'no invoice',
  ]) {
    expect(said).toContain(words);
  }
  expect(html).not.toContain('POLICY-778899');
  const attempts = BILLED.attempts.map((one) => ({ ...one, status: 'reversed' as const }));
  services().billed.mockResolvedValueOnce({ ...BILLED, attempts });
  expect((await browser.get(`${SETTLEMENT}/receipt?lang=zh`)).html).toContain('本单作废');
});

const record = (settlementId: string, change: Partial<StatementDocument['records'][number]> = {}) => ({
  recordType: 'SETTLE' as const,
  settlementId,
  attempt: 1,
  decisionId: `D-${settlementId}`,
  decidedAt: '2026-03-01T09:30:00+08:00',
  outcome: 'paid',
  total: '100.00',
  personal: '50.00',
  insurerPaid: '10.10',
  memberBenefit: '0.00',
  acknowledged: false,
  ...change,
});
const DAY: StatementDocument = {
  ...STATEMENT,
  date: '2026-03-01',
  records: [
    record('OPEN-1'),
    record('OPEN-2', { insurerPaid: '20.20' }),
    record('DONE-1', { acknowledged: true }),
    record('ZERO-1', { outcome: 'declined', insurerPaid: '0.00' }),
    record('BACK-1'),
    record('BACK-1', { recordType: 'REVERSE', insurerPaid: '-10.10' }),
  ],
};

test('a day counts what is not acknowledged, and shows one kind where asked', async () => {
  services().statement.mockResolvedValue(DAY);
  const { html } = await browser.get('/console/days?lang=zh');
  expect(services().statement).toHaveBeenLastCalledWith('H1', '2026-03-01');
  expect(text(html)).toContain('2 笔结算尚未确认，共 30.30 元');
  for (const to of ['/console/days/2026-02-28', '/console/days/2026-03-02', '/console/settlements/OPEN-1?attempt=1']) {
    expect(html).toContain(`href="${to}"`);
  }
  const shown = async (show: string) => {
    const page = await browser.get(`/console/days/2026-03-01?show=${show}`);
    return [...page.html.matchAll(/<th scope="row"><a[^>]*>([^<]*)/g)].map(([, id]) => id);
  };
  expect(await shown('open')).toEqual(['OPEN-1', 'OPEN-2']);
  expect(await shown('declined')).toEqual(['ZERO-1']);
  expect(await shown('reversals')).toEqual(['BACK-1']);
  expect(await shown('nosuch')).toHaveLength(6);
  services().statement.mockReset().mockResolvedValue(STATEMENT);
});

test('a day says of each settlement whether it was acknowledged, and promises nothing of later days', async () => {
  services().statement.mockResolvedValue(DAY);
  const { html } = await browser.get('/console/days/2026-03-01?lang=zh');
  const said = text(html);
  for (const [id, state] of [
    ['OPEN-1', '未确认'],
    ['DONE-1', '已确认'],
    ['BACK-1', '已冲正'],
  ]) {
    expect(said).toMatch(new RegExp(`${id} 09:30:00 已赔付 ${state} 100.00`));
  }
  expect(said).toContain('以后某日已冲正的');
  services().statement.mockReset().mockResolvedValue(STATEMENT);
});

test('a long day is turned page by page', async () => {
  const records = Array.from({ length: 401 }, (_, index) => record(`S-${index}`));
  services().statement.mockResolvedValue({ ...DAY, records });
  const { html } = await browser.get('/console/days/2026-03-01?page=3&lang=zh');
  expect(html).toContain('第 401–401 条，共 401 条');
  expect(html).toContain('>S-400<');
  expect((await browser.get('/console/days/2026-03-01?page=99')).html).toContain('>S-400<');
  services().statement.mockReset().mockResolvedValue(STATEMENT);
});

test('a day that does not exist is not asked for', async () => {
  expect((await browser.get('/console/days/2026-02-30')).status).toBe(404);
  expect(services().statement).not.toHaveBeenCalled();
  expect((await browser.get('/console/days?date=2026-02-28')).to).toBe('/console/days/2026-02-28');
  const { html } = await browser.get('/console/days?date=2026-02-30');
  expect(html).toContain('aria-invalid="true"');
});

test('who is insured is asked with a form, answered on the spot and kept nowhere', async () => {
  const name = { zh: '江西卫惠保', en: 'Weihuibao' };
  const papers = [{ zh: '转诊单', en: 'Referral' }];
  const scheme = { scheme: 's', name, effectiveFrom: '2023-06-01', effectiveTo: '2024-05-31', covered: true, papers };
  services().eligibility.mockResolvedValueOnce({ ...ELIGIBILITY, schemes: [scheme] });
  await browser.get('/console/eligibility?lang=zh');
  const { status, html, to, headers } = await browser.send('/console/eligibility', {
    ...INQUIRY,
    idNumber: ' 11010519491231002x',
  });
  expect([status, to, headers.get('Cache-Control')]).toEqual([200, null, 'no-store']);
  for (const words of ['江西卫惠保', '可保障', '转诊单', '**** 002X']) expect(text(html)).toContain(words);
  expect(html).not.toContain(NAME);
  expect(html.toUpperCase()).not.toContain(ID_NUMBER);
  expect(services().eligibility).toHaveBeenCalledWith('H1', { ...INQUIRY, idNumber: '11010519491231002x' });
  expect(console.log.join('')).not.toMatch(/11010519491231002|测试甲/i);
});

test('what is wrong in the question is marked where it is, and nothing is asked', async () => {
  const wrong = { idType: '01', idNumber: '110105194912310021', name: ' ', date: '2023-02-30', setting: 'hotel' };
  const { status, html } = await browser.send('/console/eligibility', wrong);
  expect(status).toBe(422);
  const marked = [...html.matchAll(/id="field-(\w+)-error"/g)].map(([, field]) => field);
  expect(marked).toEqual(['idNumber', 'name', 'date', 'setting']);
  expect(services().eligibility).not.toHaveBeenCalled();
});

test('questions are limited for the whole hospital', async () => {
  const { token } = await browser.get('/console/eligibility');
  const statuses: number[] = [];
  for (let count = 0; count < 30; count++) {
    statuses.push((await browser.post('/console/eligibility', { token, ...INQUIRY })).status);
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(services().eligibility.mock.calls.length).toBeLessThanOrEqual(console.gateway.limits.eligibilityPerSecond);
  console.time.now += 1_000;
  expect((await browser.post('/console/eligibility', { token, ...INQUIRY })).status).toBe(200);
});
