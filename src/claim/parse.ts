import type { z } from 'zod';
import { fieldProblems } from '../problem/fields.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Instant } from '../time/clock.ts';
import { checkClaim } from './checks.ts';
import { type Claim, claimSchema } from './claim.ts';
import { isDeeper } from './depth.ts';
import { duplicateName } from './duplicate-names.ts';

/** UTF-8, strictly: a byte that is none is a refusal, not a replacement character in somebody's record. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A shorter text, in characters, is read before its depth is looked at: it cannot take long. */
const SHORT = 65_536;
/** Far deeper than any message is. */
const DEEPEST = 1_000;

/**
 * Reads a JSON body.
 *
 * @throws Refusal `INVALID_BODY` where the bytes are not UTF-8 or not JSON, are nested too deep, or where an object has a name twice
 */
export function parseJson(bytes: Uint8Array): unknown {
  const { text, value } = readJson(bytes);
  const twice = duplicateName(text);
  if (twice === undefined) return value;
  throw new Refusal('INVALID_BODY', {
    detail: `字段重复：${twice}，无法判断以哪一个为准`,
    detailEn: `A field occurs twice: ${twice}; which of the two counts nobody can tell`,
    errors: [{ pointer: twice, code: 'DUPLICATE_FIELD', message: '字段重复 / the field occurs twice' }],
  });
}

function readJson(bytes: Uint8Array): { text: string; value: unknown } {
  try {
    const text = UTF8.decode(bytes);
    if (text.length <= SHORT || !isDeeper(text, DEEPEST)) return { text, value: JSON.parse(text) as unknown };
  } catch {
    throw new Refusal('INVALID_BODY', {
      detail: '报文不是有效的 UTF-8 JSON',
      detailEn: 'The body is not valid JSON in UTF-8',
    });
  }
  throw new Refusal('INVALID_BODY', {
    detail: `嵌套不得超过 ${DEEPEST} 层`,
    detailEn: `It may be nested at most ${DEEPEST} levels deep`,
  });
}

/**
 * Holds a value against a schema.
 *
 * @throws Refusal `INVALID_BODY` listing what is wrong and where
 */
export function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = fieldProblems(result.error.issues);
  throw new Refusal('INVALID_BODY', {
    detail: `报文有 ${errors.length} 处不符合约定，见 errors`,
    detailEn: `The message departs from the contract in ${errors.length} place(s), see errors`,
    errors,
  });
}

/**
 * A canonical claim from a parsed body, with defaults filled in and every check of contract section 3 passed.
 *
 * @param now the business clock
 * @throws Refusal `INVALID_BODY` or `AMOUNTS_INCONSISTENT`
 */
export function parseClaim(value: unknown, now: Instant): Claim {
  const claim = parseWith(claimSchema, value);
  checkClaim(claim, now);
  return claim;
}
