import { html } from '../../html/html.ts';
import { section } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { INSURER, schemeIn, schemeLinks } from './frame.ts';

const TEXTS = {
  title: { zh: '我的方案', en: 'My schemes' },
  none: { zh: '没有负责的保障方案', en: 'No scheme is yours' },
} as const satisfies Texts;

function schemes(visit: UserVisit): Answer {
  const { say, user } = visit;
  const own = user.party.schemes ?? [];
  const sections = own.map((scheme) =>
    section(schemeIn(visit, scheme), html`<ul class="links">${schemeLinks(visit, scheme)}</ul>`),
  );
  const body = own.length === 0 ? html`<p class="empty">${say(TEXTS.none)}</p>` : html`${sections}`;
  return { title: say(TEXTS.title), body };
}

export const SCHEMES_PAGES = {
  schemes: { method: 'GET', path: '/schemes', roles: INSURER, navigation: TEXTS.title, handler: schemes },
} as const satisfies Record<string, UserPage>;
