import { canonicalJson, sha256 } from '../claim/digest.ts';
import { audited } from '../ledger/audit.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import { readListCsv } from '../scheme/list-file.ts';
import { foldCode, type ListEntry } from '../scheme/lists.ts';
import { id as listName } from '../scheme/words.ts';
import type { Database } from '../store/database.ts';
import { desc, eq } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import { one, run } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';

/** What importing a list did. */
export interface ListImport {
  readonly changed: boolean;
  /** 1 for the first import of the list. */
  readonly version: number;
  /** `sha256:HEX` over the canonical JSON of the entries. */
  readonly digest: string;
  /** How many entries the list has. */
  readonly entries: number;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** At most so many problems are listed in one answer. */
const MAX_LISTED = 50;

const statements = define('lists', ({ query, tables: { lists } }) => ({
  latest: query
    .select({ version: lists.version, digest: lists.digest, importedAt: lists.importedAt })
    .from(lists)
    .where(eq(lists.list, param('list')))
    .orderBy(desc(lists.version))
    .limit(1),
  add: query.insert(lists).values(placeholders(['list', 'version', 'digest', 'importedAt', 'body'])),
}));

/**
 * Imports a code list (rulebook C), all of it or nothing: CSV in UTF-8 with the columns `code,name,class`. Every version
 * is kept with its date; the content that is current already changes nothing.
 *
 * @param name the list as schemes name it
 * @param by who imports it, as the audit trail names callers
 * @throws Refusal `INVALID_PARAMETER` for a name no list can have, `INVALID_BODY` naming the bad lines
 */
export async function importList(
  database: Database,
  name: string,
  csv: Uint8Array,
  clock: Clock,
  by: string,
): Promise<ListImport> {
  if (!listName.safeParse(name).success) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: '清单名须为小写字母、数字与连字符',
      detailEn: 'The name of a list has lower case letters, digits and hyphens',
    });
  }
  const entries = readEntries(csv);
  const body = canonicalJson(entries);
  const digest = sha256(body);
  return database.write(function* () {
    const latest = yield* one(statements.latest, { list: name });
    const unchanged = latest?.digest === digest;
    const version = (latest?.version ?? 0) + (unchanged ? 0 : 1);
    if (!unchanged) {
      const after = { version, digest, importedAt: clock.business() };
      yield* run(statements.add, { list: name, ...after, body });
      yield* audited({ what: 'list', subject: name, before: latest ?? null, after, by, at: clock.real() });
    }
    return { changed: !unchanged, version, digest, entries: entries.length };
  });
}

function readEntries(csv: Uint8Array): ListEntry[] {
  const { entries, findings } = readListCsv(decode(csv), 'list.csv');
  const errors = findings.map(({ line, code, zh, en }) => ({
    pointer: `/${line}`,
    code,
    message: `第 ${line} 行：${zh} / line ${line}: ${en}`,
  }));
  if (errors.length === 0) errors.push(...sameWhenFolded(entries));
  if (errors.length === 0) return entries;
  throw new Refusal('INVALID_BODY', {
    detail: `清单有 ${errors.length} 处错误，未导入任何内容，见 errors`,
    detailEn: `The list has ${errors.length} error(s), nothing was imported, see errors`,
    errors: errors.slice(0, MAX_LISTED),
  });
}

/** E11.0 and e110 are one code to every rule; two entries for it could say two classes. */
function sameWhenFolded(entries: readonly ListEntry[]): FieldProblem[] {
  const first = new Map<string, string>();
  return entries.flatMap(({ code }) => {
    const folded = foldCode(code);
    const other = first.get(folded);
    first.set(folded, other ?? code);
    if (other === undefined) return [];
    const message = `编码 ${code} 与 ${other} 是同一编码 / the codes ${code} and ${other} are one`;
    return [{ pointer: '', code: 'CSV_DUPLICATE', message }];
  });
}

function decode(csv: Uint8Array): string {
  try {
    return UTF8.decode(csv);
  } catch {
    throw new Refusal('INVALID_BODY', {
      detail: '清单不是 UTF-8 编码：请另存为“CSV UTF-8”',
      detailEn: 'The list is not UTF-8: save it as "CSV UTF-8"',
    });
  }
}
