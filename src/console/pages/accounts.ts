import type { Account } from '../../accounts/account.ts';
import { ROLES } from '../../accounts/role.ts';
import { otpauthUri } from '../../accounts/totp.ts';
import { Refusal } from '../../problem/refusal.ts';
import { command } from '../html/command.ts';
import { form, submit } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, notice, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

const TEXTS = {
  accounts: { zh: '账户', en: 'Accounts' },
  account: { zh: '账户', en: 'Account' },
  name: { zh: '用户名', en: 'User name' },
  role: { zh: '角色', en: 'Role' },
  party: { zh: '参与方', en: 'Party' },
  state: { zh: '状态', en: 'State' },
  signedIn: { zh: '当前登录（自）', en: 'Signed in (since)' },
  made: { zh: '建立时间', en: 'Made' },
  open: { zh: '可用', en: 'open' },
  disabled: { zh: '已停用', en: 'disabled' },
  mustChange: { zh: '待改密码', en: 'password to be changed' },
  demo: { zh: '演示', en: 'demo' },
  notIn: { zh: '未登录', en: 'not signed in' },
  none: { zh: '没有账户', en: 'There is no account' },
  doIt: { zh: '操作', en: 'Change' },
  reset: { zh: '重置', en: 'Reset' },
  disable: { zh: '停用', en: 'Disable' },
  how: { zh: '新账户通过命令建立：', en: 'A new account is made by a command:' },
  resetWhat: {
    zh: '将生成新的一次性密码和验证器密钥，此人当前的所有登录立即失效；停用的账户恢复可用。',
    en: 'A new one-time password and a new authenticator secret are made, and whoever is signed in with it no longer is. A disabled account opens again.',
  },
  disableWhat: {
    zh: '此账户不能再登录，当前的所有登录立即失效。以后可用“重置”恢复。',
    en: 'Nobody signs in with it any more, and whoever is signed in no longer is. "Reset" opens it again.',
  },
  confirmReset: { zh: '确认重置', en: 'Reset it' },
  confirmDisable: { zh: '确认停用', en: 'Disable it' },
  cancel: { zh: '返回，不作更改', en: 'Back, without a change' },
  own: {
    zh: '不能停用自己的账户：请由另一位运营人员操作。',
    en: 'Nobody disables their own account: ask another operator.',
  },
  wasDisabled: { zh: '账户已停用。', en: 'The account is disabled.' },
  wasReset: {
    zh: '账户已重置。以下内容只显示这一次，请当面或分两路转交；首次登录须修改密码。',
    en: 'The account is reset. This is shown only now: hand it over in person or on two ways. The password must be changed at the first sign-in.',
  },
  password: { zh: '一次性密码', en: 'One-time password' },
  secret: { zh: '验证器密钥', en: 'Authenticator secret' },
  uri: { zh: '验证器链接', en: 'Authenticator link' },
  back: { zh: '全部账户', en: 'All accounts' },
  unknown: { zh: '没有这个账户', en: 'There is no such account' },
} as const satisfies Texts;

async function list(visit: UserVisit): Promise<Answer> {
  const { gateway, query, say, url } = visit;
  const { accounts, sessions } = gateway.console;
  const [rows, since] = await Promise.all([accounts.list(), sessions.latest()]);
  const shown = table({
    caption: say(TEXTS.accounts),
    empty: say(TEXTS.none),
    rows,
    columns: [
      { title: say(TEXTS.name), cell: ({ name }) => name },
      { title: say(TEXTS.role), cell: ({ role }) => say(ROLES[role].words) },
      { title: say(TEXTS.party), cell: ({ party }) => `${gateway.registry.party(party)?.name ?? ''} ${party}`.trim() },
      { title: say(TEXTS.state), cell: (account) => stateOf(visit, account) },
      {
        title: say(TEXTS.signedIn),
        cell: ({ name }) => {
          const at = since.get(name);
          return at === undefined ? html`<span class="soft">${say(TEXTS.notIn)}</span>` : shownInstant(at);
        },
      },
      {
        title: say(TEXTS.doIt),
        cell: ({ name, disabledAt }) =>
          html`<span class="no-print"><a href="${url(`/accounts/${name}/reset`)}">${say(TEXTS.reset)}<span class="visually-hidden"> ${name}</span></a>${
            disabledAt === null &&
            html` · <a href="${url(`/accounts/${name}/disable`)}">${say(TEXTS.disable)}<span class="visually-hidden"> ${name}</span></a>`
          }</span>`,
      },
    ],
  });
  const done = query.get('done') === 'disabled' && notice('good', html`<p>${say(TEXTS.wasDisabled)}</p>`);
  const how = command(say(TEXTS.how), 'npx yizhan accounts add <name> --party <id> --role <role>');
  return { title: say(TEXTS.accounts), body: html`${done}${shown}${how}` };
}

async function askReset(visit: UserVisit): Promise<Answer> {
  return confirmPage(visit, await accountOf(visit), 'reset', undefined);
}

/** Answers the page itself: what it shows is nowhere to be asked for again. */
async function reset(visit: UserVisit): Promise<Answer> {
  const { gateway, say, url, user } = visit;
  const { name } = await accountOf(visit);
  const { password, totpSecret } = await gateway.console.accounts.reset(name, `console:${user.name}`);
  const body = html`${notice('good', html`<p>${say(TEXTS.wasReset)}</p>`)}
${definitions([
  [say(TEXTS.name), name],
  [say(TEXTS.password), html`<code>${password}</code>`],
  [say(TEXTS.secret), html`<code>${totpSecret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>`],
  [say(TEXTS.uri), html`<code>${otpauthUri(totpSecret, name, gateway.id)}</code>`],
])}<p><a href="${url('/accounts')}">${say(TEXTS.back)}</a></p>`;
  return { title: `${say(TEXTS.reset)} ${name}`, body };
}

async function askDisable(visit: UserVisit): Promise<Answer> {
  return confirmPage(visit, await accountOf(visit), 'disable', undefined);
}

async function disable(visit: UserVisit): Promise<Answer> {
  const { gateway, say, user } = visit;
  const account = await accountOf(visit);
  if (account.name === user.name) {
    const own = notice('bad', html`<p>${say(TEXTS.own)}</p>`);
    return { ...confirmPage(visit, account, 'disable', own), status: 422 };
  }
  await gateway.console.accounts.disable(account.name, `console:${user.name}`);
  return { to: '/accounts', query: { done: 'disabled' } };
}

function confirmPage(visit: UserVisit, account: Account, what: 'reset' | 'disable', said: Html | undefined) {
  const { say, url } = visit;
  const [words, button] = {
    reset: [TEXTS.resetWhat, TEXTS.confirmReset] as const,
    disable: [TEXTS.disableWhat, TEXTS.confirmDisable] as const,
  }[what];
  const body = html`${said}${definitions([
    [say(TEXTS.name), account.name],
    [say(TEXTS.role), say(ROLES[account.role].words)],
    [say(TEXTS.party), account.party],
    [say(TEXTS.state), stateOf(visit, account)],
    [say(TEXTS.made), shownInstant(account.createdAt)],
  ])}${form(visit, `/accounts/${account.name}/${what}`, html`<p>${say(words)}</p>${submit(say(button))}`)}
<p><a href="${url('/accounts')}">${say(TEXTS.cancel)}</a></p>`;
  return { title: `${say(TEXTS[what])} ${account.name}`, body };
}

function stateOf({ say }: UserVisit, { disabledAt, mustChange, demo }: Account): Html {
  if (disabledAt !== null) return html`<span class="fails">${say(TEXTS.disabled)}</span> ${shownInstant(disabledAt)}`;
  if (demo) return html`${say(TEXTS.demo)}`;
  return mustChange ? html`${say(TEXTS.mustChange)}` : html`<span class="holds">${say(TEXTS.open)}</span>`;
}

async function accountOf({ gateway, param }: UserVisit): Promise<Account> {
  const account = (await gateway.console.accounts.list()).find(({ name }) => name === param('account'));
  if (account !== undefined) return account;
  throw new Refusal('NOT_FOUND', { detail: TEXTS.unknown.zh, detailEn: TEXTS.unknown.en });
}

const OPERATOR = ['operator'] as const;
const RESET = '/accounts/{account}/reset';
const DISABLE = '/accounts/{account}/disable';

export const ACCOUNTS_PAGES = {
  accounts: { method: 'GET', path: '/accounts', roles: OPERATOR, navigation: TEXTS.accounts, handler: list },
  accountReset: { method: 'GET', path: RESET, roles: OPERATOR, handler: askReset },
  accountResetSent: { method: 'POST', path: RESET, roles: OPERATOR, handler: reset },
  accountDisable: { method: 'GET', path: DISABLE, roles: OPERATOR, handler: askDisable },
  accountDisableSent: { method: 'POST', path: DISABLE, roles: OPERATOR, handler: disable },
} as const satisfies Record<string, UserPage>;
