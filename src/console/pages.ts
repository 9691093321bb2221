import type { Page } from './page.ts';
import { ACCOUNT_PAGES } from './pages/account.ts';
import { ACCOUNTS_PAGES } from './pages/accounts.ts';
import { AUDIT_PAGES } from './pages/audit.ts';
import { DAY_PAGES } from './pages/days.ts';
import { ELIGIBILITY_PAGES } from './pages/eligibility.ts';
import { FACT_PAGES } from './pages/facts.ts';
import { HEALTH_PAGES } from './pages/health.ts';
import { HOME_PAGES } from './pages/home.ts';
import { INSURER_PAGES } from './pages/insurer/pages.ts';
import { LIST_PAGES } from './pages/lists.ts';
import { LOAD_PAGES } from './pages/load.ts';
import { PARTY_PAGES } from './pages/parties.ts';
import { RECEIPT_PAGES } from './pages/receipt.ts';
import { SCHEME_PAGES } from './pages/schemes.ts';
import { SETTLEMENT_PAGES } from './pages/settlement.ts';
import { SIGN_IN_PAGES } from './pages/sign-in.ts';

/** Every page. The order is that of the navigation. */
export const PAGES = {
  ...HOME_PAGES,
  ...SETTLEMENT_PAGES,
  ...RECEIPT_PAGES,
  ...DAY_PAGES,
  ...ELIGIBILITY_PAGES,
  ...INSURER_PAGES,
  ...SCHEME_PAGES,
  ...PARTY_PAGES,
  ...ACCOUNTS_PAGES,
  ...LIST_PAGES,
  ...FACT_PAGES,
  ...HEALTH_PAGES,
  ...LOAD_PAGES,
  ...AUDIT_PAGES,
  ...ACCOUNT_PAGES,
  ...SIGN_IN_PAGES,
} as const satisfies Record<string, Page>;

export type PageName = keyof typeof PAGES;
