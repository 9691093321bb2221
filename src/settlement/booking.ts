import type { Held } from '../adjudication/input.ts';
import type { Statement } from '../adjudication/statement.ts';
import type { Booking } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import type { SchemeRules } from '../scheme/language.ts';
import type { Rulebook } from './terms.ts';

/** What of a decision is a person's now. */
export type HeldRecord = Omit<Held, 'paid'> & { readonly decisionId: string; readonly paid: string };

/** Something an insurer stated by hand, in a member's replay order. */
export interface ReplayedStatement {
  readonly place: number;
  readonly policyKey: string;
  /** Where it resolves a decision: which, and what of it the run leaves to the statement. */
  readonly holds: (Held & { readonly decisionId: string }) | null;
  readonly statement: Statement;
  readonly rules: SchemeRules;
}

/** What a RESOLVE or EXTERNAL entry keeps of the insurer's statement. Amounts are exact decimals as text. */
export interface BookingBody {
  readonly policyKey: string;
  /** The rules by which the statement's benefits are read. */
  readonly schemeDigest: string;
  /** Null for a claim settled elsewhere. */
  readonly holds: HeldRecord | null;
  readonly statement: {
    readonly benefits: readonly {
      readonly benefit: string;
      readonly base: string;
      readonly deductibleApplied: string;
      readonly eligible: string;
      readonly table: string | null;
      readonly paid: string;
    }[];
    readonly admission: string | null;
    readonly itemGroups: Readonly<Record<string, string>>;
    readonly outOfPocket: string;
  };
}

/** A booking as it takes part in a replay. */
export function readBooking(booking: Booking, rulebook: Rulebook): ReplayedStatement {
  return statedBy(booking.place, JSON.parse(booking.body) as BookingBody, rulebook);
}

/** @see readBooking */
export function statedBy(place: number, body: BookingBody, rulebook: Rulebook): ReplayedStatement {
  const { policyKey, schemeDigest, holds, statement } = body;
  return {
    place,
    policyKey,
    holds: holds === null ? null : { ...holds, paid: Money.of(holds.paid) },
    statement: readStatement(statement),
    rules: rulebook.schemeByDigest(schemeDigest).rules,
  };
}

/** @see BookingBody */
export function readStatement(body: BookingBody['statement']): Statement {
  return {
    benefits: body.benefits.map((benefit) => ({
      ...benefit,
      base: Money.of(benefit.base),
      deductibleApplied: Money.of(benefit.deductibleApplied),
      eligible: Money.of(benefit.eligible),
      paid: Money.of(benefit.paid),
    })),
    admission: body.admission,
    itemGroups: Object.fromEntries(Object.entries(body.itemGroups).map(([group, paid]) => [group, Money.of(paid)])),
    outOfPocket: Money.of(body.outOfPocket),
  };
}
