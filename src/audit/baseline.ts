import { journalReconciliation, ReconciliationSums } from '../clearing/reconciliation/journal.ts';
import { fileContext } from '../his/files.ts';
import { audited, type Change, REGISTRY_CHAIN } from '../ledger/audit.ts';
import { dataKeyDigest } from '../ledger/data-keys.ts';
import { chainHead } from '../ledger/reading.ts';
import type { Vault } from '../ledger/vault.ts';
import type { RosterAfter } from '../roster/enrollment/changes.ts';
import { partyRecord, partyRow } from '../roster/party-record.ts';
import type { Database } from '../store/database.ts';
import { eq, sql } from '../store/drizzle.ts';
import { eachRow, pages, type StoredRow } from '../store/rows.ts';
import { define, param } from '../store/statement.ts';
import { run, type Steps } from '../store/steps.ts';
import type { Instant } from '../time/clock.ts';

/** Who the trail says has made what was there before there was a trail. */
const BY = 'system:baseline';

const statements = define('baseline', ({ query, tables: { exchangedFiles } }) => ({
  reseal: query
    .update(exchangedFiles)
    .set({ body: sql`${param('body')}` })
    .where(eq(exchangedFiles.fileId, param('fileId'))),
}));

/**
 * Writes into the journal what is there, once, in one transaction: a new store its keys, and a store that was made before
 * set-up changes were journalled all of its set-up, roster and reconciliations.
 */
export async function journalBaseline(database: Database, vault: Vault, at: Instant): Promise<void> {
  if ((await database.read(() => chainHead(REGISTRY_CHAIN))) !== undefined) return;
  await database.write(function* () {
    if ((yield* chainHead(REGISTRY_CHAIN)) !== undefined) return;
    yield* eachRow('dataKeys', ({ id, body }) =>
      first({ what: 'data-key', subject: String(id), after: { stored: dataKeyDigest(String(body)) }, at }),
    );
    yield* eachRow('parties', (row) =>
      first({ what: 'party', subject: String(row['id']), after: partyRecord(partyRow(row)), at }),
    );
    yield* eachRow('lists', ({ list, version, digest, imported_at: importedAt }) =>
      first({ what: 'list', subject: String(list), after: { version, digest, importedAt }, at }),
    );
    yield* eachRow('facts', ({ scheme, name, version, value, set_at: setAt }) =>
      first({ what: 'fact', subject: `${scheme} ${name}`, after: { version, value, setAt }, at }),
    );
    yield* rosters(at);
    yield* reconciliations();
    yield* eachRow('exchangedFiles', (row) => reseal(row, vault));
  });
}

function first(change: Omit<Change, 'before' | 'by'>): Steps<void> {
  return audited({ ...change, before: null, by: BY });
}

/** One entry for the rows of a page that speak of one scheme and one instant. */
function* rosters(at: Instant): Steps<void> {
  yield* pages('enrollments', function* (page) {
    for (const rows of Map.groupBy(page, ({ scheme, as_of }) => `${scheme} ${as_of}`).values()) {
      const [{ scheme, as_of: asOf } = {}] = rows;
      const policies = rows.map(({ policy_no, digest }): [string, string] => [String(policy_no), String(digest)]);
      const after: RosterAfter = { asOf: Number(asOf), policies };
      yield* first({ what: 'roster', subject: String(scheme), after, at });
    }
  });
}

// biome-ignore lint/correctness/useYield: adding up asks nothing.
function* summed(add: () => void): Steps<void> {
  add();
}

function* reconciliations(): Steps<void> {
  const sums = new Map<number, ReconciliationSums>();
  const of = (seq: unknown): ReconciliationSums => {
    const known = sums.get(Number(seq)) ?? new ReconciliationSums();
    sums.set(Number(seq), known);
    return known;
  };
  yield* eachRow('differences', (row) => summed(() => addDifference(row, of)));
  yield* eachRow('confirmations', (row) => {
    const { decision_id: decisionId, hospital_id: hospitalId, date, reconciliation_seq: reconciliationSeq } = row;
    return summed(() => of(reconciliationSeq).confirm({ decisionId, hospitalId, date, reconciliationSeq } as never));
  });
  yield* eachRow('reconciliations', (row) => {
    const { uploaded_by: uploadedBy, uploaded_at: uploadedAt, ...rest } = row;
    return journalReconciliation({ ...rest, uploadedBy, uploadedAt } as never, of(row['seq']));
  });
}

/** Adds a difference to the sums of the reconciliations that opened and closed it. */
export function addDifference(row: StoredRow, sumsOf: (seq: unknown) => ReconciliationSums): void {
  const { opened_seq: openedSeq, closed_seq: closedSeq, ...rest } = row;
  sumsOf(openedSeq).open({ ...rest, openedSeq } as never);
  if (closedSeq !== null) sumsOf(closedSeq).close({ id: row['id'], closedSeq } as never);
}

/** Files that are still kept were encrypted for their id alone. */
function* reseal(row: StoredRow, vault: Vault): Steps<void> {
  const { file_id: fileId, hospital_id: hospitalId, name, expires_at: expiresAt } = row;
  const text = vault.unseal(row['body'] as Buffer, String(fileId));
  const body = vault.seal(text, fileContext({ fileId, hospitalId, name, expiresAt } as never));
  yield* run(statements.reseal, { fileId, body });
}
