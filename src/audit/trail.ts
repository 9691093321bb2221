import { AUDITED, type Audited, type ChangeBody, REGISTRY_CHAIN, rosterChain } from '../ledger/audit.ts';
import { NO_DAY } from '../ledger/journal.ts';
import type { Database } from '../store/database.ts';
import { define } from '../store/statement.ts';
import { all } from '../store/steps.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import type { AuditDocument, AuditedChange } from './documents.ts';

/** Which changes are asked for, and where the page begins. */
export interface AuditQuery {
  readonly what?: Audited | undefined;
  readonly subject?: string | undefined;
  /** Real time. */
  readonly since?: Instant | undefined;
  /** Behind this entry of the journal. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Changes in one answer. An entry of a roster speaks of up to a hundred policies. */
export const AUDIT_PAGE = { default: 100, max: 1_000 } as const;

const statements = define('audit-trail', ({ text, member }) => {
  // The index of days has these entries together, in the order of the journal.
  const page = (more: string) =>
    text<{ seq: number; at: number; body: string; hash: string }>(
      `SELECT seq, at, body, hash FROM entries
       WHERE business_date = '${NO_DAY}' AND seq > @after AND type = 'REGISTRY' AND at >= @since ${more}
       ORDER BY seq LIMIT @limit`,
    );
  const rosters = `member_id <> '${REGISTRY_CHAIN}'`;
  const registry = `member_id = '${REGISTRY_CHAIN}'`;
  const ofWhat = `${member('body', 'what')} = @what`;
  const ofSubject = `${member('body', 'subject')} = @subject`;
  return {
    any: page(''),
    ofSubject: page(`AND (member_id = @chain OR (${registry} AND ${ofSubject}))`),
    rosters: page(`AND ${rosters}`),
    roster: page('AND member_id = @chain'),
    ofWhat: page(`AND ${registry} AND ${ofWhat}`),
    one: page(`AND ${registry} AND ${ofWhat} AND ${ofSubject}`),
  };
});

/** What of the set-up has changed, by whom and when, as the journal has it. */
export class AuditTrail {
  readonly #database: Pick<Database, 'read'>;

  constructor(database: Pick<Database, 'read'>) {
    this.#database = database;
  }

  /** Some changes, the oldest first, and where the next page begins. */
  async page({ what, subject, since = 0, after = 0, limit }: AuditQuery): Promise<AuditDocument> {
    const given = { since, after, limit: limit + 1, ...(what === undefined ? {} : { what }) };
    const asked = subject === undefined ? given : { ...given, subject, chain: rosterChain(subject) };
    const rows = await this.#database.read(() => all(statements[statementFor(what, subject)], asked));
    const changes = rows.slice(0, limit).map(({ seq, at, body, hash }): AuditedChange => {
      const { what: changed, subject: of, by, before, after: then } = JSON.parse(body) as ChangeBody;
      return { seq, at: formatInstant(at), by, what: changed, subject: of, before, after: then, hash };
    });
    return { changes, next: rows.length > limit ? String(changes.at(-1)?.seq) : null };
  }

  /** All changes that are asked for, page by page. */
  async *all(query: Omit<AuditQuery, 'after' | 'limit'>): AsyncGenerator<AuditedChange, void, void> {
    for (let after = 0; ; ) {
      const { changes, next } = await this.page({ ...query, after, limit: AUDIT_PAGE.default });
      yield* changes;
      if (next === null) return;
      after = Number(next);
    }
  }
}

function statementFor(what: Audited | undefined, subject: string | undefined): keyof typeof statements {
  if (what === undefined) return subject === undefined ? 'any' : 'ofSubject';
  if (what === 'roster') return subject === undefined ? 'rosters' : 'roster';
  return subject === undefined ? 'ofWhat' : 'one';
}

/** Whether a text names something that is audited. */
export function isAudited(text: string): text is Audited {
  return (AUDITED as readonly string[]).includes(text);
}
