import { onTestFinished, vi } from 'vitest';
import { type Account, findAccount } from '../../src/accounts/account.ts';
import { Accounts } from '../../src/accounts/accounts.ts';
import { Passwords } from '../../src/accounts/password.ts';
import type { Role } from '../../src/accounts/role.ts';
import { Sessions } from '../../src/accounts/sessions.ts';
import { OperatorDesk } from '../../src/console/operator/operator-desk.ts';
import { SchemeDesk } from '../../src/console/schemes/scheme-desk.ts';
import { DEFAULT_LIMITS, type Gateway } from '../../src/http/gateway.ts';
import { openVault, type Vault } from '../../src/ledger/vault.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { importParties } from '../../src/roster/parties.ts';
import { Registry } from '../../src/roster/registry.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import { fakeGateway } from '../http/fixtures.ts';
import { openTestStore, type TestDatabase } from '../support/stores.ts';
import { OUTER_KEY } from '../support/world.ts';

export const PASSWORD = 'seven blue kettles';
/** What a hash costs is not what these tests are about. */
export const CHEAP = new Passwords({ memory: 64, passes: 1, parallelism: 1 });

/** Accounts and sessions in a store of their own, with a clock that can be set. */
export interface Desk {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly database: TestDatabase;
  readonly time: { now: number };
  readonly vault: Vault;
  account(name: string): Promise<Account | undefined>;
  /** An account with {@link PASSWORD} and no code. */
  plain(name: string, party: string, role: Role): Promise<void>;
  release(): Promise<void>;
}

/** A desk that whoever opens it releases. */
export async function openDesk(sandbox = true): Promise<Desk> {
  const { database, release } = await openTestStore();
  const time = { now: Date.parse('2026-03-01T10:00:00+08:00') };
  const clock = { real: () => time.now, business: () => time.now };
  const vault = await openVault(database, OUTER_KEY);
  const { registry, refresh } = fakeGateway().gateway;
  const accounts = new Accounts({ database, vault, clock, passwords: CHEAP, registry: { ...registry, refresh } });
  return {
    accounts,
    sessions: new Sessions({ database, vault, clock, passwords: CHEAP, sandbox }),
    database,
    time,
    vault,
    account: (name) => database.read(() => findAccount(name)),
    plain: async (name, party, role) => {
      await accounts.addDemo(name, party, role, await CHEAP.hash(PASSWORD));
    },
    release,
  };
}

/** A desk that is released when the test ends. */
export async function desk(sandbox = true): Promise<Desk> {
  const opened = await openDesk(sandbox);
  onTestFinished(() => opened.release());
  return opened;
}

/** Who is there for each role: of parties that the gateway of the tests knows. */
export const PEOPLE: Readonly<Record<Role, { readonly party: string; readonly stranger: string }>> = {
  'hospital-desk': { party: 'H1', stranger: 'H2' },
  'insurer-clerk': { party: 'INS-JX', stranger: 'INS-NT' },
  'insurer-reviewer': { party: 'INS-JX', stranger: 'INS-NT' },
  operator: { party: 'OPS', stranger: 'OPS' },
  policy: { party: 'OPS', stranger: 'OPS' },
};

/** A registry with a party of each kind, one of which has a key that is over. */
async function registered({ database, time }: Desk): Promise<Registry> {
  const jwks = (kid: string, ...more: object[]) => ({ keys: [generateKeyPair('ES256', kid).publicJwk, ...more] });
  const over = { ...generateKeyPair('ES256', 'k0').publicJwk, exp: time.now / 1000 - 3600 };
  const hospital = { kind: 'hospital', region: '360102', level: 3, ownership: 'public', designated: true, drg: true };
  const parties = [
    { id: 'H1', name: '测试医院', ...hospital, jwks: { keys: [over] } },
    { id: 'INS-JX', name: '测试保险', kind: 'insurer', schemes: ['jiangxi-weihuibao-2023'], jwks: jwks('k1', over) },
    { id: 'OPS', name: '测试运营', kind: 'operator', jwks: jwks('k2') },
  ];
  const clock = { real: () => time.now, business: () => time.now };
  await importParties(database, Buffer.from(JSON.stringify({ parties })), clock, 'cli:test');
  return Registry.open(database);
}

/** Read once: schemes do not change while tests run. */
let schemes: SchemeLibrary | undefined;
function library(): SchemeLibrary {
  schemes ??= SchemeLibrary.load();
  return schemes;
}

const MANY = { ...DEFAULT_LIMITS, pagesPerSecond: 1_000_000 };

/** A console over played services, and browsers to come with. */
export async function openConsole(change: Partial<Gateway> = {}) {
  const opened = await openDesk();
  for (const [role, { party, stranger }] of Object.entries(PEOPLE) as [Role, (typeof PEOPLE)[Role]][]) {
    await opened.plain(role, party, role);
    await opened.plain(`other-${role}`, stranger, role);
  }
  // Whom operators disable and reset.
  await opened.plain('spare', 'OPS', 'policy');
  const registry = await registered(opened);
  const console: Gateway['console'] = {
    sessions: opened.sessions,
    accounts: opened.accounts,
    schemes: new SchemeDesk(library(), registry),
    operator: new OperatorDesk(opened.database, registry),
    schemeName: (scheme) => ({ zh: `方案${scheme}`, en: `Scheme ${scheme}` }),
    benefitName: (_scheme, benefit) => ({ zh: `责任${benefit}`, en: `Benefit ${benefit}` }),
    rules: vi.fn<Gateway['console']['rules']>(() => undefined),
  };
  const { time } = opened;
  const clock = { real: () => time.now, business: () => time.now };
  const fixture = fakeGateway({ sandbox: true, limits: MANY, clock, console, ...change });
  return { ...opened, ...fixture, time };
}

export type Console = Awaited<ReturnType<typeof openConsole>>;

/** A browser without a screen: it keeps cookies, and sends forms as browsers do. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: Console['app'];
  readonly #origin: string;

  constructor({ app }: Pick<Console, 'app'>, origin = 'http://127.0.0.1:8080') {
    this.#app = app;
    this.#origin = origin;
  }

  async get(path: string): Promise<Seen> {
    return this.#seen(await this.#app.request(`${this.#origin}${path}`, { headers: this.#headers() }));
  }

  /** Sends a form as it stands, with whatever headers it is told. */
  async post(path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    return this.#send(path, new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded', headers);
  }

  /** Sends a form with a file in it; without a file as browsers do where none was chosen. */
  async postFile(path: string, fields: Readonly<Record<string, string>>, file?: string): Promise<Seen> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append('file', new Blob([file ?? '']), file === undefined ? '' : 'own.csv');
    const written = new Response(body);
    const type = written.headers.get('Content-Type') ?? '';
    return this.#send(path, await written.arrayBuffer(), type, {});
  }

  /** Opens a page, types into its form and sends it. */
  async send(page: string, typed: Readonly<Record<string, string>>, to = page): Promise<Seen> {
    const { token } = await this.get(page);
    return this.post(to, { token, ...typed });
  }

  signIn(name: string, password = PASSWORD, code = ''): Promise<Seen> {
    return this.send('/console/sign-in', { name, password, code });
  }

  async #send(path: string, body: string | ArrayBuffer, type: string, headers: Record<string, string>): Promise<Seen> {
    const own = { ...this.#headers(), 'Content-Type': type, Origin: this.#origin, 'Sec-Fetch-Site': 'same-origin' };
    const init = { method: 'POST', body, headers: { ...own, ...headers } };
    return this.#seen(await this.#app.request(`${this.#origin}${path}`, init));
  }

  #headers(): Record<string, string> {
    const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { Host: new URL(this.#origin).host, ...(Cookie === '' ? {} : { Cookie }) };
  }

  async #seen(answer: Response): Promise<Seen> {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const html = await answer.text();
    const token = /name="token" value="([^"]*)"/.exec(html)?.[1] ?? '';
    return { status: answer.status, headers: answer.headers, html, token, to: answer.headers.get('Location') };
  }
}

/** What came back. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Of the first form. */
  readonly token: string;
  readonly to: string | null;
}
