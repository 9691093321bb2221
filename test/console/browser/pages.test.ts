import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/accounts/role.ts';
import { LANGUAGES } from '../../../src/console/language.ts';
import { PAGES, type PageName } from '../../../src/console/pages.ts';
import { member } from '../../../src/sandbox/members.ts';
import { SAMPLES } from '../samples.ts';
import { CHROMIUM, faultsOf, openStage, PATIENCE, type Person, person, type Stage } from './harness.ts';

/** Pages with something of each kind on them; `npm run browser` walks all of them, which takes minutes. */
const SOME: readonly PageName[] = ['signIn', 'home', 'settlement', 'receipt', 'day', 'review', 'rules'];
const EVERY = process.env['YIZHAN_BROWSER'] === 'all';

const NAMES = (Object.keys(PAGES) as PageName[]).filter(
  (name) => PAGES[name].method === 'GET' && SAMPLES[name].download !== true && (EVERY || SOME.includes(name)),
);

const title =
  CHROMIUM === undefined
    ? 'in a browser: SKIPPED, for there is no Chromium at /usr/bin/chromium or YIZHAN_CHROMIUM'
    : 'in a browser';

describe.skipIf(CHROMIUM === undefined)(title, { timeout: PATIENCE }, () => {
  let stage: Stage;
  const people = new Map<Role | undefined, Promise<Person>>();
  const personFor = (role: Role | undefined): Promise<Person> => {
    const known = people.get(role) ?? person(stage, role);
    people.set(role, known);
    return known;
  };

  beforeAll(async () => {
    stage = await openStage();
  }, PATIENCE);
  afterAll(() => stage.close(), PATIENCE);

  test.each(NAMES)('%s is fit for everybody, in both languages', async (name) => {
    const { path, as } = SAMPLES[name];
    const { page, troubles } = await personFor(as);
    for (const language of LANGUAGES) {
      const address = new URL(stage.address(path));
      address.searchParams.set('lang', language);
      expect(await faultsOf(page, address.href, language)).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });

  test('a desk finds its settlement without scripts, and an error is tied to its field', async () => {
    const context = await stage.browser.newContext({
      javaScriptEnabled: false,
      storageState: await (await personFor('hospital-desk')).page.context().storageState(),
    });
    const page = await context.newPage();
    await page.goto(`${stage.sandbox.url}/console/settlements?lang=zh`);
    await page.getByLabel('结算号').fill('SAMPLE-JX-9');
    await page.getByRole('button', { name: '查询' }).click();
    const field = page.getByLabel('结算号');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toContain('field-id-error');
    await field.fill('SAMPLE-JX-1');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/console/settlements/SAMPLE-JX-1');
    const row = page.getByRole('row', { name: /窗口应收现金/ });
    expect(await row.innerText()).toContain('57,700.00');
    await context.close();
  });

  test('a receipt is one sheet of A4, in both languages', async () => {
    const { page } = await personFor('hospital-desk');
    await page.emulateMedia({ media: 'print' });
    for (const language of LANGUAGES) {
      await page.goto(`${stage.sandbox.url}/console${SAMPLES.receipt.path}?lang=${language}`);
      const file = await page.pdf({ format: 'A4' });
      expect(file.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    }
  });

  test('a desk asks who is insured by the keyboard, and a bill is drawn once, wide or slim', async () => {
    const { page } = await personFor('hospital-desk');
    await page.emulateMedia({ media: 'screen' });
    const { name, idNumber } = member('测试甲');
    await page.goto(`${stage.sandbox.url}/console/eligibility?lang=zh`);
    await page.getByLabel('证件号码').fill(idNumber);
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('入院或就诊日期').fill('2023-07-01');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '江西卫惠保（第三轮）' }).waitFor();
    expect(page.url()).toBe(`${stage.sandbox.url}/console/eligibility`);
    for (const [width, shown] of [
      [1280, 'wide'],
      [390, 'slim'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${stage.sandbox.url}/console${SAMPLES.settlement.path}`);
      const visible = await page.locator('.waterfall:visible').evaluateAll((all) => all.map((one) => one.className));
      expect(visible).toEqual([`waterfall ${shown}`]);
    }
  });

  test('a reviewer ends a review without scripts: what is wrong is said at its field, and what is booked before it is', async () => {
    const context = await stage.browser.newContext({
      javaScriptEnabled: false,
      storageState: await (await personFor('insurer-reviewer')).page.context().storageState(),
    });
    const page = await context.newPage();
    await page.goto(stage.address('/schemes/jiangxi-weihuibao-2023/reviews?lang=zh'));
    await page.getByRole('link', { name: 'SAMPLE-JX-PENDED' }).click();
    const benefit = page.getByRole('group', { name: '医保目录内住院医疗费用 · 比例表 standard' });
    const fill = (label: string, amount: string) => benefit.getByLabel(label).fill(amount);
    await fill('责任内费用（基数）', '40,000');
    await fill('其中抵扣免赔额', '15000');
    await fill('可赔付额（基数 − 免赔额）', '24000');
    await benefit.getByLabel('赔付', { exact: true }).fill('7500');
    await page.getByRole('button', { name: '核对' }).click();
    const base = benefit.getByLabel('责任内费用');
    expect(await base.getAttribute('aria-invalid')).toBe('true');
    expect(await benefit.innerText()).toContain('40000.00 ≠ 15000.00 + 24000.00');
    await fill('可赔付额（基数 − 免赔额）', '25000');
    await page.getByRole('button', { name: '核对' }).click();
    expect(await page.getByRole('status').innerText()).toContain('7,500.00');
    await page.getByRole('button', { name: '返回修改' }).click();
    expect(await base.inputValue()).toBe('40,000');
    await page.getByRole('button', { name: '核对' }).click();
    await page.getByRole('button', { name: '确认记账' }).click();
    await page.waitForURL('**/reviews/*?done=booked');
    expect(await page.locator('main').innerText()).toContain('7,500.00');
    await context.close();
  });

  test('an error page is fit for everybody, too', async () => {
    const { page } = await personFor('operator');
    expect(await faultsOf(page, `${stage.sandbox.url}/console/nosuch?lang=zh`, 'zh')).toEqual([]);
    expect(await faultsOf(page, `${stage.sandbox.url}/console/settlements?lang=en`, 'en')).toEqual([]);
  });
});
