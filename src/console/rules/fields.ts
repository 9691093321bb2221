import type { Bilingual } from '../../scheme/words.ts';
import type { Problems } from '../calculator/problems.ts';
import { NO, type Typed, YES } from '../calculator/typed.ts';
import { choice, type Field, field, tick } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';

const TEXTS = { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } };

type Options = Pick<Field, 'type' | 'inputmode' | 'maxlength' | 'autocomplete' | 'hint'>;
type Words = Readonly<Record<string, Bilingual>>;

/** The fields of a bill with what was typed in them, and what is wrong with it. */
export class Fields {
  readonly #typed: Typed;
  readonly #problems: Problems;
  readonly #say: (words: Bilingual) => string;
  /** What each field that was made is called, with the row it stands in. */
  readonly labels = new Map<string, string>();
  /** Put before the labels of a row, for those who do not see in which it stands. */
  #row = '';

  constructor(typed: Typed, problems: Problems, say: (words: Bilingual) => string) {
    this.#typed = typed;
    this.#problems = problems;
    this.#say = say;
  }

  /** Fields that belong together; open where something in it is wrong. */
  folded(title: string, make: () => Html): Html {
    const before = new Set(this.labels.keys());
    const content = make();
    const wrong = [...this.labels.keys()].some((name) => !before.has(name) && this.#problems.has(name));
    return html`<details${wrong && html` open`}><summary>${title}</summary>${content}</details>`;
  }

  group(title: string, make: () => Html): Html {
    const outer = this.#row;
    this.#row = title;
    const content = make();
    this.#row = outer;
    return html`<fieldset><legend>${title}</legend>${content}</fieldset>`;
  }

  text(name: string, label: string, options: Options = {}): Html {
    this.#note(name, label);
    const error = this.#error(name);
    return field({ name, label, value: this.value(name), error, autocomplete: 'off', maxlength: 200, ...options });
  }

  /** Yuan. */
  amount(name: string, label: string, hint?: string): Html {
    return this.text(name, label, { inputmode: 'decimal', maxlength: 44, hint });
  }

  count(name: string, label: string): Html {
    return this.text(name, label, { inputmode: 'numeric', maxlength: 4 });
  }

  day(name: string, label: string): Html {
    return this.text(name, label, { type: 'date' });
  }

  choice(name: string, label: string, words: Words, none?: string): Html {
    const options = Object.entries(words).map(([value, one]) => [value, this.#say(one)] as const);
    return this.pick(name, label, none === undefined ? options : [['', none], ...options]);
  }

  pick(name: string, label: string, options: readonly (readonly [string, string])[]): Html {
    this.#note(name, label);
    const shown = options.map(([value, text]) => ({ value, text }));
    return choice({ name, label, value: this.value(name), options: shown, error: this.#error(name) });
  }

  yesNo(name: string, label: string, none?: string): Html {
    return this.choice(name, label, { [YES]: TEXTS.yes, [NO]: TEXTS.no }, none);
  }

  tick(name: string, label: string): Html {
    this.#note(name, label);
    return tick({ name, label, value: YES, ticked: this.value(name) === YES });
  }

  hidden(name: string): Html {
    return html`<input type="hidden" name="${name}" value="${this.value(name)}">`;
  }

  value(name: string): string {
    return this.#typed.get(name) ?? '';
  }

  /** The names of what was typed that begin so. */
  below(start: string): readonly string[] {
    return [...this.#typed.keys()].filter((name) => name.startsWith(start));
  }

  #note(name: string, label: string): void {
    this.labels.set(name, this.#row === '' ? label : `${this.#row} · ${label}`);
  }

  #error(name: string): string | undefined {
    const words = this.#problems.get(name);
    return words && this.#say(words);
  }
}
