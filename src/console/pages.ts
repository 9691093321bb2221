import type { Page } from './page.ts';
import { ACCOUNT_PAGES } from './pages/account.ts';
import { DAY_PAGES } from './pages/days.ts';
import { ELIGIBILITY_PAGES } from './pages/eligibility.ts';
import { HOME_PAGES } from './pages/home.ts';
import { INSURER_PAGES } from './pages/insurer/pages.ts';
import { RECEIPT_PAGES } from './pages/receipt.ts';
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
  ...ACCOUNT_PAGES,
  ...SIGN_IN_PAGES,
} as const satisfies Record<string, Page>;

export type PageName = keyof typeof PAGES;
