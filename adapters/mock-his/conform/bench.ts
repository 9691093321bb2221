import { randomUUID } from 'node:crypto';
import type { PrivateKeyRecord } from '../../../src/message/keys.ts';
import { hangUp } from '../hang-up.ts';
import { MISSIGNINGS, type MissigningName } from '../missign.ts';
import {
  type Bytes,
  type ClientOptions,
  EMPTY,
  type GatewayIdentity,
  type Message,
  newStamp,
  type Stamp,
  signatureOf,
  transmit,
} from '../transmission.ts';
import type { Kit, KitClaim } from './kit.ts';
import { type Decided, Reply } from './reply.ts';

/** A party the kit plays. */
export type Role = 'hospital' | 'otherHospital' | 'insurer';

export interface BenchOptions {
  readonly baseUrl: string;
  readonly gateway: GatewayIdentity;
  readonly kit: Kit;
  readonly keys: ReadonlyMap<Role, PrivateKeyRecord>;
  /** Seconds by which the gateway's clock is ahead. */
  readonly offset: number;
}

/** How a message is sent, where not as it should be. */
export interface Sending {
  readonly as?: Role;
  readonly missigned?: MissigningName;
  /** As an HTTP stack that sends again by itself: the very same signature. */
  readonly stamp?: Stamp;
  readonly signature?: string;
}

/** A claim as a check sends it, right or wrong. */
export type Settling = { readonly settlementId: string } & Readonly<Record<string, unknown>>;

/** What checks send with. It keeps what was settled, to reverse it again, and sees every answer. */
export class Bench {
  readonly #options: BenchOptions;
  readonly #run = randomUUID().slice(0, 8);
  readonly #live: { readonly id: string; readonly as: Role }[] = [];
  readonly #leaks = new Set<string>();
  #serial = 0;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  get kit(): Kit {
    return this.#options.kit;
  }

  get gateway(): GatewayIdentity {
    return this.#options.gateway;
  }

  /** Where personal data of the kit's member stood in a refusal. */
  get leaks(): readonly string[] {
    return [...this.#leaks];
  }

  /** Whether the kit has somebody to play that role. */
  plays(role: Role): boolean {
    return this.#options.keys.has(role);
  }

  /** The party's id. */
  party(role: Role): string {
    return this.kit[role] ?? '';
  }

  newStamp(drift = 0): Stamp {
    return newStamp(this.#options.offset + drift);
  }

  /** A settlement id that nobody has used. */
  newId(): string {
    this.#serial += 1;
    return `KIT-${this.#run}-${this.#serial}`;
  }

  /** The kit's claim under a new settlement id and for a new encounter. */
  claim(change: Record<string, unknown> = {}): KitClaim & { readonly settlementId: string } {
    const settlementId = this.newId();
    const claim = structuredClone(this.kit.claim);
    return { ...claim, settlementId, encounter: { ...claim.encounter, id: `ENC-${settlementId}` }, ...change };
  }

  signature(message: Message, stamp: Stamp, as: Role = 'hospital'): string {
    return signatureOf(this.#client(as), message, stamp);
  }

  /** Sends, and believes nothing yet. */
  async raw(message: Message, sending: Sending = {}): Promise<Reply> {
    const { as = 'hospital', missigned, stamp = this.newStamp() } = sending;
    const client = this.#client(as);
    const right = () => sending.signature ?? signatureOf(client, message, stamp);
    const signature = missigned === undefined ? right() : MISSIGNINGS[missigned].sign(client, message, stamp);
    const reply = new Reply(await transmit(client, message, stamp, signature));
    this.#watch(reply, message);
    return reply;
  }

  /** Sends, and demands an answer that can be believed. */
  async send(message: Message, sending: Sending = {}): Promise<Reply> {
    return (await this.raw(message, sending)).believed();
  }

  async get(target: string, sending?: Sending): Promise<Reply> {
    return this.send({ method: 'GET', target, body: EMPTY }, sending);
  }

  async post(target: string, document: unknown, sending?: Sending): Promise<Reply> {
    return this.send(posting(target, document), sending);
  }

  /** Settles, and remembers to reverse it. */
  async settle(claim: Settling, sending: Sending = {}): Promise<Reply> {
    this.remember(claim.settlementId, sending.as);
    return this.post('/v1/settlements', claim, sending);
  }

  /** Notes a settlement that a check may leave live. */
  remember(id: string, as: Role = 'hospital'): void {
    if (!this.#live.some((one) => one.id === id && one.as === as)) this.#live.push({ id, as });
  }

  /** Settles what must be new and must pay. */
  async settled(claim: Settling, sending?: Sending): Promise<Decided> {
    return (await this.settle(claim, sending)).expect(201).decision();
  }

  query(id: string, sending?: Sending): Promise<Reply> {
    return this.get(`/v1/settlements/${id}`, sending);
  }

  reverse(id: string, sending?: Sending): Promise<Reply> {
    return this.post(
      `/v1/settlements/${id}/reversal`,
      { reversalId: `R-${this.newId()}`, reason: '符合性检查' },
      sending,
    );
  }

  /** As {@link hangUp}, as the hospital. */
  async hangUp(message: Message): Promise<void> {
    await hangUp(this.#client('hospital'), message, this.newStamp());
  }

  /** Reverses whatever checks left live, the newest first. */
  async cleanUp(): Promise<void> {
    for (const { id, as } of this.#live.splice(0).reverse()) {
      await this.raw(reversalOf(id, this.newId()), { as }).catch(() => undefined);
    }
  }

  #client(role: Role): ClientOptions {
    const { baseUrl, gateway, keys } = this.#options;
    const key = keys.get(role);
    if (key === undefined) throw new RangeError(`the kit plays no ${role}`);
    return { baseUrl, gateway, party: this.party(role), key };
  }

  /** A refusal may stand in a log, so it may not repeat who it is about. */
  #watch(reply: Reply, { method, target }: Message): void {
    if (reply.status < 400) return;
    const { idNumber, name } = this.kit.claim.patient;
    if (reply.text.includes(idNumber))
      this.#leaks.add(`${method} ${target.split('/').slice(0, 3).join('/')} ${reply.words}: idNumber`);
    if (reply.text.includes(name))
      this.#leaks.add(`${method} ${target.split('/').slice(0, 3).join('/')} ${reply.words}: name`);
  }
}

/** A JSON message. */
export function posting(target: string, document: unknown): Message {
  return { method: 'POST', target, body: bytesOf(JSON.stringify(document)) };
}

export function bytesOf(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function reversalOf(id: string, reversalId: string): Message {
  return posting(`/v1/settlements/${id}/reversal`, { reversalId, reason: '符合性检查收尾' });
}
