import type { Visit } from '../page.ts';
import { type Html, html, type Part } from './html.ts';

/** The name of the field that every form carries. */
export const TOKEN_FIELD = 'token';

/** A form that changes something; it carries what proves that it is ours. */
export function form({ url, formToken }: Visit, path: string, content: Part): Html {
  return html`<form method="post" action="${url(path)}"><input type="hidden" name="${TOKEN_FIELD}" value="${formToken}">${content}</form>`;
}

/** A form that changes something and has a file in it; its page says `takesFile`. */
export function fileForm({ url, formToken }: Visit, path: string, content: Part): Html {
  return html`<form method="post" enctype="multipart/form-data" action="${url(path)}"><input type="hidden" name="${TOKEN_FIELD}" value="${formToken}">${content}</form>`;
}

/** A form that only asks: what was typed stands in the address. */
export function questionForm({ url }: Visit, path: string, content: Part): Html {
  return html`<form method="get" action="${url(path)}" class="question">${content}</form>`;
}

/** What every field of a form has, whatever is typed or chosen in it. */
interface Control {
  readonly name: string;
  readonly label: string;
  /** What is to be typed, before somebody gets it wrong. */
  readonly hint?: string | undefined;
  /** What was wrong with what was typed. */
  readonly error?: string | undefined;
  readonly required?: boolean;
}

/** One field of a form. */
export interface Field extends Control {
  readonly type?: 'text' | 'password' | 'date' | 'datetime-local' | 'month' | 'number';
  readonly value?: string | undefined;
  /** Of HTML, such as `current-password`. */
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'decimal';
  readonly maxlength?: number;
}

/** A field with its label, and with its hint and its error tied to it. */
export function field(given: Field): Html {
  const { type = 'text', value, autocomplete, inputmode, maxlength } = given;
  return control(
    given,
    (attributes) =>
      html`<input${attributes} type="${type}"${value !== undefined && html` value="${value}"`}${
        autocomplete !== undefined && html` autocomplete="${autocomplete}"`
      }${inputmode !== undefined && html` inputmode="${inputmode}"`}${
        maxlength !== undefined && html` maxlength="${maxlength}"`
      }>`,
  );
}

/** One of several to choose. */
export interface Choice extends Control {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** What is chosen; the first where it is none of them. */
  readonly value?: string | undefined;
}

/** A list to choose one from, with its label, hint and error as {@link field} has them. */
export function choice(given: Choice): Html {
  const options = given.options.map(
    ({ value, text }) => html`<option value="${value}"${value === given.value && html` selected`}>${text}</option>`,
  );
  return control(given, (attributes) => html`<select${attributes}>${options}</select>`);
}

/** A box to tick. */
export function tick(given: { name: string; label: string; value: string; ticked: boolean }): Html {
  const { name, label, value, ticked } = given;
  const id = `field-${name}`;
  return html`<div class="tick"><input type="checkbox" id="${id}" name="${name}" value="${value}"${
    ticked && html` checked`
  }><label for="${id}">${label}</label></div>`;
}

/** A field for a text of several lines. */
export function textField(given: Pick<Field, keyof Control | 'value' | 'maxlength'> & { readonly rows: number }): Html {
  const { rows, value, maxlength } = given;
  return control(
    given,
    // A first line break is not part of the text, so that there is always one.
    (attributes) =>
      html`<textarea${attributes} rows="${rows}"${maxlength !== undefined && html` maxlength="${maxlength}"`}>
${value}</textarea>`,
  );
}

/** A field for a file, whose form is a {@link fileForm}. */
export function fileField(given: Control & { readonly accept: string }): Html {
  const { accept } = given;
  return control(
    { ...given, required: true },
    (attributes) => html`<input${attributes} type="file" accept="${accept}">`,
  );
}

function control(given: Control, make: (attributes: Html) => Html): Html {
  const { name, label, hint, error, required = false } = given;
  const id = `field-${name}`;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  const attributes = html` id="${id}" name="${name}"${described !== '' && html` aria-describedby="${described}"`}${
    error !== undefined && html` aria-invalid="true"`
  }${required && html` required`}`;
  return html`<div class="field">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
${make(attributes)}
</div>`;
}

/** A button that sends its form. */
export function submit(label: string): Html {
  return html`<div class="actions"><button>${label}</button></div>`;
}
