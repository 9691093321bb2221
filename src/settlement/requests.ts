import { z } from 'zod';
import { date, idType, personName } from '../claim/fields.ts';
import { SETTINGS } from '../claim/vocabulary.ts';

/** What a hospital asks at admission. */
export const eligibilityRequest = z.strictObject({
  idType,
  idNumber: z.string().min(1).max(40),
  name: personName,
  date,
  setting: z.enum(SETTINGS),
});
export type EligibilityRequest = z.output<typeof eligibilityRequest>;
