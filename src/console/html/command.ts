import { type Html, html } from './html.ts';

/** What is changed by a command and not here: which command it is. */
export function command(words: string, line: string): Html {
  return html`<div class="command no-print"><p class="soft">${words}</p><p><code>${line}</code></p></div>`;
}
