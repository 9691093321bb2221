import { canonicalJson } from '../claim/digest.ts';
import { parseJson, parseWith } from '../claim/parse.ts';
import { audited } from '../ledger/audit.ts';
import { KeyProblem, type PublicJwk, parseJwks } from '../message/keys.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import type { Database } from '../store/database.ts';
import { sql } from '../store/drizzle.ts';
import { define, placeholders } from '../store/statement.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { type PartyEntry, registryFile } from './party.ts';
import { partyRecord, partyRows } from './party-record.ts';
import { revokedAmong } from './revoked.ts';

/** How many parties an import added, changed and found as they were. */
export interface PartiesImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

const statements = define('parties', ({ query, tables: { parties } }) => ({
  save: query
    .insert(parties)
    .values(placeholders(['id', 'kind', 'body', 'changedAt']))
    .onConflictDoUpdate({
      target: parties.id,
      set: { kind: sql`excluded.kind`, body: sql`excluded.body`, changedAt: sql`excluded.changed_at` },
    }),
}));

/**
 * Imports a registry file (contract section 1), all of it or nothing. The same file again changes nothing; a party that
 * is not in the file stays as it is.
 *
 * @param file JSON in UTF-8
 * @param by who imports it, as the audit trail names callers
 * @throws Refusal `INVALID_BODY` listing what is wrong and where; a private or symmetric key is refused, and so is one
 *   that was revoked: an older file must not bring it back
 */
export async function importParties(
  database: Database,
  file: Uint8Array,
  clock: Clock,
  by: string,
): Promise<PartiesImport> {
  const entries = withPublicKeys(parseWith(registryFile, parseJson(file)).parties);
  return database.write(function* () {
    const done = { added: 0, changed: 0, unchanged: 0 };
    yield* refuseRevoked(entries);
    for (const entry of entries) {
      const { id, kind } = entry;
      const body = canonicalJson(entry);
      const stored = yield* one(partyRows.find, { id });
      if (stored?.body === body) {
        done.unchanged += 1;
        continue;
      }
      const changedAt = clock.real();
      yield* run(statements.save, { id, kind, body, changedAt });
      const before = stored === undefined ? null : partyRecord(stored);
      const { suspendedAt = null, suspendedReason = null } = stored ?? {};
      const after = partyRecord({ body, changedAt, suspendedAt, suspendedReason });
      yield* audited({ what: 'party', subject: id, before, after, by, at: changedAt });
      done[stored === undefined ? 'added' : 'changed'] += 1;
    }
    return done;
  });
}

function* refuseRevoked(entries: readonly CheckedEntry[]): Steps<void> {
  const errors: FieldProblem[] = [];
  for (const [index, { id, jwks }] of entries.entries()) {
    errors.push(...(yield* revokedAmong(id, jwks.keys, `/parties/${index}/jwks`)));
  }
  if (errors.length === 0) return;
  throw new Refusal('INVALID_BODY', {
    detail: '文件中有已作废的密钥，见 errors；请从文件中删去，未导入任何内容',
    detailEn: 'The file has keys that were revoked, see errors: take them out of it; nothing was imported',
    errors: errors.slice(0, 50),
  });
}

/** An entry of a registry file whose keys are checked. */
type CheckedEntry = PartyEntry & { readonly jwks: { readonly keys: readonly PublicJwk[] } };

/** Each entry with nothing but the public members of its keys. */
function withPublicKeys(entries: readonly PartyEntry[]): CheckedEntry[] {
  const errors: FieldProblem[] = [];
  const checked = entries.flatMap((entry, index) => {
    try {
      const keys = parseJwks(entry.jwks, `/parties/${index}/jwks`).map(({ jwk }) => jwk);
      return [{ ...entry, jwks: { keys } }];
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      errors.push({ pointer: error.pointer, code: error.code, message: error.message });
      return [];
    }
  });
  if (errors.length === 0) return checked;
  throw new Refusal('INVALID_BODY', {
    detail: `${errors.length} 个参与方的密钥不可接受，见 errors；未导入任何内容`,
    detailEn: `The keys of ${errors.length} parties are not acceptable, see errors; nothing was imported`,
    errors: errors.slice(0, 50),
  });
}
