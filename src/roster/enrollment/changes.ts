import { audited, type Change } from '../../ledger/audit.ts';
import type { Steps } from '../../store/steps.ts';
import type { Row } from '../../store/tables.ts';
import type { Instant } from '../../time/clock.ts';
import type { RosterRow } from './row.ts';

/** What a batch of a roster came to, as the audit trail has it: no id number and no name. */
export interface RosterAfter {
  /** The instant the rows speak of. */
  readonly asOf: Instant;
  /** Policy number and digest of the row as stored. */
  readonly policies: readonly (readonly [policyNo: string, digest: string])[];
}

/** What of policies that were there before has changed: the earlier values. */
export type RosterBefore = readonly (readonly [policyNo: string, earlier: Readonly<Record<string, unknown>>])[];

/** The changes of one batch of rows, which are one entry together: an entry a row would cost more than the rows. */
export class RosterChanges {
  readonly #after: [string, string][] = [];
  readonly #before: [string, Record<string, unknown>][] = [];

  /** Notes a row that is stored now. @param earlier the row of this policy that it takes the place of */
  add(row: RosterRow, earlier: Row<'enrollments'> | undefined): void {
    this.#after.push([row.policyNo, row.digest]);
    if (earlier !== undefined) this.#before.push([row.policyNo, earlierValues(earlier, row)]);
  }

  /** Writes the entry, where anything has changed. */
  *audited({ asOf, ...change }: Pick<Change, 'subject' | 'by' | 'at'> & { readonly asOf: Instant }): Steps<void> {
    if (this.#after.length === 0) return;
    const after: RosterAfter = { asOf, policies: this.#after };
    const before: RosterBefore | null = this.#before.length === 0 ? null : this.#before;
    yield* audited({ ...change, what: 'roster', before, after });
  }
}

/** What a row's `asOf` is tagged under. */
export function asOfText(row: Pick<Row<'enrollments'>, 'scheme' | 'policyNo' | 'digest' | 'asOf'>): string {
  return `${row.scheme} ${row.policyNo} ${row.digest} ${row.asOf}`;
}

function earlierValues(earlier: Row<'enrollments'>, row: RosterRow): Record<string, unknown> {
  const { nameKey, effectiveFrom, effectiveTo, status, body, asOf } = earlier;
  const was = { nameKey, effectiveFrom, effectiveTo, status, ...termsIn(body) };
  const is: Record<string, unknown> = { ...row, ...termsIn(row.body) };
  const changed = Object.entries(was).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(is[name]));
  // What is new in the row had no value before.
  const added = Object.keys(termsIn(row.body)).filter((name) => !Object.hasOwn(was, name));
  return { ...Object.fromEntries(changed), ...Object.fromEntries(added.map((name) => [name, null])), asOf };
}

function termsIn(body: string): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}
