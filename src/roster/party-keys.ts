import { z } from 'zod';
import { canonicalJson } from '../claim/digest.ts';
import { parseWith } from '../claim/parse.ts';
import { audited } from '../ledger/audit.ts';
import { KeyProblem, type PublicKeyRecord, parseJwks, thumbprint } from '../message/keys.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import type { Database } from '../store/database.ts';
import { eq, sql } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all, one, run, type Steps } from '../store/steps.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import type { PartyEntry } from './party.ts';
import { type PartyAfter, type PartyRow, partyRecord, partyRows, type Revocation } from './party-record.ts';
import { revokedAmong, revokedKeys } from './revoked.ts';

const reason = z.string().trim().min(1).max(500);

/** A public key set as a party hands it over. What its keys must be, `parseJwks` says. */
export const publicKeySet = z.looseObject({ keys: z.array(z.looseObject({})).min(1) });
export const revocationRequest = z.strictObject({
  kid: z.string().min(1).max(128),
  reason: reason.describe('for the record; no personal data'),
});
export const suspensionRequest = z.strictObject({
  reason: reason.nullable().describe('for the record; no personal data'),
});

const instant = z.string().nullable();

/** A party's keys as they stand: those it may sign with, then those that were revoked. */
export const partyKeysDocument = z.object({
  party: z.string(),
  suspendedAt: instant.describe('since when all its signed requests are refused'),
  suspendedReason: z.string().nullable(),
  keys: z.array(
    z.object({
      kid: z.string(),
      algs: z.array(z.string()),
      validFrom: instant,
      validUntil: instant,
      revokedAt: instant,
      reason: z.string().nullable(),
    }),
  ),
});
export type PartyKeys = z.output<typeof partyKeysDocument>;

interface StoredParty {
  readonly entry: PartyEntry;
  readonly keys: readonly PublicKeyRecord[];
  readonly row: PartyRow;
}

const statements = define('party_keys', ({ query, tables: { parties } }) => ({
  setBody: query
    .update(parties)
    .set({ body: sql`${param('body')}`, changedAt: sql`${param('changedAt')}` })
    .where(eq(parties.id, param('id'))),
  setSuspended: query
    .update(parties)
    .set({ suspendedAt: sql`${param('at')}`, suspendedReason: sql`${param('reason')}` })
    .where(eq(parties.id, param('id'))),
}));

/** A party's keys. @throws Refusal `PARTY_NOT_FOUND` */
export function* keysOf(party: string): Steps<PartyKeys> {
  const { keys, row } = yield* find(party);
  const { suspendedAt, suspendedReason } = row;
  const revoked = yield* all(revokedKeys.of, { party });
  return {
    party,
    suspendedAt: instantOrNull(suspendedAt),
    suspendedReason,
    keys: [
      ...keys.map((key) => described(key, null, null)),
      ...revoked.flatMap(({ jwk, revokedAt, reason: why }) =>
        parseJwks({ keys: [JSON.parse(jwk)] }, '').map((key) => described(key, revokedAt, why)),
      ),
    ],
  };
}

/**
 * Adds keys to those a party has, or changes the validity of one it has; the others stay as they are.
 *
 * @param jwks a public JWK set, as the party handed it over
 * @throws Refusal `PARTY_NOT_FOUND`, or `INVALID_BODY` with what is wrong at which key: also a key that was revoked, and a
 *   kid that the party has for another key
 */
export async function addKeys(
  database: Database,
  asked: { readonly party: string; readonly jwks: unknown; readonly by: string },
  clock: Clock,
): Promise<PartyKeys> {
  const { party } = asked;
  const given = checkedKeys(parseWith(publicKeySet, asked.jwks));
  return database.write(function* () {
    const before = yield* find(party);
    const errors = [...nameClashes(before.keys, given), ...(yield* revokedAmong(party, given.map(jwkOf), ''))];
    if (errors.length > 0) throw notAdded(errors);
    const kids = new Set(given.map(({ kid }) => kid));
    const after = [...before.keys.filter(({ kid }) => !kids.has(kid)), ...given];
    yield* saveKeys(before, checkedKeys({ keys: after.map(jwkOf) }), { by: asked.by, clock });
    return yield* keysOf(party);
  });
}

/**
 * Revokes a key of a party for good: every request that arrives afterwards is refused, whichever gateway it comes to, and
 * no registry file brings the key back. A key that was revoked before stays revoked as it was.
 *
 * @throws Refusal `PARTY_NOT_FOUND` or `PARTY_KEY_NOT_FOUND`
 */
export function revokeKey(
  database: Database,
  asked: { readonly party: string; readonly kid: string; readonly reason: string; readonly by: string },
  clock: Clock,
): Promise<PartyKeys> {
  const { party, kid } = asked;
  return database.write(function* () {
    const before = yield* find(party);
    const key = before.keys.find((one) => one.kid === kid);
    if (key !== undefined) {
      const { jwk } = key;
      const revoked = {
        kid,
        thumbprint: thumbprint(jwk),
        jwk: canonicalJson(jwk),
        reason: asked.reason,
        revokedAt: clock.real(),
      };
      yield* run(revokedKeys.keep, { party, ...revoked });
      const left = before.keys.filter((one) => thumbprint(one.jwk) !== revoked.thumbprint);
      yield* saveKeys(before, left, { by: asked.by, clock }, revoked);
    } else if (!(yield* all(revokedKeys.of, { party })).some((one) => one.kid === kid)) {
      throw new Refusal('PARTY_KEY_NOT_FOUND', {
        detail: '该参与方没有此 kid 的密钥',
        detailEn: 'The party has no key of this kid',
      });
    }
    return yield* keysOf(party);
  });
}

/**
 * Suspends a party: whatever it signs is refused from then on; its keys and data stay, and no registry file ends it. One
 * that is suspended already stays so as it was.
 *
 * @throws Refusal `PARTY_NOT_FOUND`
 */
export function suspend(
  database: Database,
  asked: { readonly party: string; readonly reason: string | null; readonly by: string },
  clock: Clock,
): Promise<PartyKeys> {
  const { by, reason } = asked;
  return setSuspension(database, asked.party, { by, clock }, (before) => before ?? { at: clock.real(), reason });
}

/** Ends a suspension. @throws Refusal `PARTY_NOT_FOUND` */
export function resume(
  database: Database,
  asked: { readonly party: string; readonly by: string },
  clock: Clock,
): Promise<PartyKeys> {
  return setSuspension(database, asked.party, { by: asked.by, clock }, () => null);
}

interface SuspensionState {
  readonly at: number;
  readonly reason: string | null;
}

/** Who makes a change, and the clock that says when. */
interface Changing {
  readonly by: string;
  readonly clock: Clock;
}

function setSuspension(
  database: Database,
  id: string,
  { by, clock }: Changing,
  change: (before: SuspensionState | null) => SuspensionState | null,
): Promise<PartyKeys> {
  return database.write(function* () {
    const { row } = yield* find(id);
    const before = row.suspendedAt === null ? null : { at: row.suspendedAt, reason: row.suspendedReason };
    const after = change(before);
    if (after === before) return yield* keysOf(id);
    const { at: suspendedAt = null, reason: suspendedReason = null } = after ?? {};
    yield* run(statements.setSuspended, { id, at: suspendedAt, reason: suspendedReason });
    const records = { before: partyRecord(row), after: partyRecord({ ...row, suspendedAt, suspendedReason }) };
    yield* audited({ what: 'party', subject: id, ...records, by, at: clock.real() });
    return yield* keysOf(id);
  });
}

function* find(id: string): Steps<StoredParty> {
  const row = yield* one(partyRows.find, { id });
  if (row === undefined) {
    throw new Refusal('PARTY_NOT_FOUND', {
      detail: '没有登记这个参与方，请核对其标识',
      detailEn: 'No such party is registered: check its id',
    });
  }
  const entry = JSON.parse(row.body) as PartyEntry;
  return { entry, keys: parseJwks(entry.jwks, '/jwks'), row };
}

function* saveKeys(
  { entry, row }: StoredParty,
  keys: readonly PublicKeyRecord[],
  { by, clock }: Changing,
  revoked?: Revocation,
): Steps<void> {
  const { id } = entry;
  const body = canonicalJson({ ...entry, jwks: { keys: keys.map(jwkOf) } });
  if (body === canonicalJson(entry)) return;
  const changedAt = clock.real();
  yield* run(statements.setBody, { id, body, changedAt });
  const record = partyRecord({ ...row, body, changedAt });
  const after: PartyAfter = revoked === undefined ? record : { ...record, revoked };
  yield* audited({ what: 'party', subject: id, before: partyRecord(row), after, by, at: changedAt });
}

function checkedKeys(jwks: unknown): readonly PublicKeyRecord[] {
  try {
    return parseJwks(jwks, '');
  } catch (error) {
    if (!(error instanceof KeyProblem)) throw error;
    throw notAdded([{ pointer: error.pointer, code: error.code, message: error.message }]);
  }
}

/** A kid names one key: whoever has it for two cannot say which of them signed. */
function nameClashes(had: readonly PublicKeyRecord[], given: readonly PublicKeyRecord[]): FieldProblem[] {
  return given.flatMap(({ kid, jwk }, index) => {
    const same = had.find((one) => one.kid === kid);
    if (same === undefined || thumbprint(same.jwk) === thumbprint(jwk)) return [];
    const message = '该参与方已有另一把密钥用此 kid，请另取 / the party has another key of this kid: choose another';
    return [{ pointer: `/keys/${index}/kid`, code: 'KEY_DUPLICATE', message }];
  });
}

function notAdded(errors: readonly FieldProblem[]): Refusal {
  return new Refusal('INVALID_BODY', {
    detail: `${errors.length} 处密钥不可接受，见 errors；未作改动`,
    detailEn: `Keys are not acceptable in ${errors.length} place(s), see errors; nothing was changed`,
    errors,
  });
}

function described({ kid, algs, nbf, exp }: PublicKeyRecord, revokedAt: number | null, why: string | null) {
  return {
    kid,
    algs: [...algs],
    validFrom: nbf === undefined ? null : formatInstant(nbf * 1000),
    validUntil: exp === undefined ? null : formatInstant(exp * 1000),
    revokedAt: instantOrNull(revokedAt),
    reason: why,
  };
}

const jwkOf = ({ jwk }: PublicKeyRecord) => jwk;
const instantOrNull = (at: number | null) => (at === null ? null : formatInstant(at));
