import { type PublicJwk, thumbprint } from '../message/keys.ts';
import type { FieldProblem } from '../problem/refusal.ts';
import { asc, eq } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import { all, type Steps } from '../store/steps.ts';

/** Keys that were revoked, for good. */
export const revokedKeys = define('revoked_keys', ({ query, tables }) => ({
  of: query
    .select()
    .from(tables.revokedKeys)
    .where(eq(tables.revokedKeys.party, param('party')))
    .orderBy(asc(tables.revokedKeys.revokedAt), asc(tables.revokedKeys.kid)),
  keep: query
    .insert(tables.revokedKeys)
    .values(placeholders(['party', 'kid', 'thumbprint', 'jwk', 'reason', 'revokedAt'])),
}));

/**
 * Which keys of a set a party must not have: revoked ones, and those that have the name of one, for a log or a record
 * that names it must not be in doubt which of the two it means.
 *
 * @param where JSON Pointer to the set
 */
export function* revokedAmong(party: string, keys: readonly PublicJwk[], where: string): Steps<FieldProblem[]> {
  const revoked = yield* all(revokedKeys.of, { party });
  if (revoked.length === 0) return [];
  return keys.flatMap((jwk, index) => {
    const own = thumbprint(jwk);
    const pointer = `${where}/keys/${index}`;
    if (revoked.some((one) => one.thumbprint === own)) {
      const message =
        '该密钥已作废，不得再登记：请删去，或换用新密钥 / the key was revoked for good: take it out, or make a new one';
      return [{ pointer, code: 'KEY_REVOKED', message }];
    }
    if (revoked.every((one) => one.kid !== jwk.kid)) return [];
    const message = '此 kid 属于一把已作废的密钥，请另取 / the kid is that of a revoked key: choose another';
    return [{ pointer: `${pointer}/kid`, code: 'KEY_REVOKED', message }];
  });
}
