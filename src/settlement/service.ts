import type { Hospital } from '../adjudication/input.ts';
import type { Claim } from '../claim/claim.ts';
import { claimDigest } from '../claim/digest.ts';
import type { Ask, Ledger, MemberView, Verdict } from '../ledger/ledger.ts';
import type { Vault } from '../ledger/vault.ts';
import type { Arrival } from '../message/replay.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Clock } from '../time/clock.ts';
import { type BilledSettlement, billedSettlement } from './bill.ts';
import { currentDocument } from './decision-document.ts';
import type {
  AcknowledgementDocument,
  DecisionDocument,
  EligibilityDocument,
  ReversalRequest,
  StatementDocument,
} from './documents.ts';
import { eligibility } from './eligibility.ts';
import { moment } from './entries.ts';
import type { EligibilityRequest } from './requests.ts';
import { decideAcknowledgement, decideReversal, type Reversed, settlementNotFound } from './reverse.ts';
import { decideSettlement, quote, type SettleCommand, type Settled } from './settle.ts';
import { statement } from './statement.ts';
import type { Rulebook } from './terms.ts';

/** What settling needs from the rest of the gateway. */
export interface SettlementDependencies {
  readonly ledger: Ledger;
  readonly rulebook: Rulebook;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** Everything a hospital can ask about settlements (contract section 3). The one way a settlement is written. */
export class SettlementService {
  readonly #ledger: Ledger;
  readonly #rulebook: Rulebook;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor({ ledger, rulebook, vault, clock }: SettlementDependencies) {
    this.#ledger = ledger;
    this.#rulebook = rulebook;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** What settling this claim now would answer; changes nothing. */
  async quote(hospitalId: string, claim: Claim): Promise<DecisionDocument> {
    const command = this.#command('quote', hospitalId, claim);
    const ask = askFor(this.#vault, hospitalId, claim);
    return this.#ledger.read((ledger) => quote(ledger.member(ask), command, this.#rulebook));
  }

  /**
   * Settles a claim. Durable when it resolves.
   *
   * @param arrival the message that asked for it, where it is still being claimed
   * @throws Refusal of contract section 3
   */
  async settle(hospitalId: string, claim: Claim, arrival?: Arrival): Promise<Settled> {
    const command = this.#command('settlement', hospitalId, claim);
    return this.#ledger.write({ ...askFor(this.#vault, hospitalId, claim), arrival }, (view) =>
      decideSettlement(view, command, this.#rulebook),
    );
  }

  /**
   * The decision of a settlement's latest attempt, with its adjustments and its reversal.
   *
   * @throws Refusal `SETTLEMENT_NOT_FOUND`, also for another hospital's settlement
   */
  query(hospitalId: string, settlementId: string): Promise<DecisionDocument> {
    return this.#ledger.read((ledger) => {
      const record = ledger.attempts(hospitalId, settlementId).at(-1);
      if (record === undefined) throw settlementNotFound();
      return currentDocument(ledger.recorded(record.decisionId));
    });
  }

  /**
   * The decision of an attempt, the latest where none is named, with the bill it was made on.
   *
   * @throws Refusal `SETTLEMENT_NOT_FOUND`, also for another hospital's settlement
   */
  billed(hospitalId: string, settlementId: string, attempt?: number): Promise<BilledSettlement> {
    return this.#ledger.read((ledger) => billedSettlement(ledger, hospitalId, settlementId, attempt));
  }

  /** Reverses the latest attempt; a repeat answers with the same reversal. */
  reverse(hospitalId: string, settlementId: string, request: ReversalRequest): Promise<Reversed> {
    return this.#onLatest(hospitalId, settlementId, (view) =>
      decideReversal(view, request, this.#clock.business(), this.#rulebook),
    );
  }

  /** Notes that the desk has taken the amount off the bill. */
  acknowledge(hospitalId: string, settlementId: string): Promise<AcknowledgementDocument> {
    return this.#onLatest(hospitalId, settlementId, (view) => decideAcknowledgement(view, this.#clock.business()));
  }

  /** A hospital's own records of a business day. */
  statement(hospitalId: string, date: string): Promise<StatementDocument> {
    return this.#ledger.read((ledger) => statement(hospitalId, date, ledger.dayOf(hospitalId, date)));
  }

  /** The schemes in force for a person on a day. The question is journalled before it is answered. */
  eligibility(hospitalId: string, request: EligibilityRequest): Promise<EligibilityDocument> {
    const memberId = this.#vault.memberId(request.idType, request.idNumber);
    const now = this.#clock.business();
    return this.#ledger.write({ memberId, hospitalId }, (view) => {
      const answer = eligibility(request, this.#vault.nameKey(request.name), view.policies, this.#rulebook);
      const { date, setting, schemes } = answer;
      return {
        answer,
        append: {
          entries: [
            {
              type: 'INQUIRE',
              ...moment(now, view),
              body: { hospitalId, date, setting, schemes: schemes.map(({ scheme }) => scheme) },
            },
          ],
          settlements: [],
          accumulators: new Map(),
          replaceAll: false,
        },
      };
    });
  }

  /** Writes on the member whose settlement the latest attempt is. */
  async #onLatest<T>(hospitalId: string, settlementId: string, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    for (;;) {
      const memberId = await this.#ledger.read((ledger) => ledger.attempts(hospitalId, settlementId).at(-1)?.memberId);
      if (memberId === undefined) throw settlementNotFound();
      const done = await this.#ledger.write({ memberId, hospitalId, settlementId }, (view): Verdict<T | undefined> => {
        // A later attempt for another patient may have been accepted since we looked.
        return view.attempts.at(-1)?.memberId === memberId ? decide(view) : { answer: undefined };
      });
      if (done !== undefined) return done;
    }
  }

  #command(kind: SettleCommand['kind'], hospitalId: string, claim: Claim): SettleCommand {
    return {
      kind,
      hospital: hospitalOf(this.#rulebook, hospitalId),
      claim,
      nameKey: this.#vault.nameKey(claim.patient.name),
      digest: claimDigest(claim),
      now: this.#clock.business(),
    };
  }
}

/** What settling a claim needs to see. */
export function askFor(vault: Vault, hospitalId: string, { patient, settlementId, encounter, replaces }: Claim): Ask {
  return {
    memberId: vault.memberId(patient.idType, patient.idNumber),
    hospitalId,
    settlementId,
    encounterId: encounter.id,
    ...(replaces === null ? {} : { replaces }),
  };
}

/** @throws Refusal `FORBIDDEN` for a party that is no hospital */
export function hospitalOf(rulebook: Rulebook, hospitalId: string): Hospital {
  const hospital = rulebook.hospital(hospitalId);
  if (hospital !== undefined) return hospital;
  throw new Refusal('FORBIDDEN', { detail: '只有医院可以结算', detailEn: 'Only a hospital can settle' });
}
