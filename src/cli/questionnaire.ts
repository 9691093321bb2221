import { createInterface } from 'node:readline/promises';
import type { Question } from '../scheme/draft/answers.ts';
import { Failure } from './failure.ts';
import { note } from './output.ts';

/** Asks questions on stderr and reads answers, a line each, from stdin: from a person, or from a file. */
export class Questionnaire {
  readonly #lines: AsyncIterator<string>;
  readonly #close: () => void;

  constructor(input: NodeJS.ReadableStream) {
    const reader = createInterface({ input, terminal: false });
    this.#lines = reader[Symbol.asyncIterator]();
    this.#close = () => reader.close();
  }

  /**
   * Asks until the answer can be read.
   *
   * @param about what comes before the question
   * @param otherwise the answer where a person only presses Enter
   * @throws Failure where the answers end
   */
  async ask<T>({ zh, en, answer }: Question<T>, about = '', otherwise?: string): Promise<T> {
    for (;;) {
      note(`${about}${zh} / ${en}${otherwise === undefined ? '' : ` [${otherwise}]`}:`);
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Failure(`没有回答：${zh}`, `there is no answer to: ${en}`);
      const text = value.trim();
      const read = answer.safeParse(text === '' ? (otherwise ?? '') : text);
      if (read.success) return read.data;
      note(`  ${read.error.issues[0]?.message ?? ''}`);
    }
  }

  close(): void {
    this.#close();
  }
}
