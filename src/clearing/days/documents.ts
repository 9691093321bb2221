import { z } from 'zod';
import { day, yuan } from '../../claim/wire.ts';

/** What the gateway answers about daily files (contract section 4). Digests are SHA-256, hex; amounts yuan. */

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, hex');
const count = z.number().int().min(0);
const sums = z.object({ count, insurerPaid: yuan, memberBenefit: yuan });

export const dailyFilesDocument = z
  .object({
    scheme: z.string(),
    days: z
      .array(
        sums.extend({
          date: day,
          sealedAt: z.string(),
          sha256: digest.describe('of the CSV'),
          manifestSha256: digest.describe("of the manifest's bytes: its JSON without `signature`, as RFC 8785 has it"),
        }),
      )
      .describe('the sealed business days, the newest last'),
  })
  .meta({ id: 'DailyFiles' });
export type DailyFilesDocument = z.output<typeof dailyFilesDocument>;

export const manifestDocument = z
  .object({
    gateway: z.string(),
    scheme: z.string(),
    date: day,
    bytes: count.describe('length of the CSV'),
    sha256: digest.describe('of the CSV'),
    totals: sums,
    recordTypes: z
      .record(z.string(), sums)
      .describe(
        'by record type; one without a row is left out: SETTLE, REVERSE, ADJUST, RESOLVE, EXTERNAL, DISTRIBUTE',
      ),
    hospitals: z.array(sums.extend({ hospitalId: z.string() })),
    insurers: z.array(z.object({ insurer: z.string(), count, amount: yuan })),
    journalRoot: digest.describe("over all entries of the day in the gateway's journal"),
    previousManifest: digest.nullable().describe("of the scheme's manifest of the day before; null for the first"),
    signature: z
      .string()
      .describe('detached JWS of the gateway over the JSON without this member, as RFC 8785 has it; made at sealing'),
  })
  .meta({ id: 'Manifest' });
