import { ROLES } from '../../accounts/role.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { formatInstant } from '../../time/calendar.ts';
import { ASSETS } from '../assets.ts';
import { LANGUAGE_NAMES, LANGUAGE_TAGS, LANGUAGES, type Texts } from '../language.ts';
import type { Visit } from '../page.ts';
import { form } from './form.ts';
import { type Html, html } from './html.ts';

const TEXTS = {
  product: { zh: '一站 · 惠民保结算', en: 'Yizhan · settlement' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  navigation: { zh: '主导航', en: 'Main' },
  languages: { zh: '语言', en: 'Language' },
  signedIn: { zh: '已登录', en: 'Signed in' },
  account: { zh: '我的账户', en: 'My account' },
  signOut: { zh: '退出', en: 'Sign out' },
  sandbox: { zh: '沙箱：仅供联调测试，数据均为虚构', en: 'Sandbox: for tests only, all data is invented' },
  printed: { zh: '打印时间', en: 'Printed' },
} as const satisfies Texts;

/** A whole page around its content. */
export function layout(visit: Visit, title: string, body: Html): Html {
  const { gateway, language, say, url } = visit;
  const product = say(TEXTS.product);
  return html`<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${product}</title>
<link rel="icon" href="${url(ASSETS.icon.path)}">
<link rel="stylesheet" href="${url(ASSETS.style.path)}">
<link rel="stylesheet" href="${url(ASSETS.desk.path)}">
<link rel="stylesheet" href="${url(ASSETS.insurer.path)}">
<link rel="stylesheet" href="${url(ASSETS.policy.path)}">
</head>
<body>
<a class="skip" href="#main">${say(TEXTS.skip)}</a>
${gateway.sandbox && html`<p class="sandbox">${say(TEXTS.sandbox)}</p>`}
<header class="top">
<a class="brand" href="${url('')}">${product}</a>
${navigation(visit)}
${languages(visit)}
${who(visit)}
</header>
<p class="print-only">${product} · ${partyName(visit)} · ${say(TEXTS.printed)} ${shownInstant(gateway.clock.real())}</p>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/** An instant as people read it, to the minute, in Asia/Shanghai. */
export function shownInstant(at: number): string {
  return formatInstant(at).slice(0, 16).replace('T', ' ');
}

function navigation({ navigation: entries, here, say, url }: Visit): Html | false {
  if (entries.length === 0) return false;
  const path = here.split('?')[0] ?? '';
  const items = entries.map((entry) => {
    const current = entry.path === '' ? path === '' : path === entry.path || path.startsWith(`${entry.path}/`);
    return html`<li><a href="${url(entry.path)}"${current && html` aria-current="page"`}>${say(entry.words)}</a></li>`;
  });
  return html`<nav class="pages" aria-label="${say(TEXTS.navigation)}"><ul>${items}</ul></nav>`;
}

/** The same page in the other languages. */
function languages({ here, language, say, url }: Visit): Html {
  const [path = '', search] = here.split('?');
  const query = Object.fromEntries(new URLSearchParams(search));
  const items = LANGUAGES.map((one) =>
    one === language
      ? html`<li><span aria-current="true">${LANGUAGE_NAMES[one]}</span></li>`
      : html`<li><a href="${url(path, { ...query, lang: one })}" lang="${LANGUAGE_TAGS[one]}" hreflang="${LANGUAGE_TAGS[one]}">${LANGUAGE_NAMES[one]}</a></li>`,
  );
  return html`<nav class="languages" aria-label="${say(TEXTS.languages)}"><ul>${items}</ul></nav>`;
}

function who(visit: Visit): Html | false {
  const { user, say, url } = visit;
  if (user === undefined) return false;
  return html`<div class="who"><span>${say(TEXTS.signedIn)}: <a href="${url('/account')}">${user.name}<span class="visually-hidden"> (${say(TEXTS.account)})</span></a> · ${roleName(visit)} · ${partyName(visit)}</span>
${form(visit, '/sign-out', html`<button class="plain">${say(TEXTS.signOut)}</button>`)}</div>`;
}

function roleName({ user, say }: Visit): string {
  return user === undefined ? '' : say(ROLES[user.role].words as Bilingual);
}

function partyName({ user }: Visit): string {
  return user === undefined ? '' : (user.party.name ?? user.party.id);
}
