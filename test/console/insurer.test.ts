import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { canonicalJson } from '../../src/claim/digest.ts';
import { columns } from '../../src/console/pages/insurer/bars.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import type { SchemeRules } from '../../src/scheme/language.ts';
import { FAKE_EXPERIENCE, FAKE_REPORT } from '../http/clearing-samples.ts';
import { FAKE_REVIEW, FILE, MANIFEST } from '../http/services.ts';
import { Browser, type Console, openConsole, type Seen } from './fixtures.ts';

const SCHEME = '/console/schemes/jiangxi-weihuibao-2023';
const DAY = `${SCHEME}/days/2023-07-11`;
const STANDARD = 'in-catalog-inpatient/standard';

let console: Console;
let clerk: Browser;
let reviewer: Browser;

beforeAll(async () => {
  console = await openConsole();
  [clerk, reviewer] = [new Browser(console), new Browser(console)];
  await clerk.signIn('insurer-clerk');
  await reviewer.signIn('insurer-reviewer');
});
afterAll(() => console.release());
afterEach(() => {
  vi.clearAllMocks();
});

/** The text of a page, without its tags. */
function textOf({ html }: Seen): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}

/** What is said to be wrong with a field. */
function errorAt({ html }: Seen, name: string): string | undefined {
  return html.match(new RegExp(`id="field-${name}-error">([^<]*)<`))?.[1];
}

const refusal = (code: ConstructorParameters<typeof Refusal>[0], errors: Refusal['detail']['errors'] = []) =>
  new Refusal(code, { detail: '有误', detailEn: 'wrong', errors });

describe('a day', () => {
  test('shows its sums and differences, and links what it is about', async () => {
    const head = { ...FAKE_REPORT, open: 2, counts: { ...FAKE_REPORT.counts, AMOUNT: 1, MISSING_HERE: 1 } };
    console.services.reconciliations.list.mockResolvedValueOnce({ reconciliations: [head] });
    const seen = await clerk.get(DAY);
    expect(textOf(seen)).toContain('结算 SETTLE 1 10,234.11');
    expect(textOf(seen)).toContain('最近一次对账仍有未结差异： 2');
    expect(seen.html).toContain(`href="${DAY}/reconciliations/R-1"`);
    // The played clearing holds one settlement of this day.
    expect(seen.html).toContain(`href="${SCHEME}/decisions/D1"`);
    expect(seen.html).toContain('S&lt;1&gt;');
  });

  test('that is not sealed is said to be so, and a day that does not exist is not asked for', async () => {
    console.services.dailyFiles.manifest.mockRejectedValueOnce(refusal('DAY_NOT_SEALED'));
    expect((await clerk.get(DAY)).status).toBe(404);
    expect((await clerk.get(`${SCHEME}/days/2023-02-30`)).status).toBe(400);
    expect(console.services.dailyFiles.manifest).toHaveBeenCalledTimes(1);
  });

  test('is kept as the bytes that the signed calls answer', async () => {
    const csv = await clerk.get(`${DAY}/file`);
    const digest = `sha-256=:${Buffer.from(FILE.sha256, 'hex').toString('base64')}:`;
    expect([csv.html, csv.headers.get('Content-Digest')]).toEqual([FILE.text, digest]);
    expect(csv.headers.get('Content-Disposition')).toBe('attachment; filename="jiangxi-weihuibao-2023-2023-07-11.csv"');
    const manifest = await clerk.get(`${DAY}/manifest`);
    expect([manifest.html, manifest.headers.get('Content-Type')]).toEqual([
      canonicalJson(MANIFEST),
      'application/json',
    ]);
    expect((await clerk.get(`${DAY}/reconciliations/R-1/differences`)).html).toBe('kind\nAMOUNT\n');
  });
});

describe("the insurer's own view", () => {
  const CSV = 'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,H1,S1,1.00\n';
  const token = async () => (await clerk.get(DAY)).token;

  test('is compared byte for byte, in the name of the insurer', async () => {
    const seen = await clerk.postFile(DAY, { token: await token() }, CSV);
    expect([seen.status, seen.to]).toEqual([303, `${DAY}/reconciliations/R-1`]);
    expect(console.services.reconciliations.files.at(-1)).toBe(CSV);
    const [asked] = console.services.reconciliations.reconcile.mock.lastCall ?? [];
    expect(asked).toMatchObject({
      side: 'insurer',
      subject: 'jiangxi-weihuibao-2023',
      date: '2023-07-11',
      by: 'INS-JX',
    });
  });

  test('is asked for again where there is none, or none that can be read', async () => {
    const none = await clerk.postFile(DAY, { token: await token() });
    expect([none.status, errorAt(none, 'file')]).toEqual([422, '请先选择一个文件']);
    console.services.reconciliations.reconcile.mockRejectedValueOnce(refusal('INVALID_BODY'));
    const unread = await clerk.postFile(DAY, { token: await token() }, 'x');
    expect([unread.status, errorAt(unread, 'file')]).toEqual([422, '有误']);
    const cut = 'multipart/form-data; boundary=x';
    expect((await clerk.post(DAY, { token: await token() }, { 'Content-Type': cut })).status).toBe(400);
  });

  test('is not taken from elsewhere, from nobody, or without end', async () => {
    expect((await clerk.postFile(DAY, {}, CSV)).status).toBe(403);
    const nobody = await new Browser(console).postFile(DAY, { token: await token() }, CSV);
    expect([nobody.status, nobody.to]).toEqual([303, '/console/sign-in']);
    const large = await clerk.postFile(DAY, { token: await token() }, 'x'.repeat(8 * 1024 * 1024));
    expect(large.status).toBe(413);
    expect(console.services.reconciliations.reconcile).not.toHaveBeenCalled();
  });

  test('that differs is shown difference by difference; what an upload calls a decision is only a text', async () => {
    const side = { rows: 1, insurerPaid: '5.00', memberBenefit: null };
    const difference = {
      kind: 'MISSING_HERE' as const,
      recordType: 'SETTLE',
      hospitalId: 'H1',
      settlementId: 'S-9',
      decisionId: '../../account',
      here: null,
      there: side,
      row: null,
      code: null,
      message: null,
      openedBy: 'R-1',
      closedBy: null,
    };
    const amount = {
      ...difference,
      kind: 'AMOUNT' as const,
      decisionId: 'D1',
      here: { ...side, insurerPaid: '-7.00' },
    };
    const report = { ...FAKE_REPORT, open: 2, missingHere: [difference], amountDifferences: [amount] };
    console.services.reconciliations.report.mockResolvedValueOnce(report);
    const seen = await clerk.get(`${DAY}/reconciliations/R-1`);
    expect(textOf(seen)).toContain('D1 −7.00 5.00 未结');
    expect(textOf(seen)).toContain('../../account — 5.00 未结');
    expect(seen.html).not.toContain('decisions/../');
    expect(seen.html).toContain(`href="${SCHEME}/decisions/D1"`);
  });
});

describe('a month', () => {
  test('has a slot for each day, and the figures beside the picture', async () => {
    const day = { date: '2023-07-11', sealedAt: '', sha256: '', manifestSha256: '', ...MANIFEST.totals };
    const other = { ...day, date: '2023-06-30' };
    console.services.dailyFiles.list.mockResolvedValueOnce({ scheme: '', days: [other, day] });
    const seen = await clerk.get(`${SCHEME}/months/2023-07`);
    expect(seen.html.match(/<text class="bar-label/g)).toHaveLength(2 * 31);
    expect(seen.html.match(/<rect class="bar /g)).toHaveLength(2);
    expect(textOf(seen)).toContain('2023-07-11 1 1 10,234.11 0.00');
    expect(console.services.dailyFiles.manifest).toHaveBeenCalledTimes(1);
    expect((await clerk.get(`${SCHEME}/months/2023-13`)).status).toBe(400);
  });

  test('every bar lies within the picture, whatever the amounts', () => {
    const fen = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
    const amount = fen.map(
      (n) =>
        `${n < 0n ? '-' : ''}${String(n < 0n ? -n : n)
          .padStart(3, '0')
          .replace(/..$/, '.$&')}`,
    );
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 31 }), (sizes) => {
        const bars = sizes.map((size) => ({ label: 'x', size, says: size }));
        const made = columns({ id: 'p', title: 't', description: 'd', bars, figure: 1, shown: (size) => size });
        for (const [, y = '', height = ''] of made
          .toString()
          .matchAll(/<rect [^>]*y="([^"]*)"[^>]*height="([^"]*)"/g)) {
          expect(Number(height)).toBeGreaterThan(0);
          expect(Number(y)).toBeGreaterThanOrEqual(31.9);
          expect(Number(y) + Number(height)).toBeLessThanOrEqual(182.1);
        }
      }),
    );
  });
});

describe('experience', () => {
  const TRIGGER = {
    ratio: 'payout' as const,
    bound: 'below' as const,
    at: '0.92',
    value: '0.405000',
    met: true,
    needs: null,
    meaning: { zh: '未达到 92%', en: 'has not reached 92%' },
    clause: 'plan 二(四)',
  };

  test('says what the notice watches, where it stands, and what has to be known first', async () => {
    const unknown = { ...TRIGGER, value: null, met: null, needs: 'expenses' as const };
    console.services.experience.of.mockResolvedValueOnce({ ...FAKE_EXPERIENCE, triggers: [TRIGGER, unknown] });
    const text = textOf(await clerk.get(`${SCHEME}/experience?expenses=1,000.50`));
    expect(text).toContain('目前 40.50% · 界限 92.00% · 已达到');
    expect(text).toContain('目前 未知 · 界限 92.00% · 尚不能判断：须填费用');
    const [, query] = console.services.experience.of.mock.lastCall ?? [];
    expect(query?.expenses?.toFixed2()).toBe('1000.50');
  });

  test('is not asked for with what is none, and asks for days where it needs them', async () => {
    const seen = await clerk.get(`${SCHEME}/experience?expenses=-1&from=2023-02-30`);
    expect([seen.status, errorAt(seen, 'from')]).toEqual([422, '须为存在的日期']);
    expect(errorAt(seen, 'expenses')).toBeDefined();
    expect(console.services.experience.of).not.toHaveBeenCalled();
    console.services.experience.of.mockRejectedValueOnce(refusal('INVALID_PARAMETER'));
    const open = await clerk.get(`${SCHEME}/experience`);
    expect([open.status, open.html.includes('name="from"')]).toEqual([200, true]);
  });
});

describe('a decision', () => {
  test('is opened only by who says so, after it was said that this is journalled', async () => {
    const door = await clerk.get(`${SCHEME}/decisions/D1`);
    expect(textOf(door)).toContain('每次查阅都以本机构名义记入日志');
    expect(console.services.reviews.detail).not.toHaveBeenCalled();
    const opened = await clerk.get(`${SCHEME}/decisions/D1?look=yes`);
    expect(textOf(opened)).toContain('10,234.11');
    expect(console.services.reviews.detail.mock.calls).toEqual([['INS-JX', 'jiangxi-weihuibao-2023', 'D1']]);
  });

  test('shows each step with its clause, under the policy and the benefit whose step it is', async () => {
    const scheme = 'jiangxi-weihuibao-2023';
    const detail = await console.services.reviews.detail('INS-JX', scheme, 'D1');
    const benefit = {
      benefit: 'b',
      status: 'paid' as const,
      reason: null,
      payTo: 'hospital' as const,
      base: '5.00',
      deductible: { applied: '0.00', remaining: '0.00' },
      eligible: '5.00',
      slices: [],
      factor: '1.00',
      reductions: [],
      paid: '5.00',
    };
    const schemes = ['P1', 'P2'].flatMap((policyNo) =>
      detail.schemes.map((row) => ({ ...row, policyNo, benefits: [benefit] })),
    );
    const explanation = ['甲', '乙'].flatMap((name) => [
      { step: 'policy', scheme, benefit: null, clause: null, zh: `保单${name}`, en: name, amount: null },
      { step: 'x', scheme, benefit: 'b', clause: '三(一)', zh: `一<步>${name}`, en: name, amount: '-5.00' },
    ]);
    console.services.reviews.detail.mockResolvedValueOnce({ ...detail, schemes, explanation });
    const seen = await clerk.get(`${SCHEME}/decisions/D1?look=yes`);
    expect(seen.html).toContain('一&lt;步&gt;甲');
    const [, ...policies] = textOf(seen).split('为什么是这个金额');
    expect(policies).toHaveLength(2);
    expect(policies[0]).toMatch(/保单甲 .*责任b 已赔付 .*三\(一\) −5\.00/);
    expect(policies[0]).not.toContain('乙');
    expect(policies[1]).toMatch(/保单乙 .*责任b 已赔付 .*步&gt;乙 三\(一\) −5\.00/);
  });

  test('is found by its id; what is none is not asked for', async () => {
    const found = await clerk.get(`${SCHEME}/decisions?id=D1`);
    expect([found.status, found.to]).toEqual([303, `${SCHEME}/decisions/D1`]);
    expect(errorAt(await clerk.get(`${SCHEME}/decisions?id=%3Cx`), 'id')).toBeDefined();
    expect((await clerk.get(`${SCHEME}/decisions/%3Cx?look=yes`)).status).toBe(404);
    expect(console.services.reviews.detail).not.toHaveBeenCalled();
    console.services.reviews.detail.mockRejectedValueOnce(refusal('DECISION_NOT_FOUND'));
    expect((await clerk.get(`${SCHEME}/decisions/D2?look=yes`)).status).toBe(404);
  });

  test('may be reversed late by permission, where the scheme asks for one', async () => {
    const path = `${SCHEME}/decisions/D1/reversal-permission`;
    const rules = { benefits: [], reversal: { withinDays: 7, afterwards: 'insurer' } } as unknown as SchemeRules;
    expect((await reviewer.get(path)).html).not.toContain('name="reason"');
    vi.mocked(console.gateway.console.rules).mockReturnValue(rules);
    expect((await clerk.get(`${SCHEME}/decisions/D1?look=yes`)).html).not.toContain(path);
    expect((await reviewer.get(`${SCHEME}/decisions/D1?look=yes`)).html).toContain(`href="${path}"`);
    const blank = await reviewer.send(path, { reason: ' ' });
    expect([blank.status, errorAt(blank, 'reason') !== undefined]).toEqual([422, true]);
    expect(console.services.reviews.permitReversal).not.toHaveBeenCalled();
    const done = await reviewer.send(path, { reason: '退费' });
    vi.mocked(console.gateway.console.rules).mockReset();
    expect([done.status, done.to]).toEqual([303, `${SCHEME}/decisions/D1?done=permitted`]);
    expect(console.services.reviews.permitReversal.mock.lastCall?.at(3)).toEqual({ reason: '退费' });
  });
});

describe('the queue', () => {
  test('goes on page by page', async () => {
    const pended = [FAKE_REVIEW.review];
    console.services.reviews.pended.mockResolvedValueOnce({ scheme: '', pended, next: 'b+/=' });
    const seen = await clerk.get(`${SCHEME}/reviews`);
    expect(textOf(seen)).toContain('新市民须核对材料');
    expect(seen.html).toContain(`href="${SCHEME}/reviews/D1?policy=P1"`);
    expect(seen.html).toContain(`href="${SCHEME}/reviews?after=b%2B%2F%3D"`);
    await clerk.get(`${SCHEME}/reviews?after=b%2B%2F%3D`);
    expect(console.services.reviews.pended.mock.lastCall?.[1]).toBe('b+/=');
  });
});

describe('a resolution', () => {
  const PATH = `${SCHEME}/reviews/D1`;
  const TYPED = {
    policyNo: 'P1',
    [`${STANDARD}/base`]: '50,000',
    [`${STANDARD}/deductibleApplied`]: '15000',
    [`${STANDARD}/eligible`]: '35000.00',
    [`${STANDARD}/paid`]: '10500',
    'lump//paid': '',
    itemGroups: 'XL01XEA 12,000.00\n\n',
    outOfPocket: '',
    note: '材料"齐全"',
  };

  test('has a row for each benefit and table; a lump sum has but its amount; a clerk has none', async () => {
    const { html } = await reviewer.get(PATH);
    const names = [...html.matchAll(/<input id="field-[^"]*" name="([^"]*)"/g)].map(([, name]) => name);
    const rows = ['preexisting', 'standard'].flatMap((table) =>
      ['base', 'deductibleApplied', 'eligible', 'paid'].map((figure) => `in-catalog-inpatient/${table}/${figure}`),
    );
    expect(names).toEqual([...rows, 'lump//paid', 'outOfPocket']);
    expect((await clerk.get(PATH)).html).not.toContain('name="step"');
    console.services.reviews.of.mockRejectedValueOnce(refusal('REVIEW_NOT_FOUND'));
    expect((await reviewer.get(PATH)).status).toBe(404);
  });

  test('is shown in words before it is booked, and booked as it was shown, once or twice', async () => {
    const shown = await reviewer.send(PATH, { ...TYPED, step: 'check' });
    expect([shown.status, textOf(shown).includes('将向参保人赔付（元）： 10,500.00')]).toEqual([200, true]);
    expect(console.services.reviews.resolve).not.toHaveBeenCalled();
    const hidden = [...shown.html.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const values = Object.fromEntries(
      hidden.map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]),
    );
    const form = { ...values, step: 'book' };
    const booked = await reviewer.post(PATH, form);
    const again = await reviewer.post(PATH, form);
    expect([booked.status, booked.to, again.to]).toEqual([303, `${PATH}?done=booked`, `${PATH}?done=booked`]);
    const [previewed] = console.services.reviews.preview.mock.calls;
    expect(console.services.reviews.resolve.mock.calls).toEqual([previewed, previewed]);
    expect(previewed?.slice(0, 3)).toEqual(['INS-JX', 'jiangxi-weihuibao-2023', 'D1']);
    const request = previewed?.[3];
    expect(request).toMatchObject({ policyNo: 'P1', note: '材料"齐全"' });
    expect(request?.benefits.map((row) => [row.benefit, row.table, row.base.toFixed2(), row.paid.toFixed2()])).toEqual([
      ['in-catalog-inpatient', 'standard', '50000.00', '10500.00'],
    ]);
    expect(request?.itemGroups.map(({ group, paid }) => [group, paid.toFixed2()])).toEqual([['XL01XEA', '12000.00']]);
    const back = await reviewer.post(PATH, { ...form, step: 'edit' });
    expect(back.html).toContain(`name="${STANDARD}/base" type="text" value="50,000"`);
  });

  test('that cannot be is told at its field, with what was typed', async () => {
    const wrong = await reviewer.send(PATH, { ...TYPED, [`${STANDARD}/paid`]: 'x', itemGroups: 'XL01XEA' });
    expect([wrong.status, errorAt(wrong, `${STANDARD}/paid`)?.includes('两位小数')]).toEqual([422, true]);
    expect(errorAt(wrong, 'itemGroups')).toBeDefined();
    expect(wrong.html).toContain('value="x"');
    const none = await reviewer.send(PATH, { policyNo: 'P1' });
    expect([none.status, textOf(none).includes('请至少填写一项赔付')]).toEqual([422, true]);
    expect(console.services.reviews.preview).not.toHaveBeenCalled();
    const uneven = [
      { pointer: '/benefits/0/base', code: 'IDENTITY', message: 'x：1.00 ≠ 2.00 / y: 1.00 ≠ 2.00' },
      { pointer: '/benefits', code: 'INDEMNITY', message: 'x：9.00 > 8.00 / y: 9.00 > 8.00' },
    ];
    console.services.reviews.preview.mockRejectedValueOnce(refusal('AMOUNTS_INCONSISTENT', uneven));
    const seen = await reviewer.send(PATH, TYPED);
    expect(errorAt(seen, `${STANDARD}/base`)).toBe('基数应为免赔额与可赔付额之和：1.00 ≠ 2.00');
    expect(textOf(seen)).toContain('赔付合计超过个人负担的余额：9.00 &gt; 8.00');
  });

  test('that others booked stays as they booked it', async () => {
    const conflict = refusal('RESOLUTION_CONFLICT');
    console.services.reviews.resolve.mockRejectedValueOnce(conflict);
    const statement = JSON.stringify({
      benefits: [{ benefit: 'b', base: 0, deductibleApplied: 0, eligible: 0, paid: 0 }],
    });
    const seen = await reviewer.send(PATH, { step: 'book', statement });
    expect(seen.to).toBe(`${PATH}?done=conflict`);
    const { resolution } = await console.services.reviews.preview('', '', '', {} as never);
    console.services.reviews.of.mockResolvedValue({ decisionId: 'D1', open: [], resolved: [resolution] });
    const shown = textOf(await reviewer.get(`${PATH}?done=conflict`));
    expect(shown).toContain('此前已以不同内容审定');
    expect(shown).toContain('10,500.00');
    expect((await reviewer.send(PATH, TYPED)).to).toBe(PATH);
    console.services.reviews.of.mockResolvedValue({ decisionId: 'D1', open: [FAKE_REVIEW], resolved: [] });
  });
});

describe('a claim settled elsewhere', () => {
  const PATH = `${SCHEME}/external-claims`;
  const RULES = {
    benefits: [{ id: 'lump', name: { zh: '一次性给付', en: 'Lump sum' }, lumpSum: {} }],
  } as unknown as SchemeRules;
  const TYPED = { claimNo: 'C1', policyNo: 'P1', settledOn: '2023-07-01', hospitalId: '', 'lump//paid': '300' };

  beforeAll(() => {
    vi.mocked(console.gateway.console.rules).mockReturnValue(RULES);
  });
  afterAll(() => {
    vi.mocked(console.gateway.console.rules).mockReset();
  });

  test('is shown before it is booked', async () => {
    const shown = await reviewer.send(PATH, { ...TYPED, step: 'check' });
    expect(textOf(shown)).toContain('将登记为已在别处赔付（元）： 300.00');
    const statement = shown.html.match(/name="statement" value="([^"]*)"/)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(console.services.reviews.external).not.toHaveBeenCalled();
    const booked = await reviewer.send(PATH, { step: 'book', statement });
    expect([booked.status, booked.to]).toEqual([303, `${PATH}?booked=C1`]);
    const request = console.services.reviews.external.mock.lastCall?.[2];
    expect(request).toMatchObject({ claimNo: 'C1', policyNo: 'P1', settledOn: '2023-07-01' });
    expect(request).not.toHaveProperty('hospitalId');
    expect((await clerk.get(PATH)).html).not.toContain('name="step"');
  });

  test('that cannot be is told at its field', async () => {
    const bad = await reviewer.send(PATH, { ...TYPED, claimNo: 'a b', settledOn: '' });
    expect([bad.status, errorAt(bad, 'claimNo') !== undefined]).toEqual([422, true]);
    expect(errorAt(bad, 'settledOn')).toBeDefined();
    console.services.reviews.external.mockRejectedValueOnce(refusal('POLICY_NOT_FOUND'));
    const statement = JSON.stringify({
      claimNo: 'C1',
      policyNo: 'P9',
      settledOn: '2023-07-01',
      benefits: [{ benefit: 'lump', base: '0', deductibleApplied: '0', eligible: '0', table: null, paid: '300' }],
    });
    const unknown = await reviewer.send(PATH, { ...TYPED, step: 'book', statement });
    expect([unknown.status, errorAt(unknown, 'policyNo')]).toEqual([422, '有误']);
  });

  test('is taken back, with a reason', async () => {
    const done = await reviewer.send(PATH, { step: 'cancel', cancelNo: 'C1', cancelReason: '重复' });
    expect(done.to).toBe(`${PATH}?cancelled=C1`);
    console.services.reviews.cancelExternal.mockRejectedValueOnce(refusal('EXTERNAL_CLAIM_NOT_FOUND'));
    const unknown = await reviewer.send(PATH, { step: 'cancel', cancelNo: 'C9', cancelReason: '重复' });
    expect([unknown.status, errorAt(unknown, 'cancelNo') !== undefined]).toEqual([422, true]);
    const blank = await reviewer.send(PATH, { step: 'cancel', cancelNo: 'C1', cancelReason: '' });
    expect([blank.status, errorAt(blank, 'cancelReason') !== undefined]).toEqual([422, true]);
  });
});
