import { DAILY_FILES } from './daily-files.ts';
import { DECLINED, ELIGIBILITY, LOST_ANSWER, PENDED, QUOTE, REVERSAL } from './desk.ts';
import { JIANGXI } from './jiangxi.ts';
import { NANTONG } from './nantong.ts';
import { RECONCILIATION } from './reconciliation.ts';
import { SANMING } from './sanming.ts';
import { played } from './scene.ts';
import { STATEMENTS } from './statements.ts';
import type { Step } from './step.ts';
import { WENSHAN } from './wenshan.ts';

/** What the demo shows, in order. */
export const STEPS: readonly Step[] = [
  ...JIANGXI.map(played),
  ELIGIBILITY,
  ...NANTONG.map(played),
  ...SANMING.map(played),
  ...WENSHAN.map(played),
  QUOTE,
  LOST_ANSWER,
  DECLINED,
  PENDED,
  REVERSAL,
  STATEMENTS,
  DAILY_FILES,
  RECONCILIATION,
];
