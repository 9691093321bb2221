import { type Html, html } from './html.ts';

/** A field in which one of several is chosen. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** A list to choose from, with its hint and its error tied to it. */
export function choice({ name, label, value, options, hint, error }: Choice): Html {
  const id = `field-${name}`;
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
<label for="${id}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
<select id="${id}" name="${name}"${described !== '' && html` aria-describedby="${described}"`}${
    error !== undefined && html` aria-invalid="true"`
  }>${options.map(
    ([one, words]) => html`<option value="${one}"${one === value && html` selected`}>${words}</option>`,
  )}</select>
</div>`;
}

/** A box to tick. */
export function tick(given: { name: string; label: string; value: string; ticked: boolean }): Html {
  const { name, label, value, ticked } = given;
  const id = `field-${name}`;
  return html`<div class="tick"><input type="checkbox" id="${id}" name="${name}" value="${value}"${
    ticked && html` checked`
  }><label for="${id}">${label}</label></div>`;
}
