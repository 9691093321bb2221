import { z } from 'zod';
import { day, yuan } from '../../claim/wire.ts';
import { KINDS } from './difference.ts';

/** What the gateway answers about reconciliations (contract section 4). Amounts are yuan with two decimals, signed. */

const count = z.number().int().min(0);
const sums = z.object({ count: count.describe('rows'), insurerPaid: yuan, memberBenefit: yuan });
const side = sums.extend({ recordTypes: z.record(z.string(), sums) });
const figures = z.object({
  rows: count,
  insurerPaid: yuan,
  memberBenefit: yuan.nullable().describe('null where the upload has no such column'),
});

const difference = z.object({
  kind: z.enum(KINDS),
  recordType: z.string(),
  hospitalId: z.string(),
  settlementId: z.string(),
  decisionId: z.string().describe('empty where rows of several decisions, or of none, were compared together'),
  here: figures.nullable().describe("the gateway's"),
  there: figures.nullable().describe("the upload's"),
  row: z.number().int().nullable().describe('of a malformed row, as a spreadsheet shows it: the header is row 1'),
  code: z.string().nullable(),
  message: z.string().nullable(),
  openedBy: z.string().describe('the reconciliation that first showed it'),
  closedBy: z.string().nullable().describe('the first later one of the day that did not; null while it is open'),
});
export type DifferenceDocument = z.output<typeof difference>;

const head = z.object({
  id: z.string(),
  scheme: z.string().nullable(),
  hospitalId: z.string().nullable(),
  date: day,
  uploadedAt: z.string(),
  uploadedBy: z.string().nullable().describe('the party; null from the command line'),
  totals: z.object({ here: side, there: side }).describe("the gateway's, and the upload's"),
  matched: sums.describe('rows of the gateway that the upload has too'),
  zeroOnly: z
    .object({ here: count, there: count })
    .describe('rows of 0.00 that only one side has: no money, and so no difference'),
  counts: z.record(z.enum(KINDS), count).describe('all differences, listed or not'),
  open: count.describe('differences of this report that no later upload has closed'),
});
export type ReconciliationHead = z.output<typeof head>;

const listed = z.array(difference);
export const reconciliationDocument = head
  .extend({
    missingHere: listed.describe('in the upload only; of each kind at most 1000 are listed here, the CSV has all'),
    missingThere: listed.describe("the gateway's only"),
    amountDifferences: listed,
    duplicates: listed.describe('in the upload more often than here'),
    malformed: listed.describe('rows that could not be compared; at most 1000 are kept'),
    closed: listed.describe('differences of earlier uploads of the day that this one no longer shows'),
  })
  .meta({ id: 'Reconciliation' });
export type ReconciliationDocument = z.output<typeof reconciliationDocument>;

export const reconciliationsDocument = z
  .object({ reconciliations: z.array(head).describe('the newest last; at most the last 1000') })
  .meta({ id: 'Reconciliations' });
export type ReconciliationsDocument = z.output<typeof reconciliationsDocument>;
