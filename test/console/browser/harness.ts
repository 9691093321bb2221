import { existsSync, readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { fetchIdentity, HospitalClient } from '../../../adapters/mock-his/client.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../../src/accounts/demo.ts';
import type { Role } from '../../../src/accounts/role.ts';
import type { ClaimInput } from '../../../src/claim/claim.ts';
import type { Language } from '../../../src/console/language.ts';
import { claimOf } from '../../../src/sandbox/demo/claims.ts';
import { PNEUMONIA } from '../../../src/sandbox/demo/scene.ts';
import { sandboxKey } from '../../../src/sandbox/keys.ts';
import { type Sandbox, startSandbox } from '../../mock-his/sandbox.ts';

/** Where Debian and others put a browser; `YIZHAN_CHROMIUM` names another. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, if it has one. */
export const CHROMIUM = [process.env['YIZHAN_CHROMIUM'], ...PLACES].find(
  (place) => place !== undefined && existsSync(place),
);

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds: a machine may have other things to do. */
export const PATIENCE = 180_000;

const SAMPLE = new URL('../../../adapters/mock-his/samples/jiangxi-inpatient.json', import.meta.url);
const HOSPITAL = 'H36010299901';
const SCHEME = 'jiangxi-weihuibao-2023';
const DAY = '2023-07-11';
const VIEW = { side: 'insurer', subject: SCHEME, date: DAY, by: 'INS-JX' } as const;
const OWN_VIEW = `recordType,hospitalId,settlementId,insurerPaid
SETTLE,${HOSPITAL},SAMPLE-JX-1,1.00
SETTLE,${HOSPITAL},OTHER-1,2.00
NOTHING,,,
`;
/** A new resident, whose papers a person has to look at. */
const PENDED = claimOf({
  settlementId: 'SAMPLE-JX-PENDED',
  patient: '测试己',
  stay: ['2023-06-20', '2023-07-01'],
  diagnosis: PNEUMONIA,
  inCatalog: '40000',
  pooling: '25000',
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** WCAG 2.2 AA, as far as a program can tell. */
const RULES: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const CONTRAST: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** A sandbox with something in it, and a browser that looks at it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  /** Where a page is whose sample names things as the played gateway does. */
  address(path: string): string;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const [sandbox, browser] = await Promise.all([
    startSandbox(),
    chromium.launch({ executablePath: CHROMIUM ?? '', args: QUIET }),
  ]);
  const { key } = sandboxKey(sandbox.data, HOSPITAL);
  const gateway = await fetchIdentity(sandbox.url);
  const client = new HospitalClient({ baseUrl: sandbox.url, party: HOSPITAL, key, gateway });
  const settle = async (claim: ClaimInput) => {
    const answer = await client.settle(claim);
    if (answer.kind !== 'answered') throw new Error('not settled');
    return answer.body.decisionId;
  };
  const decided = await settle(JSON.parse(readFileSync(SAMPLE, 'utf8')) as ClaimInput);
  const pended = await settle(PENDED);
  await sandbox.seal(DAY);
  const { id } = await sandbox.gateway.reconciliations.reconcile({ ...VIEW, source: once(OWN_VIEW) });
  const named = [
    ['/decisions/D1', `/decisions/${decided}`],
    ['/reviews/D1', `/reviews/${pended}`],
    ['/R-1', `/${id}`],
  ] as const;
  return {
    sandbox,
    browser,
    address: (path) => {
      const found = named.reduce((address, [sample, own]) => address.replace(sample, own), path);
      return `${sandbox.url}/console${found}`;
    },
    close: async () => {
      await browser.close();
      await sandbox.close();
    },
  };
}

/** Somebody at a browser, and what went wrong there without anybody seeing it. */
export interface Person {
  readonly page: Page;
  /** Requests to elsewhere, messages on the console, exceptions. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

/** Opens a browser for a role that is signed in, or for nobody. */
export async function person(
  { browser, sandbox }: Stage,
  role: Role | undefined,
  state?: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    ...(state === undefined ? {} : { storageState: state }),
  });
  const troubles: string[] = [];
  await context.route('**/*', (route) => {
    const { origin } = new URL(route.request().url());
    if (origin === sandbox.url) return route.continue();
    troubles.push(`a request to ${origin}`);
    return route.abort();
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  if (role !== undefined && state === undefined) await signIn(page, sandbox.url, role);
  return { page, troubles, close: () => context.close() };
}

/** By the keyboard alone. */
export async function signIn(page: Page, url: string, role: Role): Promise<void> {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  await page.goto(`${url}/console/sign-in`);
  // The link that skips the navigation comes first.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type(account?.name ?? '');
  await page.keyboard.press('Tab');
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}/console`);
}

/**
 * What is wrong with a page as it is shown: wide and narrow, and, as colours know no language, once in light and dark and
 * on paper.
 */
export async function faultsOf(page: Page, address: string, language: Language): Promise<string[]> {
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(address);
  const faults: string[] = [];
  const found = async (where: string, options: RunOptions) => {
    faults.push(...(await audit(page, options)).map((fault) => `${where}: ${fault}`));
  };
  const tag = await page.getAttribute('html', 'lang');
  if (tag?.startsWith(language) !== true) faults.push(`it speaks ${tag}, not ${language}`);
  await found('light', RULES);
  await page.setViewportSize({ width: 320, height: 640 });
  // WCAG 2.2, 1.4.10: nothing but a table is scrolled sideways.
  if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) faults.push('too wide for 320 px');
  if (language !== 'zh') return faults;
  await page.setViewportSize({ width: 720, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await found('dark', CONTRAST);
  await page.emulateMedia({ media: 'print' });
  await found('paper', CONTRAST);
  if (await page.locator('header').isVisible()) faults.push('the navigation is printed');
  if (!(await page.locator('.print-only').isVisible())) faults.push('it does not say on paper whose it is');
  return faults;
}

async function audit(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source);
  // All that passed is not told, for of a long page that is much.
  const told = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const violations = (await page.evaluate(
    `axe.run(document, ${told}).then(({ violations }) => violations)`,
  )) as AxeResults['violations'];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
