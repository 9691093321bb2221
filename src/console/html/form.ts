import type { Visit } from '../page.ts';
import { type Html, html, type Part } from './html.ts';

/** The name of the field that every form carries. */
export const TOKEN_FIELD = 'token';

/** A form that changes something; it carries what proves that it is ours. */
export function form({ url, formToken }: Visit, path: string, content: Part): Html {
  return html`<form method="post" action="${url(path)}"><input type="hidden" name="${TOKEN_FIELD}" value="${formToken}">${content}</form>`;
}

/** A form that only asks: what was typed stands in the address. */
export function questionForm({ url }: Visit, path: string, content: Part): Html {
  return html`<form method="get" action="${url(path)}" class="question">${content}</form>`;
}

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'date' | 'datetime-local' | 'month' | 'number';
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
  const {
    name,
    label,
    type = 'text',
    value,
    hint,
    error,
    autocomplete,
    inputmode,
    required = false,
    maxlength,
  } = given;
  const id = `field-${name}`;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
<input id="${id}" name="${name}" type="${type}"${value !== undefined && html` value="${value}"`}${
    described !== '' && html` aria-describedby="${described}"`
  }${error !== undefined && html` aria-invalid="true"`}${
    autocomplete !== undefined && html` autocomplete="${autocomplete}"`
  }${inputmode !== undefined && html` inputmode="${inputmode}"`}${required && html` required`}${
    maxlength !== undefined && html` maxlength="${maxlength}"`
  }>
</div>`;
}

/** A button that sends its form. */
export function submit(label: string): Html {
  return html`<div class="actions"><button>${label}</button></div>`;
}
