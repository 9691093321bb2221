import type { UserPage } from '../../page.ts';
import { DAY_PAGES } from './day.ts';
import { DAYS_PAGES } from './days.ts';
import { DECISION_PAGES } from './decision.ts';
import { DOWNLOAD_PAGES } from './downloads.ts';
import { EXPERIENCE_PAGES } from './experience.ts';
import { EXTERNAL_PAGES } from './external.ts';
import { MONTH_PAGES } from './month.ts';
import { PERMISSION_PAGES } from './permission.ts';
import { RECONCILIATION_PAGES } from './reconciliation.ts';
import { REVIEW_PAGES } from './review.ts';
import { REVIEWS_PAGES } from './reviews.ts';
import { SCHEMES_PAGES } from './schemes.ts';

/** Everything that an insurer's people do. */
export const INSURER_PAGES = {
  ...SCHEMES_PAGES,
  ...DAYS_PAGES,
  ...DAY_PAGES,
  ...DOWNLOAD_PAGES,
  ...RECONCILIATION_PAGES,
  ...MONTH_PAGES,
  ...EXPERIENCE_PAGES,
  ...DECISION_PAGES,
  ...PERMISSION_PAGES,
  ...REVIEWS_PAGES,
  ...REVIEW_PAGES,
  ...EXTERNAL_PAGES,
} as const satisfies Record<string, UserPage>;
