import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { AnswerProblem } from '../../src/message/answer.ts';
import type { ProblemDocument } from '../../src/problem/refusal.ts';
import { codeIn, leavesDoubt, type Outcome, readProblem, type Unknown } from './answer.ts';
import {
  type Bytes,
  type ClientOptions,
  EMPTY,
  type Message,
  newStamp,
  type Received,
  signatureOf,
  transmit,
} from './transmission.ts';

/**
 * One signed request and its answer. Every transmission is signed anew under a new `jti`; no answer is believed before its
 * signature, its status and the request it is for are verified. Nothing here throws for what a network or a gateway does:
 * see {@link Outcome}.
 */
export class Exchange {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Sends a body of a content type, asks for JSON. */
  async json<S extends z.ZodType>(
    method: Message['method'],
    target: string,
    body: Bytes,
    schema: S,
    contentType = 'application/json',
  ): Promise<Outcome<z.output<S>>> {
    try {
      const received = await this.#send({ method, target, body, contentType });
      const read = jsonOf(believed(received));
      if (!isOk(received)) return refused(received, read);
      return { kind: 'answered', status: received.status, body: schema.parse(read) };
    } catch (error) {
      return whatFailed(error);
    }
  }

  /**
   * Sends a message of another format as it is. Whether its answer tells of a success only who knows the format can say:
   * those clients expect refusals of the content under HTTP 200.
   */
  async raw(message: Message): Promise<Outcome<Bytes>> {
    try {
      const received = await this.#send(message);
      const body = believed(received);
      const code = codeIn(body);
      if (received.status < 400 || !leavesDoubt(received.status, code)) {
        return { kind: 'answered', status: received.status, body };
      }
      const words = code ?? `HTTP ${received.status}`;
      return { kind: 'unknown', code: words, zh: '网关未能告知结果', en: 'the gateway could not tell the outcome' };
    } catch (error) {
      return whatFailed(error);
    }
  }

  /**
   * Asks for a file. Files are not signed: what comes is what was sent, but whether the gateway vouches for it only a
   * signed document tells that names the same digest.
   */
  async file(target: string): Promise<Outcome<Bytes>> {
    try {
      const received = await this.#send({ method: 'GET', target, body: EMPTY });
      if (!isOk(received)) return refused(received, jsonOf(believed(received)));
      const digest = createHash('sha256').update(received.bytes).digest('base64');
      if (received.headers.get('content-digest') !== `sha-256=:${digest}:`) {
        throw new AnswerProblem('ANSWER_INVALID', '文件摘要不符', 'the digest does not fit the file');
      }
      return { kind: 'answered', status: received.status, body: received.bytes };
    } catch (error) {
      return whatFailed(error);
    }
  }

  #send(message: Message): Promise<Received> {
    const stamp = newStamp();
    return transmit(this.#options, message, stamp, signatureOf(this.#options, message, stamp));
  }
}

function isOk({ status }: Received): boolean {
  return status >= 200 && status < 300;
}

/** The bytes of an answer that can be believed. @throws AnswerProblem */
function believed({ verified, bytes }: Received): Bytes {
  if (verified instanceof AnswerProblem) throw verified;
  return bytes;
}

function jsonOf(bytes: Bytes): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function refused({ status, headers }: Received, problem: unknown): Outcome<never> {
  return readProblem(status, problem as ProblemDocument, headers.get('retry-after'));
}

/** What an error of {@link transmit}, or of reading what it brought, means: nothing is known. */
export function whatFailed(error: unknown): Unknown {
  if (error instanceof AnswerProblem) return { kind: 'unknown', code: error.code, zh: error.zh, en: error.en };
  if (error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError')) {
    return { kind: 'unknown', code: 'ANSWER_MALFORMED', zh: '应答内容无法识读', en: 'the answer cannot be read' };
  }
  const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
  return { kind: 'unknown', code: 'NETWORK', zh: `网络错误：${message}`, en: `network error: ${message}` };
}
