import { passwordProblem, SHORTEST_PASSWORD } from '../../accounts/password.ts';
import { ALL_ROLES, ROLES } from '../../accounts/role.ts';
import { newTotpSecret, otpauthUri } from '../../accounts/totp.ts';
import { field, form, submit } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, notice, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { refusedNotice } from './sign-in.ts';

const TEXTS = {
  title: { zh: '我的账户', en: 'My account' },
  name: { zh: '用户名', en: 'User name' },
  role: { zh: '角色', en: 'Role' },
  party: { zh: '参与方', en: 'Party' },
  totp: { zh: '动态验证码', en: 'One-time codes' },
  on: { zh: '已启用', en: 'in use' },
  off: { zh: '未启用', en: 'not in use' },
  changePassword: { zh: '修改密码', en: 'Change the password' },
  changeTotp: { zh: '更换验证器', en: 'Change the authenticator' },
  sessions: { zh: '当前登录', en: 'Where you are signed in' },
  since: { zh: '登录时间', en: 'Signed in' },
  seen: { zh: '最近使用', en: 'Last seen' },
  which: { zh: '浏览器', en: 'Browser' },
  this: { zh: '本浏览器', en: 'this one' },
  other: { zh: '其他', en: 'another' },
  none: { zh: '无', en: 'None' },
  everywhere: { zh: '在所有浏览器退出', en: 'Sign out everywhere' },
  mustChange: {
    zh: '您使用的是他人设置的一次性密码，请先设置自己的密码。',
    en: 'Your password was made by somebody else: set your own first.',
  },
  current: { zh: '当前密码', en: 'Present password' },
  fresh: { zh: '新密码', en: 'New password' },
  freshHint: {
    zh: `至少 ${SHORTEST_PASSWORD} 个字符；几个不相关的词比符号更好记也更安全`,
    en: `At least ${SHORTEST_PASSWORD} characters; a few unrelated words are easier and safer than symbols`,
  },
  again: { zh: '再次输入新密码', en: 'New password again' },
  differ: { zh: '两次输入的新密码不一致', en: 'The two are not the same' },
  passwordChanged: {
    zh: '密码已修改，其他浏览器上的登录已退出。',
    en: 'The password is changed; other browsers are signed out.',
  },
  totpChanged: {
    zh: '验证器已更换，旧验证器不再有效。',
    en: 'The authenticator is changed; the old one no longer works.',
  },
  secret: { zh: '密钥（仅显示这一次）', en: 'Secret (shown only now)' },
  uri: { zh: '链接', en: 'Link' },
  totpHow: {
    zh: '在验证器应用中添加账户并输入此密钥（基于时间，6 位，30 秒），然后填写应用显示的验证码。确认之前，旧验证器仍然有效。',
    en: 'Add an account in your authenticator app with this secret (time-based, 6 digits, 30 seconds), then type the code it shows. Until you confirm, the old one goes on working.',
  },
  code: { zh: '新验证器显示的 6 位数字', en: 'The 6 digits of the new authenticator' },
  confirm: { zh: '确认更换', en: 'Confirm' },
} as const satisfies Texts;

const DONE: Readonly<Record<string, keyof typeof TEXTS>> = { password: 'passwordChanged', totp: 'totpChanged' };

async function showAccount(visit: UserVisit): Promise<Answer> {
  const { say, url, user, gateway, query } = visit;
  const { id, account } = user.session;
  const done = DONE[query.get('done') ?? ''];
  const sessions = await gateway.console.sessions.list(user.name);
  const body = html`${done && notice('good', html`<p>${say(TEXTS[done])}</p>`)}
${definitions([
  [say(TEXTS.name), user.name],
  [say(TEXTS.role), say(ROLES[user.role].words)],
  [say(TEXTS.party), `${user.party.name ?? ''} ${user.party.id}`.trim()],
  [say(TEXTS.totp), say(account.totpSecret === null ? TEXTS.off : TEXTS.on)],
])}
<ul class="links"><li><a href="${url('/account/password')}">${say(TEXTS.changePassword)}</a></li>
<li><a href="${url('/account/authenticator')}">${say(TEXTS.changeTotp)}</a></li></ul>
${table({
  caption: say(TEXTS.sessions),
  empty: say(TEXTS.none),
  rows: sessions,
  columns: [
    { title: say(TEXTS.which), cell: (row) => say(row.id === id ? TEXTS.this : TEXTS.other) },
    { title: say(TEXTS.since), cell: (row) => shownInstant(row.createdAt) },
    { title: say(TEXTS.seen), cell: (row) => shownInstant(row.seenAt) },
  ],
})}${form(visit, '/account/sign-out-everywhere', submit(say(TEXTS.everywhere)))}`;
  return { title: say(TEXTS.title), body };
}

async function signOutEverywhere({ gateway, user }: UserVisit): Promise<Answer> {
  await gateway.console.sessions.closeAll(user.name);
  return { to: '/sign-in', query: { done: 'signed-out' }, session: null };
}

function showPassword(visit: UserVisit): Answer {
  const { say, user } = visit;
  const must = user.session.account.mustChange && notice('note', html`<p>${say(TEXTS.mustChange)}</p>`);
  return passwordPage(visit, html`${must}`, {});
}

async function changePassword(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, say, user } = visit;
  const fresh = typed.get('fresh') ?? '';
  const problem = passwordProblem(fresh, user.name);
  if (problem !== undefined) return { ...passwordPage(visit, html``, { fresh: say(problem) }), status: 422 };
  if (fresh !== typed.get('again')) {
    return { ...passwordPage(visit, html``, { again: say(TEXTS.differ) }), status: 422 };
  }
  const outcome = await gateway.console.sessions.changePassword(user.session, typed.get('current') ?? '', fresh);
  if (outcome.kind !== 'in') return { ...passwordPage(visit, refusedNotice(visit, outcome), {}), status: 422 };
  return { to: '/account', query: { done: 'password' }, session: outcome.token };
}

function passwordPage(visit: UserVisit, said: Html, errors: { readonly fresh?: string; readonly again?: string }) {
  const { say } = visit;
  const password = { type: 'password', required: true, maxlength: 256 } as const;
  const content = html`
${field({ ...password, name: 'current', label: say(TEXTS.current), autocomplete: 'current-password' })}
${field({ ...password, name: 'fresh', label: say(TEXTS.fresh), hint: say(TEXTS.freshHint), error: errors.fresh, autocomplete: 'new-password' })}
${field({ ...password, name: 'again', label: say(TEXTS.again), error: errors.again, autocomplete: 'new-password' })}
${submit(say(TEXTS.changePassword))}`;
  return { title: say(TEXTS.changePassword), body: html`${said}${form(visit, '/account/password', content)}` };
}

function showTotp(visit: UserVisit): Answer {
  return totpPage(visit, newTotpSecret(), undefined);
}

async function changeTotp(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, user } = visit;
  const { sessions } = gateway.console;
  const secret = sessions.offeredTotp(user.session, typed.get('offer') ?? '');
  if (secret === undefined) return { to: '/account/authenticator' };
  const refused = await sessions.changeTotp(user.session, typed.get('current') ?? '', secret, typed.get('code') ?? '');
  if (refused === undefined) return { to: '/account', query: { done: 'totp' } };
  return { ...totpPage(visit, secret, refusedNotice(visit, refused)), status: 422 };
}

function totpPage(visit: UserVisit, secret: string, said: Html | undefined) {
  const { say, user, gateway } = visit;
  const { sessions } = gateway.console;
  const uri = otpauthUri(secret, user.name, gateway.id);
  const content = html`<input type="hidden" name="offer" value="${sessions.offerTotp(user.session, secret)}">
${field({ name: 'current', label: say(TEXTS.current), type: 'password', autocomplete: 'current-password', required: true, maxlength: 256 })}
${field({ name: 'code', label: say(TEXTS.code), autocomplete: 'one-time-code', inputmode: 'numeric', required: true, maxlength: 7 })}
${submit(say(TEXTS.confirm))}`;
  const body = html`${said}<p>${say(TEXTS.totpHow)}</p>
${definitions([
  [say(TEXTS.secret), html`<code>${secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>`],
  [say(TEXTS.uri), html`<code>${uri}</code>`],
])}${form(visit, '/account/authenticator', content)}`;
  return { title: say(TEXTS.changeTotp), body };
}

export const ACCOUNT_PAGES = {
  account: { method: 'GET', path: '/account', roles: ALL_ROLES, navigation: TEXTS.title, handler: showAccount },
  signOutEverywhere: {
    method: 'POST',
    path: '/account/sign-out-everywhere',
    roles: ALL_ROLES,
    handler: signOutEverywhere,
  },
  password: {
    method: 'GET',
    path: '/account/password',
    roles: ALL_ROLES,
    beforePasswordChange: true,
    handler: showPassword,
  },
  passwordSent: {
    method: 'POST',
    path: '/account/password',
    roles: ALL_ROLES,
    beforePasswordChange: true,
    handler: changePassword,
  },
  authenticator: { method: 'GET', path: '/account/authenticator', roles: ALL_ROLES, handler: showTotp },
  authenticatorSent: { method: 'POST', path: '/account/authenticator', roles: ALL_ROLES, handler: changeTotp },
} as const satisfies Record<string, UserPage>;
