import type { Answers } from './calls.ts';

/** What crosses a line: a question, or the answer to one. */
type Message =
  | { readonly id: number; readonly call: PropertyKey; readonly ask: unknown }
  | { readonly id: number; readonly answer: unknown };

/** One call: what it asks and what is answered. */
type Call = { ask: unknown; answer: unknown };

/** A line between two processes over which each asks the other, and is answered in any order. */
export class Line<Theirs extends { [K in keyof Theirs]: Call }, Ours extends { [K in keyof Ours]: Call }> {
  readonly #send: (message: Message) => void;
  readonly #answers: Answers<Ours>;
  readonly #waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  #asked = 0;

  /**
   * @param send hands a message to the other process
   * @param answers what this one answers
   */
  constructor(send: (message: Message) => void, answers: Answers<Ours>) {
    this.#send = send;
    this.#answers = answers;
  }

  /** Asks the other process. @throws where that ends before it has answered */
  ask<K extends keyof Theirs>(call: K, ask: Theirs[K]['ask']): Promise<Theirs[K]['answer']> {
    this.#asked += 1;
    const id = this.#asked;
    const answer = new Promise<Theirs[K]['answer']>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#send({ id, call, ask });
    return answer;
  }

  /** Takes a message of the other process. */
  async received(message: Message): Promise<void> {
    const { id } = message;
    if ('answer' in message) {
      this.#waiting.get(id)?.resolve(message.answer as never);
      this.#waiting.delete(id);
    } else {
      const answer = this.#answers[message.call as keyof Ours] as (ask: unknown) => unknown;
      this.#send({ id, answer: await answer(message.ask) });
    }
  }

  /** The other process has ended. */
  close(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the process that was asked has ended'));
    this.#waiting.clear();
  }
}
