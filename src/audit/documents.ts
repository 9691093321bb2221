import { z } from 'zod';
import { AUDITED } from '../ledger/audit.ts';

const change = z.object({
  seq: z.number().int().describe('of the journal entry'),
  at: z.string().describe('real time'),
  by: z
    .string()
    .describe('the party of a signed call; cli:USER from the command line; system:… where nobody asked for it'),
  what: z.enum(AUDITED),
  subject: z.string().describe("a party's id, a list's name, SCHEME FACT, a roster's scheme, a key's id"),
  before: z.unknown().describe('null where there was nothing; of a roster the earlier values of policies that changed'),
  after: z
    .unknown()
    .describe('of a roster each policy number with the digest of its row; of a list version and digest'),
  hash: z.string().describe('of the journal entry, in its chain'),
});
export type AuditedChange = z.output<typeof change>;

/** The audit trail as it is answered. */
export const auditDocument = z
  .object({
    changes: z.array(change).describe('the oldest first'),
    next: z.string().nullable().describe('`after` of the next page; null where this is the last'),
  })
  .meta({ id: 'Audit' });
export type AuditDocument = z.output<typeof auditDocument>;
