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

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'date' | 'month' | 'number';
  readonly value?: string | undefined;
  /** What is to be typed, before somebody gets it wrong. */
  readonly hint?: string | undefined;
  /** What was wrong with what was typed. */
  readonly error?: string | undefined;
  /** Of HTML, such as `current-password`. */
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'decimal';
  readonly required?: boolean;
  readonly maxlength?: number;
}

/** A field with its label, and with its hint and its error tied to it. */
export function field(given: Field): Html {
  const { type = 'text', value, autocomplete, inputmode, required = false, maxlength } = given;
  return labelled(
    given,
    (tied) =>
      html`<input ${tied} type="${type}"${value !== undefined && html` value="${value}"`}${
        autocomplete !== undefined && html` autocomplete="${autocomplete}"`
      }${inputmode !== undefined && html` inputmode="${inputmode}"`}${required && html` required`}${
        maxlength !== undefined && html` maxlength="${maxlength}"`
      }>`,
  );
}

/** A field for a text of several lines. */
export function textField(
  given: Pick<Field, 'name' | 'label' | 'hint' | 'error' | 'value' | 'maxlength'> & { readonly rows: number },
): Html {
  const { rows, value, maxlength } = given;
  return labelled(
    given,
    // A first line break is not part of the text, so that there is always one.
    (tied) => html`<textarea ${tied} rows="${rows}"${maxlength !== undefined && html` maxlength="${maxlength}"`}>
${value}</textarea>`,
  );
}

/** A field for a file, whose form is a {@link fileForm}. */
export function fileField(given: Pick<Field, 'name' | 'label' | 'hint' | 'error'> & { readonly accept: string }): Html {
  return labelled(given, (tied) => html`<input ${tied} type="file" accept="${given.accept}" required>`);
}

/** A field with its label, its hint and its error; `tied` are the attributes that tie them together. */
function labelled(
  { name, label, hint, error }: Pick<Field, 'name' | 'label' | 'hint' | 'error'>,
  control: (tied: Html) => Html,
): Html {
  const id = `field-${name}`;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  const tied = html`id="${id}" name="${name}"${described !== '' && html` aria-describedby="${described}"`}${
    error !== undefined && html` aria-invalid="true"`
  }`;
  return html`<div class="field">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
${control(tied)}
</div>`;
}

/** A button that sends its form. */
export function submit(label: string): Html {
  return html`<div class="actions"><button>${label}</button></div>`;
}
