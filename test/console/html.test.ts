import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from '../../src/console/html/html.ts';
import { yuan } from '../../src/console/html/parts.ts';
import { Money } from '../../src/money/money.ts';

test('a text is only ever a text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '`') }), (text) => {
      const made = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`.toString();
      const shape = /^<p title="([^<>"']*)">([^<>"']*)<b>([^<>"']*)<\/b><\/p>$/.exec(made);
      expect(shape?.slice(1)).toEqual([shape?.[1], shape?.[1], shape?.[1]]);
    }),
  );
  expect(html`${'<b>'}${undefined}${false}${0}`.toString()).toBe('&lt;b&gt;0');
});

test('no template has an attribute without quotes', () => {
  const folder = new URL('../../src/console/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    for (const [, template = ''] of text.matchAll(/html`([^`]*)`/g)) expect(template).not.toMatch(/\s[\w-]+=\$\{/);
  }
});

test('amounts have their thousands apart, and lose nothing', () => {
  expect(['0.00', '-0.05', '999.99', '1000.00', '-1234567.80'].map(yuan)).toEqual([
    '0.00',
    '−0.05',
    '999.99',
    '1,000.00',
    '−1,234,567.80',
  ]);
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (fen) => {
      const text = Money.ofFen(fen).toFixed2();
      expect(yuan(text).replaceAll(',', '').replace('−', '-')).toBe(text);
    }),
  );
});
