import { accountRecord, accountRow } from '../accounts/account.ts';
import { accumulatorsFromJson, accumulatorsToJson } from '../adjudication/accumulators.ts';
import { addDifference } from '../audit/baseline.ts';
import { canonicalJson, sha256 } from '../claim/digest.ts';
import { ReconciliationSums } from '../clearing/reconciliation/journal.ts';
import { fileContext } from '../his/files.ts';
import { dataKeyDigest } from '../ledger/data-keys.ts';
import type { Vault } from '../ledger/vault.ts';
import { asOfText } from '../roster/enrollment/changes.ts';
import { type RosterRow, rowDigest } from '../roster/enrollment/row.ts';
import { partyRecord, partyRow } from '../roster/party-record.ts';
import type { Snapshot } from '../store/database.ts';
import { keyText, rowsOf, type StoredRow, type TableName } from '../store/rows.ts';
import { type FlawCode, StoreDiffers } from './flaws.ts';
import type { Scratch } from './scratch.ts';

/** Tables that are made again from the journal, and what it is called where they differ. */
const DERIVED: readonly (readonly [TableName, FlawCode])[] = [
  ['members', 'HEAD_DIFFERS'],
  ['settlements', 'SETTLEMENTS_DIFFER'],
  ['permissions', 'PERMISSIONS_DIFFER'],
  ['messages', 'MESSAGES_DIFFER'],
  ['postings', 'POSTINGS_DIFFER'],
  ['bookings', 'BOOKINGS_DIFFER'],
  ['reviews', 'REVIEWS_DIFFER'],
  ['days', 'DAY_TABLE'],
];

/** Holds the derived tables against those made again, column by column. @throws StoreDiffers */
export async function verifyDerived(seen: Snapshot, scratch: Scratch): Promise<void> {
  for (const [table, flaw] of DERIVED) {
    let rows = 0;
    for await (const row of rowsOf(seen, table)) {
      const made = scratch.row(table, row);
      const same = made !== undefined && Object.entries(row).every(([column, value]) => made[column] === value);
      if (!same) throw new StoreDiffers(flaw, keyText(table, row));
      rows += 1;
    }
    const missing = scratch.rows(table) - rows;
    if (missing > 0) throw new StoreDiffers(table === 'members' ? 'ENTRIES_UNCHAINED' : flaw, `${missing} of ${table}`);
  }
}

/** What a row is expected as: its key and its value. `undefined` where the row does not hold in itself. */
type Read = (row: StoredRow) => readonly [key: string, value: string] | undefined;

/** Holds what the journal does not make again against what it says of it. @throws StoreDiffers */
export async function verifyExpected(seen: Snapshot, scratch: Scratch, vault: Vault): Promise<void> {
  const all: readonly (readonly [TableName, FlawCode, Read])[] = [
    ['parties', 'PARTIES_DIFFER', party],
    ['revokedKeys', 'REVOKED_KEYS_DIFFER', revokedKey],
    ['accounts', 'ACCOUNTS_DIFFER', account],
    ['lists', 'LISTS_DIFFER', list],
    ['facts', 'FACTS_DIFFER', fact],
    ['enrollments', 'ROSTER_DIFFERS', (row) => enrollment(row, scratch, vault)],
    ['revisions', 'REVISION_DIFFERS', ({ id, revision }) => [String(id), String(revision)]],
    ['dataKeys', 'DATA_KEYS_DIFFER', ({ id, body }) => [String(id), dataKeyDigest(String(body))]],
    ['reconciliations', 'RECONCILIATIONS_DIFFER', reconciliation],
  ];
  for (const [table, flaw, read] of all) {
    let rows = 0;
    for await (const row of rowsOf(seen, table)) {
      const found = read(row);
      if (found === undefined || scratch.expected(table, found[0]) !== found[1]) {
        throw new StoreDiffers(flaw, keyText(table, row));
      }
      rows += 1;
    }
    const missing = scratch.count(table) - rows;
    if (missing > 0) throw new StoreDiffers(flaw, `${missing} of ${table}`);
  }
}

function party(row: StoredRow): ReturnType<Read> {
  const { id, kind, body } = row;
  const record = partyRecord(partyRow(row));
  const { changedAt: _at, suspendedAt: _since, suspendedReason: _why, ...entry } = record;
  if (canonicalJson(entry) !== body || record.kind !== kind) return undefined;
  return [String(id), canonicalJson(record)];
}

function revokedKey({ party: id, kid, thumbprint, jwk, reason, revoked_at: revokedAt }: StoredRow): ReturnType<Read> {
  return [`${id} ${kid}`, canonicalJson({ kid, thumbprint, jwk, reason, revokedAt })];
}

/** All but the step of the last code, which every sign-in changes. */
function account(row: StoredRow): ReturnType<Read> {
  return [String(row['name']), canonicalJson(accountRecord(accountRow(row)))];
}

function list({ list: name, version, digest, imported_at: importedAt, body }: StoredRow): ReturnType<Read> {
  if (sha256(String(body)) !== digest) return undefined;
  return [`${name} ${version}`, canonicalJson({ version, digest, importedAt })];
}

function fact({ scheme, name, version, value, set_at: setAt }: StoredRow): ReturnType<Read> {
  return [`${scheme} ${name} ${version}`, canonicalJson({ version, value, setAt })];
}

/** Where a later file has said the same again, the row is tagged; else it is of the instant that the journal says. */
function enrollment(row: StoredRow, scratch: Scratch, vault: Vault): ReturnType<Read> {
  const stored = {
    policyNo: row['policy_no'],
    memberId: row['member_id'],
    nameKey: row['name_key'],
    effectiveFrom: row['effective_from'],
    effectiveTo: row['effective_to'],
    status: row['status'],
    body: row['body'],
  } as unknown as RosterRow;
  const [scheme, digest, asOf] = [String(row['scheme']), String(row['digest']), Number(row['as_of'])];
  if (rowDigest(stored) !== digest) return undefined;
  const key = `${scheme} ${stored.policyNo}`;
  const tag = row['as_of_tag'];
  if (tag === null) return [key, `${digest} ${asOf}`];
  if (vault.tag(asOfText({ scheme, policyNo: stored.policyNo, digest, asOf })) !== tag) return undefined;
  const expected = scratch.expected('enrollments', key);
  return expected?.startsWith(`${digest} `) === true ? [key, expected] : undefined;
}

function reconciliation(row: StoredRow): ReturnType<Read> {
  const { seq, id, side, subject, date, uploaded_by: uploadedBy, uploaded_at: uploadedAt, body } = row;
  const digest = sha256(String(body));
  return [String(seq), canonicalJson({ seq, id, side, subject, date, uploadedBy, uploadedAt, digest })];
}

/** Rule texts by their digests; every one that a decision was made under is there. @throws StoreDiffers */
export async function verifyRules(seen: Snapshot, scratch: Scratch): Promise<void> {
  for await (const row of rowsOf(seen, 'rules')) {
    const { digest, scheme, body } = row;
    const holds =
      sha256(String(body)) === digest && (JSON.parse(String(body)) as { scheme?: unknown }).scheme === scheme;
    if (!holds) throw new StoreDiffers('RULES_DIFFER', String(digest));
    scratch.forget('rules', String(digest));
  }
  for (const { key } of scratch.everything('rules')) throw new StoreDiffers('RULES_DIFFER', key);
}

/** What reconciliations opened, closed and confirmed. @throws StoreDiffers */
export async function verifyReconciled(seen: Snapshot, scratch: Scratch): Promise<void> {
  const bySeq = new Map<string, ReconciliationSums>();
  const byDay = new Map<string, ReconciliationSums>();
  for await (const row of rowsOf(seen, 'differences')) {
    addDifference(row, (seq) => sumsOf(bySeq, String(seq)));
  }
  for await (const row of rowsOf(seen, 'confirmations')) {
    const { decision_id: decisionId, hospital_id: hospitalId, date, reconciliation_seq: reconciliationSeq } = row;
    const found = { decisionId, hospitalId, date, reconciliationSeq } as never;
    sumsOf(byDay, `${hospitalId} ${date}`).confirm(found);
  }
  compareSums(bySeq, scratch, 'opened', 'DIFFERENCES_DIFFER');
  compareSums(bySeq, scratch, 'closed', 'DIFFERENCES_DIFFER');
  compareSums(byDay, scratch, 'confirmed', 'CONFIRMATIONS_DIFFER');
}

function sumsOf(sums: Map<string, ReconciliationSums>, key: string): ReconciliationSums {
  const known = sums.get(key) ?? new ReconciliationSums();
  sums.set(key, known);
  return known;
}

function compareSums(
  sums: ReadonlyMap<string, ReconciliationSums>,
  scratch: Scratch,
  kind: 'opened' | 'closed' | 'confirmed',
  flaw: FlawCode,
): void {
  const nothing = new ReconciliationSums().all()[kind];
  for (const { key, value } of scratch.everything(kind)) {
    if ((sums.get(key)?.all()[kind] ?? nothing) !== value) throw new StoreDiffers(flaw, `reconciliation ${key}`);
  }
  for (const key of sums.keys()) {
    if (scratch.expected(kind, key) === undefined) throw new StoreDiffers(flaw, `reconciliation ${key}`);
  }
}

/** Accumulators that can be read, each in the one text that it has, and of members that there are. @throws StoreDiffers */
export async function verifyAccumulatorTexts(seen: Snapshot, scratch: Scratch): Promise<void> {
  for await (const row of rowsOf(seen, 'accumulators')) {
    const { member_id, body } = row;
    if (scratch.chain(String(member_id)) === undefined || !isOneText(String(body))) {
      throw new StoreDiffers('ACCUMULATORS_DIFFER', keyText('accumulators', row));
    }
  }
}

function isOneText(body: string): boolean {
  try {
    return JSON.stringify(accumulatorsToJson(accumulatorsFromJson(JSON.parse(body)))) === body;
  } catch {
    return false;
  }
}

/** Files that are kept for now: none can be changed so that it still opens. @throws StoreDiffers */
export async function verifyFiles(seen: Snapshot, vault: Vault): Promise<void> {
  for await (const row of rowsOf(seen, 'exchangedFiles')) {
    const { file_id: fileId, hospital_id: hospitalId, name, expires_at: expiresAt, body } = row;
    try {
      vault.unseal(body as Buffer, fileContext({ fileId, hospitalId, name, expiresAt } as never));
    } catch (cause) {
      throw new StoreDiffers('FILES_DIFFER', String(fileId), { cause });
    }
  }
}
