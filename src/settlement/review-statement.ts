import { canonicalJson, sha256 } from '../claim/digest.ts';
import type { BookingBody, HeldRecord } from './booking.ts';
import type { Stated } from './review-requests.ts';

/** What an insurer stated, in one order whatever order it came in, as entries keep it and answers show it. */
export interface StatedRecord {
  readonly benefits: {
    readonly benefit: string;
    readonly base: string;
    readonly deductibleApplied: string;
    readonly eligible: string;
    readonly table: string | null;
    readonly paid: string;
  }[];
  readonly encounterId: string | null;
  readonly itemGroups: { readonly group: string; readonly paid: string }[];
  readonly outOfPocket: string;
}

/** @param encounterId the admission's encounter, where there is one */
export function statedRecord(stated: Stated, encounterId: string | null): StatedRecord {
  const { benefits, itemGroups, outOfPocket } = stated;
  return {
    benefits: benefits
      .map(({ benefit, base, deductibleApplied, eligible, table, paid }) => ({
        benefit,
        base: base.toFixed2(),
        deductibleApplied: deductibleApplied.toFixed2(),
        eligible: eligible.toFixed2(),
        table: table ?? null,
        paid: paid.toFixed2(),
      }))
      .sort((a, b) => compare(rowKey(a), rowKey(b))),
    encounterId,
    itemGroups: itemGroups
      .map(({ group, paid }) => ({ group, paid: paid.toFixed2() }))
      .sort((a, b) => compare(a.group, b.group)),
    outOfPocket: outOfPocket.toFixed2(),
  };
}

/** The digest of a statement's content: what must be the same for a repeat to be a repeat. */
export function statedDigest(record: StatedRecord, more: Readonly<Record<string, unknown>>): string {
  return sha256(canonicalJson({ ...record, ...more }));
}

/** What of it counts in the accumulators. */
export function bookingOf(
  record: StatedRecord,
  policy: { readonly policyKey: string; readonly schemeDigest: string },
  admission: string | null,
  holds: HeldRecord | null,
): BookingBody {
  return {
    ...policy,
    holds,
    statement: {
      benefits: record.benefits,
      admission,
      itemGroups: Object.fromEntries(record.itemGroups.map(({ group, paid }) => [group, paid])),
      outOfPocket: record.outOfPocket,
    },
  };
}

/** What makes two rows the same one. */
export function rowKey({
  benefit,
  table,
}: {
  readonly benefit: string;
  readonly table?: string | null | undefined;
}): string {
  return `${benefit} ${table ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
