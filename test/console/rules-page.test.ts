import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainScheme } from '../../src/scheme/explain/explain.ts';
import { escapeHtml } from '../../src/text/html.ts';
import { Browser, type Console, openConsole } from './fixtures.ts';

let console: Console;
let browser: Browser;

beforeAll(async () => {
  console = await openConsole();
  browser = new Browser(console);
  await browser.signIn('policy');
});
afterAll(() => console.release());

const pathOf = (scheme: string) => `/console/schemes/${scheme}/rules`;

/** What a browser would send of the calculator's form. */
function formOf(html: string): Record<string, string> {
  const form = /<form method="post" action="[^"]*#calculator">(.*?)<\/form>/s.exec(html)?.[1] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    if (!tag.includes('type="checkbox"') || tag.includes(' checked')) {
      fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
    }
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected>/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
    fields[name] = chosen?.[1] ?? '';
  }
  return fields;
}

/** What the page says each benefit pays, by scheme and benefit. */
function paidOn(html: string): Record<string, string> {
  const outputs = [...html.matchAll(/<output class="paid" id="paid-([^"]*)">([^<]*)</g)];
  return Object.fromEntries(outputs.map(([, id = '', amount = '']) => [id, amount.replaceAll(',', '')]));
}

function danglingLinks(html: string): string[] {
  const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  return [...html.matchAll(/href="#([^"]*)"/g)].map(([, id = '']) => id).filter((id) => !ids.has(id));
}

describe('the rules of a scheme', () => {
  test.each(['zh', 'en'] as const)('are what `schemes explain` prints, in %s', async (language) => {
    const scheme = console.gateway.console.schemes.get('sanming-yilianbao-2024');
    if (scheme === undefined) throw new Error('no scheme of Sanming');
    const { html } = await browser.get(`${pathOf(scheme.rules.scheme)}?lang=${language}`);
    await browser.get('/console?lang=zh');
    for (const { heading, paragraphs } of explainScheme(scheme, language).sections) {
      expect(html).toContain(escapeHtml(heading));
      for (const { text = '', items = [] } of paragraphs) {
        for (const one of [text, ...items.map((item) => item.text)]) expect(html).toContain(escapeHtml(one));
      }
    }
    expect(danglingLinks(html)).toEqual([]);
    expect(html).toContain(scheme.digest);
  });

  test('say that all worked cases hold, and lead to each', async () => {
    const { html } = await browser.get(pathOf('wenshan-huiminbao-2023'));
    expect(html).toContain('全部算例通过');
    expect(html).not.toContain('✗');
    expect(html).toContain(`${pathOf('wenshan-huiminbao-2023')}?case=2.1#calculator`);
  });

  test('that are not there', async () => {
    expect((await browser.get(pathOf('nowhere-2023'))).status).toBe(404);
  });

  test('are listed for policy staff, and for an insurer its own', async () => {
    const { html } = await browser.get('/console/rules');
    expect([...html.matchAll(/\/schemes\/[^"]*\/rules"/g)]).toHaveLength(console.gateway.console.schemes.list().length);
    const clerk = new Browser(console);
    await clerk.signIn('insurer-clerk');
    const own = await clerk.get('/console/rules');
    expect([...own.html.matchAll(/\/schemes\/[^"]*\/rules"/g)]).toHaveLength(1);
    expect(own.html).toContain(pathOf('jiangxi-weihuibao-2023'));
  });
});

describe('the calculator', () => {
  test('answers with what the worked cases expect, sent as the form stands, and keeps nothing', async () => {
    const { schemes } = console.gateway.console;
    for (const scheme of schemes.list()) {
      const { scheme: id } = scheme.rules;
      const cases = schemes.cases(scheme).cases?.cases ?? [];
      // One with fee lines as well, where there is one.
      const chosen = [0, cases.findIndex(({ claims }) => Array.isArray(claims[0]?.lines))].filter((one) => one >= 0);
      for (const index of chosen) {
        const page = await browser.get(`${pathOf(id)}?case=${index + 1}.1`);
        const answer = await browser.post(pathOf(id), formOf(page.html));
        expect([answer.status, answer.to]).toEqual([200, null]);
        const paid = paidOn(answer.html);
        for (const [benefit, want] of Object.entries(cases[index]?.claims[0]?.expect.pays ?? {})) {
          expect([benefit, paid[`${id}-${benefit}`]]).toEqual([benefit, want.pays?.toFixed2() ?? '0.00']);
        }
        expect(danglingLinks(answer.html)).toEqual([]);
        // What was typed stands there again, to be changed.
        expect(formOf(answer.html)).toEqual(formOf(page.html));
      }
    }
    expect(console.services.settlement.settle).not.toHaveBeenCalled();
    expect(console.services.settlement.quote).not.toHaveBeenCalled();
  });

  test('leads from a step to the paragraph of its clause in the same benefit', async () => {
    const path = pathOf('jiangxi-weihuibao-2023');
    const { html } = await browser.post(path, formOf((await browser.get(path)).html));
    const [, place] = /年度免赔额 15000[^<]*<a class="clause" href="#([^"]*)"/.exec(html) ?? [];
    expect(place).toMatch(/^rule-benefit-in-catalog-inpatient-/);
    expect(html).toMatch(new RegExp(`id="${place}" class="cited"><strong>免赔额`));
  });

  test('says at the field what is wrong, and shows what was typed as text', async () => {
    const path = pathOf('jiangxi-weihuibao-2023');
    const form = formOf((await browser.get(path)).html);
    const wrong = '"><script>alert(1)</script>';
    const answer = await browser.post(path, { ...form, '/charges/total': '5', '/accountPaid': wrong });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('与各部分之和不等：5.00 ≠ 300000.00');
    expect(answer.html).toMatch(/id="field-\/charges\/total"[^>]*aria-invalid="true"/);
    expect(answer.html).toContain('href="#field-/charges/total"');
    expect(answer.html).toMatch(/<details open><summary>其他公共基金/);
    expect(answer.html).not.toContain('<script');
    expect(paidOn(answer.html)).toEqual({});
  });

  test('has a second scheme in which the member is insured', async () => {
    const path = pathOf('nantong-nantongbao-2021');
    const form = formOf((await browser.get(`${path}?case=1.1`)).html);
    const also = { '/also': 'nantong-dibubao-2022', '/encounter/diagnoses/0/code': 'E11.900' };
    const asked = await browser.post(path, { ...form, ...also });
    // Its policy is filled in as far as anybody can know, and can be changed from then on.
    expect(asked.status).toBe(200);
    expect(paidOn(asked.html)).not.toHaveProperty('nantong-dibubao-2022-residual-copay');
    const filled = { ...formOf(asked.html), '/policies/1/cohorts/low-income': 'yes' };
    const { html } = await browser.post(path, filled);
    // (10000 − 1400) × 98%
    expect(paidOn(html)).toMatchObject({ 'nantong-dibubao-2022-residual-copay': '8428.00' });
  });
});
