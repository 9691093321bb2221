import { type ProblemDocument, Refusal } from '../../src/problem/refusal.ts';
import {
  type Adapter,
  type Command,
  type Exchange,
  type Message,
  type Outcome,
  problemText,
  type Reply,
} from '../adapter.ts';
import { namedAsSent } from '../nhsa/places.ts';
import { contentOf } from './answer.ts';
import { buildXml, type Out } from './build.ts';
import { readCommand } from './command.ts';
import type { XmlElement } from './document.ts';
import { Fields } from './fields.ts';
import { gather } from './gather.ts';
import { withCodes } from './names.ts';
import { styleOf } from './style.ts';
import { adoptNumber, isOld } from './transaction.ts';
import { PLAIN, unwrap, type Wrapper } from './wrapper.ts';

/** The web services of older HIS: XML, bare or in SOAP, in 金保 codes or national names (contract section 5.2). */
export const xml: Adapter = { name: 'xml', open: (message) => new XmlExchange(message) };

class XmlExchange implements Exchange {
  readonly #message: Message;
  readonly #wrapper: Omit<Wrapper, 'message'>;
  readonly #root: XmlElement | undefined;
  readonly #fault: Refusal | undefined;
  #fields = new Fields();

  constructor(message: Message) {
    this.#message = message;
    let wrapper: Omit<Wrapper, 'message'> = PLAIN;
    try {
      const opened = unwrap(message.bytes);
      wrapper = opened;
      this.#root = opened.message();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#fault = error;
    }
    this.#wrapper = wrapper;
  }

  read(): Command {
    if (this.#root === undefined) throw this.#fault;
    const gathered = gather(this.#root);
    this.#fields = gathered.fields;
    adoptNumber(gathered.fields, this.#wrapper.beside);
    return readCommand(gathered, this.#message);
  }

  write(outcome: Outcome): Reply {
    return this.#reply(styleOf(this.#root).done(contentOf(outcome, this.#fields)));
  }

  refuse(problem: ProblemDocument): Reply {
    const text = problemText(namedAsSent(problem));
    return this.#reply(styleOf(this.#root).refused(isOld(this.#fields) ? withCodes(text) : text));
  }

  #reply(out: Out): Reply {
    const { type, wrap } = this.#wrapper;
    return { type, bytes: wrap(buildXml(out)) };
  }
}
