import { audited } from '../ledger/audit.ts';
import { Refusal } from '../problem/refusal.ts';
import { ENGINE_FACTS, FACT_FORMS, factText } from '../scheme/facts.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Database } from '../store/database.ts';
import { and, desc, eq } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { formatShares, INSURER_SHARES, parseShares } from './shares.ts';

/** Where a scheme can be looked up by its id; a SchemeLibrary is one. */
export interface SchemeSource {
  get(id: string): Scheme | undefined;
}

/** What setting a fact did; `value` as it is stored. */
export interface FactSet {
  readonly changed: boolean;
  readonly value: string;
}

const statements = define('facts', ({ query, tables: { facts, parties } }) => ({
  latest: query
    .select({ version: facts.version, value: facts.value, setAt: facts.setAt })
    .from(facts)
    .where(and(eq(facts.scheme, param('scheme')), eq(facts.name, param('name'))))
    .orderBy(desc(facts.version))
    .limit(1),
  set: query.insert(facts).values(placeholders(['scheme', 'name', 'version', 'value', 'setAt'])),
  insurer: query
    .select({ id: parties.id })
    .from(parties)
    .where(and(eq(parties.id, param('id')), eq(parties.kind, 'insurer'))),
}));

function refused(zh: string, en: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail: zh, detailEn: en });
}

/**
 * Sets a fact of a scheme: one that the scheme declares, or one of the engine's own (`autoPayLimit` in yuan,
 * `autoPayStop` true or false, `insurerShares`). Earlier values are kept; the same value again changes nothing.
 *
 * @param by who sets it, as the audit trail names callers
 * @throws Refusal `SCHEME_NOT_FOUND`, or `INVALID_PARAMETER` for an unknown fact or a value that it cannot have
 */
export async function setFact(
  database: Database,
  schemes: SchemeSource,
  scheme: string,
  name: string,
  value: string,
  clock: Clock,
  by: string,
): Promise<FactSet> {
  const known = schemes.get(scheme);
  if (known === undefined) {
    throw new Refusal('SCHEME_NOT_FOUND', {
      detail: '没有这个保障方案，请核对方案代码',
      detailEn: 'There is no such scheme, check its id',
    });
  }
  const text = canonical(known, name, value.trim());
  return database.write(function* () {
    if (name === INSURER_SHARES) yield* insistOnInsurers(text);
    const latest = yield* one(statements.latest, { scheme, name });
    if (latest?.value === text) return { changed: false, value: text };
    const version = (latest?.version ?? 0) + 1;
    const after = { version, value: text, setAt: clock.business() };
    yield* run(statements.set, { scheme, name, ...after });
    yield* audited({
      what: 'fact',
      subject: `${scheme} ${name}`,
      before: latest ?? null,
      after,
      by,
      at: clock.real(),
    });
    return { changed: true, value: text };
  });
}

/** The one text of a value, so that 0.3 after 0.30 is no change. */
function canonical(scheme: Scheme, name: string, value: string): string {
  if (name === INSURER_SHARES) return formatShares(parseShares(value));
  const kind = ENGINE_FACTS.get(name) ?? scheme.rules.facts[name]?.unit;
  if (kind === undefined) {
    const all = [...Object.keys(scheme.rules.facts), ...ENGINE_FACTS.keys(), INSURER_SHARES].join(', ');
    throw refused(
      `方案没有这个参数；可设置的有：${all}`,
      `The scheme has no such fact; those that can be set are: ${all}`,
    );
  }
  const text = factText(kind, value);
  const { zh, en } = FACT_FORMS[kind];
  if (text === undefined) throw refused(`${name} 须为${zh}`, `${name} must be ${en}`);
  return text;
}

function* insistOnInsurers(text: string): Steps<void> {
  const missing: string[] = [];
  for (const { insurer: id } of parseShares(text)) if (!(yield* one(statements.insurer, { id }))) missing.push(id);
  if (missing.length === 0) return;
  const ids = missing.join(', ');
  throw refused(`未登记的保险机构：${ids}`, `Not registered as insurers: ${ids}`);
}
