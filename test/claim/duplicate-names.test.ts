import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateName } from '../../src/claim/duplicate-names.ts';
import { parseJson } from '../../src/claim/parse.ts';
import { refusalOf } from '../support/refusals.ts';

describe('a name that an object has twice', () => {
  it.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":{"b":1,"c":[{"d":1},{"d":1,"e":2,"d":3}]}}', '/a/c/1/d'],
    ['[0,[],{},{"x":"a","y":"}","x":2}]', '/3/x'],
    ['{"personal":"1.00","p\\u0065rsonal":"2.00"}', '/personal'],
    ['{"a~/b":[],"a~/b":[]}', '/a~0~1b'],
    ['{"\\"":1,"\\\\":2,"\\"" : 3}', '/"'],
    ['{"a":[1,2],"b":{"a":1},"a":3}', '/a'],
    ['{"":1,"":2}', '/'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ])('%s', (text, pointer) => {
    expect(duplicateName(text)).toBe(pointer);
  });

  it.each([
    '{"a":"a","b":["a","b","a"],"c":{"a":1,"b":2}}',
    '[{"a":1},{"a":1},"a","a"]',
    '{"a":"{\\"a\\":1,\\"a\\":2}","b":"\\\\"}',
    '{"constructor":1,"toString":2}',
    '"a"',
    '[]',
  ])('none in %s', (text) => {
    expect(duplicateName(text)).toBeUndefined();
  });

  it('is found wherever it is put into any JSON, and nowhere else', () => {
    const inside = fc.tuple(fc.jsonValue(), fc.string(), fc.boolean());
    fc.assert(
      fc.property(inside, ([value, name, pretty]) => {
        const text = JSON.stringify(value, null, pretty ? 2 : 0);
        expect(duplicateName(text)).toBeUndefined();
        const key = JSON.stringify(name);
        expect(duplicateName(`[${text},{${key}:${text},"${'x'.repeat(99)}":0,${key}:1}]`)).toBeDefined();
      }),
    );
  });

  it('is refused where a body has it, with its place', async () => {
    const body = Buffer.from('{"charges":{"total":"1.00","total":"9.00"}}');
    expect(await refusalOf((async () => parseJson(body))())).toMatchObject({
      code: 'INVALID_BODY',
      detail: { errors: [{ pointer: '/charges/total', code: 'DUPLICATE_FIELD' }] },
    });
  });

  it('is no reason to look through nesting without end', () => {
    expect(duplicateName('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toBeUndefined();
  });
});
