import { z } from 'zod';
import { day, yuan } from '../../claim/wire.ts';
import { EXPERIENCE_RATIOS } from '../../scheme/declarations.ts';

/** What the gateway answers about a scheme's year. Amounts are yuan with two decimals; ratios have six. */

const ratio = z
  .string()
  .regex(/^-?\d+\.\d{6}$/)
  .nullable()
  .describe('null where there are no premiums, or expenses are not known');
const bilingual = z.object({ zh: z.string(), en: z.string() });

export const experienceDocument = z
  .object({
    scheme: z.string(),
    from: day,
    to: day.describe('of the policies whose first day lies in from … to, whenever they were paid'),
    policies: z.number().int().min(0).describe('cancelled ones left out'),
    premiums: yuan,
    expenses: yuan.nullable().describe('as given'),
    payouts: z.object({
      hospital: yuan,
      member: yuan.describe('lump sums, adjustments, resolutions'),
      distributed: yuan.describe('at the end of the year'),
      external: yuan.describe('of claims settled elsewhere, as the insurer stated them'),
      total: yuan,
    }),
    benefits: z.array(z.object({ benefit: z.string(), paid: yuan })),
    ratios: z.object({ payout: ratio, surplus: ratio, 'net-profit': ratio }),
    triggers: z.array(
      z.object({
        ratio: z.enum(EXPERIENCE_RATIOS),
        bound: z.enum(['above', 'below']),
        at: z.string(),
        value: ratio,
        met: z.boolean().nullable().describe('null where it hangs on what is not known'),
        needs: z.enum(['expenses', 'premiums']).nullable().describe('what must be known to tell'),
        meaning: bilingual,
        clause: z.string(),
      }),
    ),
  })
  .meta({ id: 'Experience' });
export type ExperienceDocument = z.output<typeof experienceDocument>;
