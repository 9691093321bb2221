import type { Claim } from '../../claim/claim.ts';
import { claimDigest } from '../../claim/digest.ts';
import type { Arrival } from '../../message/replay.ts';
import type { DateText } from '../../time/calendar.ts';
import { currentDocument } from '../decision-document.ts';
import type { DecisionDocument } from '../documents.ts';
import type { Origin, SentMessage } from '../origin.ts';
import { type Reversed, settlementNotFound } from '../reverse.ts';
import { askFor, hospitalOf, type SettlementDependencies } from '../service.ts';
import type { Settled } from '../settle.ts';
import { type ArrivedCommand, decideArrival } from './arrival.ts';
import { type CountedRecord, counted } from './check.ts';
import { type AskedReversal, type AskedVisit, decideAskedReversal, isMeant, otherVisit } from './reversal.ts';
import { decideTakeBack, standing } from './take-back.ts';

/** What an adapter's message is named by, before it has a key. */
export type NamedMessage = Omit<SentMessage, 'key'>;

/** Where a claim comes from, as an adapter tells it. */
export type NamedOrigin = Omit<Origin, 'message'> & { readonly message: NamedMessage | null };

/**
 * Settlements as a HIS's own messages ask for them: the decisions and checks of the canonical interface, and what only
 * message formats have: ids of messages, and attempts that nobody counts.
 */
export class MessageService {
  readonly #on: SettlementDependencies;

  constructor(dependencies: SettlementDependencies) {
    this.#on = dependencies;
  }

  /** What settling this claim now would answer; changes nothing. */
  async quote(hospitalId: string, claim: Claim, origin: NamedOrigin): Promise<Settled> {
    const { ledger, rulebook } = this.#on;
    const arrived = this.#arrived('quote', hospitalId, claim, origin);
    const ask = this.#ask(arrived);
    const answer = await ledger.read((view) => decideArrival(view.member(ask), arrived, rulebook).answer);
    return { ...answer, decision: { ...answer.decision, kind: 'quote' } };
  }

  /**
   * Settles a claim that a message brought. Durable when it resolves.
   *
   * @param arrival the signed message around it, where it is still being claimed
   * @throws Refusal of contract section 3, and `SETTLEMENT_REVERSED` where the message was taken back before
   */
  async settle(hospitalId: string, claim: Claim, origin: NamedOrigin, arrival?: Arrival): Promise<Settled> {
    const { ledger, rulebook } = this.#on;
    const arrived = this.#arrived('settlement', hospitalId, claim, origin);
    return ledger.write({ ...this.#ask(arrived), arrival }, (view) => decideArrival(view, arrived, rulebook));
  }

  /**
   * Reverses the latest attempt of a settlement.
   *
   * @param named its person as the sender numbers people, not as a key
   * @throws Refusal `SETTLEMENT_NOT_FOUND`, also where the visit is another
   */
  async reverse(hospitalId: string, settlementId: string, named: AskedReversal): Promise<Reversed> {
    const { ledger, rulebook, clock, vault } = this.#on;
    const asked = { ...named, person: vault.senderKey(hospitalId, named.person) };
    for (;;) {
      const memberId = await ledger.read((view) => view.attempts(hospitalId, settlementId).at(-1)?.memberId);
      if (memberId === undefined) throw settlementNotFound();
      const done = await ledger.write({ memberId, hospitalId, settlementId }, (view) =>
        // A later attempt for another patient may have been accepted since we looked.
        view.attempts.at(-1)?.memberId === memberId
          ? decideAskedReversal(view, asked, clock.business(), rulebook)
          : { answer: undefined },
      );
      if (done !== undefined) return done;
    }
  }

  /**
   * Takes a message back: reverses what was settled under it, and refuses it where it arrives later.
   *
   * @throws Refusal `MESSAGE_AMBIGUOUS` or `SETTLED_BY_OTHER_MESSAGE`
   */
  async takeBack(hospitalId: string, named: NamedMessage): Promise<void> {
    const { ledger, rulebook, clock, vault } = this.#on;
    const message = this.#sent(hospitalId, named);
    for (;;) {
      const record = await ledger.read((view) => {
        const known = {
          messages: view.messages(hospitalId, message.id),
          messagesOf: view.messagesOf,
          attemptsOf: (settlementId: string) => view.attempts(hospitalId, settlementId),
          recorded: view.recorded,
        };
        return standing(known, message.key);
      });
      // Where nothing stands under it, nobody knows whose it will be: it is noted in a chain of its sender's own.
      const memberId = record?.memberId ?? vault.memberId('message', `${hospitalId} ${message.key}`);
      const ask = { memberId, hospitalId, messageId: message.id, settlementId: record?.settlementId };
      const command = { hospitalId, message, now: clock.business() };
      const done = await ledger.write(ask, (view) => decideTakeBack(view, command, rulebook));
      if (done) return;
    }
  }

  /**
   * The decision of a settlement's latest attempt.
   *
   * @param named its person as the sender numbers people, not as a key
   * @throws Refusal `SETTLEMENT_NOT_FOUND`, also where the visit or the person is another
   */
  query(hospitalId: string, settlementId: string, named: AskedVisit): Promise<DecisionDocument> {
    const { ledger, vault } = this.#on;
    const asked = { ...named, person: vault.senderKey(hospitalId, named.person) };
    return ledger.read((view) => {
      const record = view.attempts(hospitalId, settlementId).at(-1);
      if (record === undefined) throw settlementNotFound();
      if (!isMeant(view, record, asked)) throw otherVisit();
      return currentDocument(view.recorded(record.decisionId));
    });
  }

  /** The decision that a reversal took back. */
  decision(decisionId: string): Promise<DecisionDocument> {
    return this.#on.ledger.read((view) => currentDocument(view.recorded(decisionId)));
  }

  /** A hospital's records of these days as its own totals count them: settlements, then reversals. */
  async counted(hospitalId: string, from: DateText, to: DateText): Promise<CountedRecord[]> {
    const { ledger, vault } = this.#on;
    const { settled, reversed } = await ledger.read((view) => view.countedOn(hospitalId, from, to));
    return [...settled.map((one) => counted(one, false, vault)), ...reversed.map((one) => counted(one, true, vault))];
  }

  #sent(hospitalId: string, { id, person }: NamedMessage): SentMessage {
    return { id, person, key: this.#on.vault.senderKey(hospitalId, person) };
  }

  #arrived(kind: ArrivedCommand['kind'], hospitalId: string, claim: Claim, origin: NamedOrigin): ArrivedCommand {
    const { vault, clock, rulebook } = this.#on;
    return {
      kind,
      hospital: hospitalOf(rulebook, hospitalId),
      claim,
      nameKey: vault.nameKey(claim.patient.name),
      digestOf: claimDigest,
      now: clock.business(),
      origin: { ...origin, message: origin.message === null ? null : this.#sent(hospitalId, origin.message) },
    };
  }

  #ask({ hospital, claim, origin }: ArrivedCommand) {
    return { ...askFor(this.#on.vault, hospital.id, claim), messageId: origin.message?.id };
  }
}
