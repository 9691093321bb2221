import type { RecordedSettlement } from '../../ledger/ledger.ts';
import type { Vault } from '../../ledger/vault.ts';
import { Money } from '../../money/money.ts';
import { claimOf, type PersonalPart, settleBody } from '../record.ts';

/** One of our records as a HIS's check counts it; a reversal has negative amounts. */
export interface CountedRecord {
  readonly settlementId: string;
  readonly decisionId: string;
  readonly encounterId: string;
  /** As the centre numbers people; empty where no message told. */
  readonly person: string;
  /** The message it was settled by; empty where it was settled without one. */
  readonly messageId: string;
  readonly reversal: boolean;
  readonly insuranceType: string;
  /** `null`: not told. */
  readonly clearing: string | null;
  readonly total: Money;
  readonly insurerPaid: Money;
}

/** A settlement, or with `reversal` its reversal, as a check counts it. */
export function counted({ record, entry }: RecordedSettlement, reversal: boolean, vault: Vault): CountedRecord {
  const { claim: shown, decision, centre, message } = settleBody(entry);
  const claim = claimOf(shown);
  const signed = (amount: Money) => (reversal ? amount.negated() : amount);
  return {
    settlementId: record.settlementId,
    decisionId: record.decisionId,
    encounterId: record.encounterId,
    person: personOf(entry, vault),
    messageId: message?.id ?? '',
    reversal,
    insuranceType: claim.patient.insuranceType,
    clearing: centre?.clearing ?? null,
    total: signed(claim.charges.total),
    insurerPaid: signed(Money.of(decision.insurerPaid)),
  };
}

function personOf({ personal, memberId, memberSeq }: RecordedSettlement['entry'], vault: Vault): string {
  if (personal === null) return '';
  const { person = '' } = JSON.parse(vault.unseal(personal, `${memberId} ${memberSeq}`)) as PersonalPart;
  return person;
}
