import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeIn, endsDoubt, isNotNow, leavesDoubt } from '../../adapters/mock-his/answer.ts';
import { whatFailed } from '../../adapters/mock-his/exchange.ts';
import {
  type ClientOptions,
  type Message,
  newStamp,
  type Received,
  signatureOf,
  transmit,
} from '../../adapters/mock-his/transmission.ts';
import { AnswerProblem } from '../message/answer.ts';
import { WINDOW_SECONDS } from '../message/checks.ts';
import type { Identity } from './identity.ts';
import { type EdgeRefusal, edgeRefusal } from './refusal.ts';

/** How a message is forwarded. */
export interface ForwardOptions extends Omit<ClientOptions, 'gateway'> {
  readonly identity: Identity;
  /** Transmissions in all. */
  readonly tries: number;
  /** The first pause in milliseconds; each one after it is twice as long, or as long as the gateway asks. */
  readonly pause: number;
}

/** What the HIS is answered, and for the log after how many transmissions. */
export interface Forwarded {
  readonly answer: Received | EdgeRefusal;
  readonly tries: number;
}

/** What one transmission came to. */
type Attempt =
  | { readonly kind: 'answer'; readonly received: Received }
  /** Not now, or not with this clock: nothing was done. `after`: milliseconds. */
  | { readonly kind: 'later'; readonly received: Received; readonly after: number }
  | { readonly kind: 'unsent' }
  | { readonly kind: 'unknown'; readonly zh: string; readonly en: string };

/** A gateway that asks for more patience than this is told to the HIS instead. */
const MOST_PATIENCE = 10_000;

/** The connection was never made, so the message cannot have arrived. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** A daily file is not signed itself (contract section 2). */
const FILE = /^\/v1\/schemes\/[^/]+\/daily-files\/[^/?]+$/;

/**
 * Signs messages, sends them, and sends the same bytes again under a new `jti` where their outcome is unknown. That is
 * safe because everything in the contract that changes something is idempotent by an id in its body: a settlement that
 * was done gets the same decision again. An answer that cannot be verified is never handed on.
 */
export class Forwarder {
  readonly #options: ForwardOptions;
  /** Seconds by which the gateway's clock is ahead of ours, as its last verified answer had it. */
  #offset = 0;

  constructor(options: ForwardOptions) {
    this.#options = options;
  }

  /** Seconds by which the gateway's clock is ahead of this machine's. */
  get offset(): number {
    return this.#offset;
  }

  async forward(message: Message): Promise<Forwarded> {
    const { tries, pause } = this.#options;
    let doubt: { readonly zh: string; readonly en: string } | undefined;
    let wait = pause;
    for (let count = 1; ; count += 1) {
      const attempt = await this.#once(message);
      const last = count >= tries;
      if (attempt.kind === 'unknown') doubt = attempt;
      if (attempt.kind === 'answer' && (doubt === undefined || endsDoubt(attempt.received.status))) {
        return { answer: attempt.received, tries: count };
      }
      if (last && doubt !== undefined) return { answer: edgeRefusal('OUTCOME_UNKNOWN', doubt), tries: count };
      if (last)
        return { answer: 'received' in attempt ? attempt.received : edgeRefusal('GATEWAY_UNREACHABLE'), tries: count };
      await sleep(attempt.kind === 'later' ? attempt.after : wait);
      wait *= 2;
    }
  }

  async #once(message: Message): Promise<Attempt> {
    const gateway = await this.#options.identity.get().catch(() => undefined);
    if (gateway === undefined) return { kind: 'unsent' };
    try {
      const options = { ...this.#options, gateway };
      const stamp = newStamp(this.#offset);
      const received = await transmit(options, message, stamp, signatureOf(options, message, stamp));
      return await this.#read(message, received, stamp.iat);
    } catch (error) {
      if (isUnsent(error)) return { kind: 'unsent' };
      const { zh, en } = whatFailed(error);
      return { kind: 'unknown', zh, en };
    }
  }

  async #read(message: Message, received: Received, iat: number): Promise<Attempt> {
    const { verified, status } = received;
    if (verified instanceof AnswerProblem) {
      if (isFile(message, received)) return { kind: 'answer', received };
      if (verified.code === 'ANSWER_UNKNOWN_KEY') await this.#options.identity.renew();
      return { kind: 'unknown', zh: verified.zh, en: verified.en };
    }
    this.#offset = verified.iat - Math.floor(Date.now() / 1000);
    if (status < 400) return { kind: 'answer', received };
    if (status === 401 && Math.abs(verified.iat - iat) >= WINDOW_SECONDS) return { kind: 'later', received, after: 0 };
    const code = codeIn(received.bytes);
    if (isNotNow(code)) return later(received);
    if (!leavesDoubt(status, code)) return { kind: 'answer', received };
    return { kind: 'unknown', zh: `网关应答 ${code ?? status}`, en: `the gateway answered ${code ?? status}` };
  }
}

function later(received: Received): Attempt {
  const asked = Number(received.headers.get('retry-after') ?? 1) * 1000;
  if (Number.isFinite(asked) && asked <= MOST_PATIENCE) return { kind: 'later', received, after: asked };
  return { kind: 'answer', received };
}

function isFile({ method, target }: Message, { status, bytes, headers }: Received): boolean {
  if (method !== 'GET' || status !== 200 || !FILE.test(target)) return false;
  const digest = createHash('sha256').update(bytes).digest('base64');
  return headers.get('content-digest') === `sha-256=:${digest}:`;
}

function isUnsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && UNSENT.includes(String(cause.code));
}
