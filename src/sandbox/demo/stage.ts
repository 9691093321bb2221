import type { Answered, Outcome } from '../../../adapters/mock-his/answer.ts';
import { HospitalClient } from '../../../adapters/mock-his/client.ts';
import { InsurerClient } from '../../../adapters/mock-his/insurer-client.ts';
import { receipt, type SchemeNames } from '../../../adapters/mock-his/receipt.ts';
import { settleSafely } from '../../../adapters/mock-his/settle-safely.ts';
import type { GatewayIdentity } from '../../../adapters/mock-his/transmission.ts';
import { type Claim, type ClaimInput, claimSchema } from '../../claim/claim.ts';
import { Money } from '../../money/money.ts';
import type { DecisionDocument, ReversalDocument } from '../../settlement/documents.ts';
import { sandboxKey } from '../keys.ts';
import { HOSPITALS } from '../parties.ts';

export type HospitalName = keyof typeof HOSPITALS;

/** Where the demo plays. */
export interface Setting {
  readonly baseUrl: string;
  readonly gateway: GatewayIdentity;
  /** The data folder with the sandbox parties' keys. */
  readonly data: string;
  readonly schemes: SchemeNames;
  readonly print: (text: string) => void;
  /** Lets a business day end and seals it. */
  readonly seal: (date: string) => Promise<void>;
}

/** Something that was compared. */
export interface Check {
  readonly zh: string;
  readonly en: string;
  readonly expected: string;
  readonly got: string;
}

/** What a discharge must come to: benefit → yuan for all that pay, and, where no benefit does, the outcome's reason. */
export interface Expected {
  readonly pays?: Readonly<Record<string, string>>;
  readonly outcome?: DecisionDocument['outcome'];
  readonly reason?: string;
  /** The benefit, if any, that is paid to the member and not through the bill. */
  readonly toMember?: string;
  /** How co-insurers share it: `INS-A 1.00, INS-B 2.00`. */
  readonly shares?: string;
}

/** A receipt that was handed out, and whether it still counts. */
interface HandedOut {
  readonly hospitalId: string;
  readonly decision: DecisionDocument;
}

/** Keeps what the steps of the demo have in common: the hospitals' clients, what was handed out, what was compared. */
export class Stage {
  readonly checks: Check[] = [];
  readonly receipts: HandedOut[] = [];
  readonly reversals: ReversalDocument[] = [];
  readonly #setting: Setting;
  #verified = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** How many answers of the gateway were verified. */
  get verified(): number {
    return this.#verified;
  }

  print(text: string): void {
    this.#setting.print(text);
  }

  /** A client of a sandbox hospital; `transport` plays the network between the two. */
  client(hospital: HospitalName, transport?: typeof fetch): HospitalClient {
    const { baseUrl, gateway, data } = this.#setting;
    const party = HOSPITALS[hospital].id;
    const { key } = sandboxKey(data, party);
    return new HospitalClient({ baseUrl, party, key, gateway, ...(transport === undefined ? {} : { transport }) });
  }

  /** A client of a sandbox insurer. */
  insurer(party: string): InsurerClient {
    const { baseUrl, gateway, data } = this.#setting;
    return new InsurerClient({ baseUrl, party, key: sandboxKey(data, party).key, gateway });
  }

  /** The gateway's public keys, as they were fetched at the beginning. */
  get gatewayKeys(): GatewayIdentity['keys'] {
    return this.#setting.gateway.keys;
  }

  /** Lets a business day end and seals it. */
  seal(date: string): Promise<void> {
    return this.#setting.seal(date);
  }

  /**
   * The body of an answer.
   *
   * @throws where it was refused, or cannot be verified
   */
  answered<T>(outcome: Outcome<T>): Answered<T> {
    if (outcome.kind === 'unknown') throw new Error(`${outcome.code}: ${outcome.zh} / ${outcome.en}`);
    this.#verified += 1;
    if (outcome.kind === 'answered') return outcome;
    const { code, detail, detailEn, errors = [] } = outcome.problem;
    throw new Error([`${code}: ${detail} / ${detailEn}`, ...errors.map((one) => one.message)].join('; '));
  }

  /** Compares and remembers. */
  expect(zh: string, en: string, expected: string, got: string): void {
    this.checks.push({ zh, en, expected, got });
  }

  /** Discharges a patient as a desk does: settle, hand out the receipt, tell the gateway. Then compares. */
  async discharge(hospital: HospitalName, claim: ClaimInput, expected: Expected): Promise<DecisionDocument> {
    const client = this.client(hospital);
    const { body: decision } = this.answered(await settleSafely(client, claim));
    this.show(claim, decision);
    this.handOut(decision);
    this.answered(await client.acknowledge(claim.settlementId));
    this.compare(decision, expected);
    this.#compareBill(claim, decision, expected);
    return decision;
  }

  /** What the patient pays follows from the bill and the expected amounts, whatever the gateway says it is. */
  #compareBill(
    claim: ClaimInput,
    { settlementId, patientPays }: DecisionDocument,
    { pays = {}, toMember }: Expected,
  ): void {
    const toHospital = Object.entries(pays).filter(([benefit]) => benefit !== toMember);
    const rest = Money.of(String(claim.personal)).minus(Money.sum(toHospital.map(([, amount]) => Money.of(amount))));
    this.expect(`${settlementId} 个人应付`, `${settlementId} patient pays`, rest.toFixed2(), patientPays);
  }

  handOut(decision: DecisionDocument): void {
    this.receipts.push({ hospitalId: decision.hospitalId, decision });
  }

  show(claim: ClaimInput, decision: DecisionDocument): void {
    const read: Claim = claimSchema.parse(claim);
    this.print(receipt(read, decision, this.#setting.schemes));
  }

  compare(decision: DecisionDocument, { pays = {}, outcome = 'paid', reason, shares }: Expected): void {
    const id = decision.settlementId;
    this.expect(`${id} 结论`, `${id} outcome`, outcome, decision.outcome);
    const benefits = decision.schemes.flatMap((scheme) => scheme.benefits);
    const paid = benefits.filter((one) => one.paid !== '0.00').map((one) => `${one.benefit} ${one.paid}`);
    const wanted = Object.entries(pays).map(([benefit, amount]) => `${benefit} ${amount}`);
    this.expect(`${id} 各项赔付`, `${id} benefits`, wanted.join(', '), paid.join(', '));
    if (shares !== undefined) {
      const pool = decision.schemes.find(({ insurers }) => insurers.length > 1)?.insurers ?? [];
      const got = pool.map(({ insurer, amount }) => `${insurer} ${amount}`).join(', ');
      this.expect(`${id} 共保分摊`, `${id} shares`, shares, got);
    }
    if (reason === undefined) return;
    const reasons = [decision.reason, ...decision.schemes.map((scheme) => scheme.reason)].filter((one) => one !== null);
    this.expect(`${id} 理由`, `${id} reason`, reason, reasons.join(', '));
  }
}
