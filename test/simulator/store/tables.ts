import type { Row } from '../../../src/store/tables.ts';
import { Table } from './table.ts';

/** A row of the roster, with what of its body others ask for. */
export type Enrollment = Row<'enrollments'>;

/** The tables that the settlement core has to do with. */
export class SimulatedTables {
  readonly entries = new Table<Row<'entries'>>(({ seq }) => String(seq), {
    member: ({ memberId }) => memberId,
    day: ({ businessDate }) => businessDate,
  });
  /** The unique index over a member's entries. */
  readonly places = new Table<{ memberId: string; memberSeq: number }>(
    ({ memberId, memberSeq }) => `${memberId} ${memberSeq}`,
  );
  readonly members = new Table<Row<'members'>>(({ memberId }) => memberId);
  readonly settlements = new Table<Row<'settlements'>>(({ decisionId }) => decisionId, {
    id: ({ hospitalId, settlementId }) => `${hospitalId} ${settlementId}`,
    member: ({ memberId }) => memberId,
    hospital: ({ hospitalId }) => hospitalId,
  });
  readonly permissions = new Table<Row<'permissions'>>(({ decisionId, scheme }) => `${decisionId} ${scheme}`, {
    decision: ({ decisionId }) => decisionId,
  });
  readonly messages = new Table<Row<'messages'>>(
    ({ hospitalId, messageId, person, decisionId }) => `${hospitalId} ${messageId} ${person} ${decisionId}`,
    {
      id: ({ hospitalId, messageId }) => `${hospitalId} ${messageId}`,
      decision: ({ decisionId }) => decisionId,
    },
  );
  readonly accumulators = new Table<Row<'accumulators'>>(({ memberId, policyKey }) => `${memberId} ${policyKey}`, {
    member: ({ memberId }) => memberId,
  });
  readonly postings = new Table<Row<'postings'>>(({ entrySeq, line }) => `${entrySeq} ${line}`, {
    entry: ({ entrySeq }) => String(entrySeq),
    decision: ({ decisionId }) => decisionId,
    day: ({ businessDate }) => businessDate,
    scheme: ({ scheme }) => scheme,
  });
  readonly bookings = new Table<Row<'bookings'>>(
    // Of a claim settled elsewhere the policy does not matter: it counts once.
    ({ scheme, reference, policyNo }) =>
      `${scheme} ${reference}${reference.startsWith('EXTERNAL ') ? '' : ` ${policyNo}`}`,
    { member: ({ memberId }) => memberId, reference: ({ scheme, reference }) => `${scheme} ${reference}` },
  );
  readonly reviews = new Table<Row<'reviews'>>(
    ({ decisionId, scheme, policyNo }) => `${decisionId} ${scheme} ${policyNo}`,
    { decision: ({ decisionId }) => decisionId, scheme: ({ scheme }) => scheme },
  );
  readonly days = new Table<Row<'days'>>(({ date }) => date);
  readonly rules = new Table<Row<'rules'>>(({ digest }) => digest);
  readonly enrollments = new Table<Enrollment>(({ scheme, policyNo }) => `${scheme} ${policyNo}`, {
    member: ({ memberId }) => memberId,
    family: familyOf,
  });
}

/** Scheme and family of a row, or only the scheme where it has none. */
export function familyOf({ scheme, body }: Enrollment): string {
  const { family = '' } = JSON.parse(body) as { family?: string };
  return `${scheme} ${family}`;
}
