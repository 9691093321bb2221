import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../accounts/demo.ts';
import { ALL_ROLES, ROLES, type Role } from '../../accounts/role.ts';
import type { Refused } from '../../accounts/sessions.ts';
import { field, form, submit } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { notice, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, PublicPage, UserPage, UserVisit, Visit } from '../page.ts';

const TEXTS = {
  title: { zh: '登录', en: 'Sign in' },
  name: { zh: '用户名', en: 'User name' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态验证码', en: 'One-time code' },
  codeHint: {
    zh: '验证器应用显示的 6 位数字；演示账户留空',
    en: 'The 6 digits in your authenticator app; empty for a demo account',
  },
  codeHintPlain: { zh: '验证器应用显示的 6 位数字', en: 'The 6 digits in your authenticator app' },
  wrong: {
    zh: '用户名、密码或验证码不正确，或账户已停用。验证码只能使用一次，请等待下一个再试。',
    en: 'User name, password or code is wrong, or the account is disabled. A code works once: wait for the next one before you try again.',
  },
  locked: { zh: '失败次数过多，此用户名暂停登录至', en: 'Too many failures: this user name is locked until' },
  signedOut: { zh: '您已退出登录。', en: 'You are signed out.' },
  forgotten: {
    zh: '忘记密码或更换手机，请联系本网关的运营人员重置。',
    en: 'Forgotten password or a new phone: ask the operator of this gateway for a reset.',
  },
  demo: { zh: '演示账户（仅沙箱）', en: 'Demo accounts (sandbox only)' },
  demoPassword: { zh: '密码均为', en: 'The password of all of them is' },
  role: { zh: '角色', en: 'Role' },
  party: { zh: '参与方', en: 'Party' },
  none: { zh: '无', en: 'None' },
} as const satisfies Texts;

/** What a refused password is told. */
export function refusedNotice({ say }: Visit, refused: Refused): Html {
  if (refused.kind === 'wrong') return notice('bad', html`<p>${say(TEXTS.wrong)}</p>`);
  return notice('bad', html`<p>${say(TEXTS.locked)} ${shownInstant(refused.until + 59_999)}</p>`);
}

function show(visit: Visit): Answer {
  if (visit.user !== undefined) return { to: '' };
  const done = visit.query.get('done') === 'signed-out';
  return page(visit, done ? notice('good', html`<p>${visit.say(TEXTS.signedOut)}</p>`) : undefined);
}

async function signIn(visit: Visit): Promise<Answer> {
  const { form: typed, gateway, user } = visit;
  const outcome = await gateway.console.sessions.signIn({
    name: (typed.get('name') ?? '').trim().toLowerCase(),
    password: typed.get('password') ?? '',
    code: typed.get('code') ?? '',
    instead: user?.session.id,
  });
  if (outcome.kind === 'in') return { ...nextOf(typed.get('next')), session: outcome.token };
  return { ...page(visit, refusedNotice(visit, outcome)), status: outcome.kind === 'locked' ? 429 : 401 };
}

async function signOut({ gateway, user }: UserVisit): Promise<Answer> {
  await gateway.console.sessions.close(user.session.id);
  return { to: '/sign-in', query: { done: 'signed-out' }, session: null };
}

/** Where somebody wanted to go: a path of ours, or home. */
function nextOf(next: string | null): { readonly to: string; readonly query?: Record<string, string> } {
  if (next === null || !/^(\/[\w.~%-]+)+(\?[\w.~%=&+-]*)?$/.test(next)) return { to: '' };
  const [to = '', search] = next.split('?');
  return { to, query: Object.fromEntries(new URLSearchParams(search)) };
}

function page(visit: Visit, said: Html | undefined): { readonly title: string; readonly body: Html } {
  const { say, form: typed, query, gateway } = visit;
  const next = typed.get('next') ?? query.get('next') ?? '';
  const content = html`<input type="hidden" name="next" value="${next}">
${field({ name: 'name', label: say(TEXTS.name), value: typed.get('name') ?? '', autocomplete: 'username', required: true, maxlength: 64 })}
${field({ name: 'password', label: say(TEXTS.password), type: 'password', autocomplete: 'current-password', required: true, maxlength: 256 })}
${field({ name: 'code', label: say(TEXTS.code), hint: say(gateway.sandbox ? TEXTS.codeHint : TEXTS.codeHintPlain), autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 7 })}
${submit(say(TEXTS.title))}`;
  const body = html`${said}${form(visit, '/sign-in', content)}
<p class="soft">${say(TEXTS.forgotten)}</p>
${gateway.sandbox && demo(visit)}`;
  return { title: say(TEXTS.title), body };
}

function demo({ say }: Visit): Html {
  const role = (name: Role) => say(ROLES[name].words);
  return html`${table({
    caption: say(TEXTS.demo),
    empty: say(TEXTS.none),
    rows: DEMO_ACCOUNTS,
    columns: [
      { title: say(TEXTS.name), cell: (row) => html`<code>${row.name}</code>` },
      { title: say(TEXTS.role), cell: (row) => role(row.role) },
      { title: say(TEXTS.party), cell: (row) => html`<code>${row.party}</code>` },
    ],
  })}<p>${say(TEXTS.demoPassword)} <code>${DEMO_PASSWORD}</code></p>`;
}

export const SIGN_IN_PAGES = {
  signIn: { method: 'GET', path: '/sign-in', roles: 'anyone', handler: show },
  signInSent: { method: 'POST', path: '/sign-in', roles: 'anyone', handler: signIn },
  signOut: {
    method: 'POST',
    path: '/sign-out',
    roles: ALL_ROLES,
    beforePasswordChange: true,
    handler: signOut,
  },
} as const satisfies Record<string, PublicPage | UserPage>;
