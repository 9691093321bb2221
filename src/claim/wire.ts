import { z } from 'zod';

/** The small shapes of what the gateway answers. What it is sent is in `fields.ts`, where more is checked. */

/** An amount as every answer has it: two decimals, always. */
export const yuan = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .describe('yuan, negative where money comes back');

/** A calendar day. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
