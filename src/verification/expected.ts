import { canonicalJson } from '../claim/digest.ts';
import type { ReconcileBody } from '../clearing/reconciliation/journal.ts';
import { type ChangeBody, REGISTRY_CHAIN } from '../ledger/audit.ts';
import type { Entry, EntryBody } from '../ledger/journal.ts';
import type { RosterAfter } from '../roster/enrollment/changes.ts';
import type { PartyAfter } from '../roster/party-record.ts';
import type { BookingBody } from '../settlement/booking.ts';
import type { AmendmentBody, SettleBody } from '../settlement/record.ts';
import type { Scratch } from './scratch.ts';

interface Versioned {
  readonly version: number;
}

/** Notes what must be there because of an entry, in tables that are not made again row by row. */
export function expectFrom(entry: Entry, body: EntryBody, scratch: Scratch): void {
  switch (entry.type) {
    case 'REGISTRY':
      if (entry.memberId === REGISTRY_CHAIN) scratch.expect('revisions', '1', String(entry.memberSeq));
      expectChange(body as unknown as ChangeBody, scratch);
      return;
    case 'RECONCILE':
      expectReconciliation(body as unknown as ReconcileBody, scratch);
      return;
    case 'SETTLE':
      expectRules((body as SettleBody).terms, scratch);
      return;
    case 'READJUDICATE':
      for (const terms of Object.values((body as AmendmentBody).terms)) expectRules(terms, scratch);
      return;
    default: {
      const { booking } = body as { booking?: BookingBody };
      if (booking !== undefined) scratch.expect('rules', booking.schemeDigest, '');
    }
  }
}

function expectRules(terms: readonly { readonly schemeDigest: string }[], scratch: Scratch): void {
  for (const { schemeDigest } of terms) scratch.expect('rules', schemeDigest, '');
}

/** A change that others add without a table of their own here is covered by the chain. */
function expectChange({ what, subject, after }: ChangeBody, scratch: Scratch): void {
  switch (what) {
    case 'party': {
      const { revoked, ...record } = after as PartyAfter;
      scratch.expect('parties', subject, canonicalJson(record));
      if (revoked !== undefined) scratch.expect('revokedKeys', `${subject} ${revoked.kid}`, canonicalJson(revoked));
      return;
    }
    case 'account':
      scratch.expect('accounts', subject, canonicalJson(after));
      return;
    case 'list':
    case 'fact':
      // Every version is kept.
      scratch.expect(`${what}s`, `${subject} ${(after as Versioned).version}`, canonicalJson(after));
      return;
    case 'roster': {
      const { asOf, policies } = after as RosterAfter;
      for (const [policyNo, digest] of policies) {
        scratch.expect('enrollments', `${subject} ${policyNo}`, `${digest} ${asOf}`);
      }
      return;
    }
    case 'gateway-key':
    case 'data-key': {
      const { stored } = (after ?? {}) as { readonly stored?: string };
      if (stored !== undefined) scratch.expect('dataKeys', subject, stored);
      else if (after === null) scratch.forget('dataKeys', subject);
      return;
    }
    default:
  }
}

function expectReconciliation(body: ReconcileBody, scratch: Scratch): void {
  const { opened, closed, confirmed, ...row } = body;
  scratch.expect('reconciliations', String(row.seq), canonicalJson(row));
  scratch.expect('opened', String(row.seq), opened);
  scratch.expect('closed', String(row.seq), closed);
  // The last upload of a hospital's day stands in the place of the earlier ones.
  if (row.side === 'hospital') scratch.expect('confirmed', `${row.subject} ${row.date}`, confirmed);
}
