import { z } from 'zod';
import type { Hospital } from '../adjudication/input.ts';
import { ownId } from '../claim/fields.ts';
import { type PublicKeyRecord, parseJwks } from '../message/keys.ts';

/** Where a hospital lies: enough digits to tell its city, on which rates depend (rulebook A15). */
const hospitalRegion = z.string().regex(/^\d{4,12}$/, {
  error: '须为至少到地市的行政区划代码 / must be a region code that names at least the city',
});

const common = { id: ownId, name: z.string().trim().min(1).max(200), jwks: z.unknown() };

/**
 * One entry of a registry file (contract section 1). Every attribute of a hospital is required: a benefit hangs on each
 * of them, and what is left out by mistake would quietly decide about money.
 */
const entry = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...common,
      kind: z.literal('hospital'),
      region: hospitalRegion,
      level: z.number().int().min(1).max(3),
      ownership: z.enum(['public', 'private']),
      designated: z.boolean(),
      drg: z.boolean(),
      centreFunds: z
        .record(z.string().regex(/^[0-9A-Za-z]{1,20}$/), z.string().min(1).max(64))
        .optional()
        .describe('which of our schemes the insurance centre already pays under a fund type: {"620100":"scheme id"}'),
    }),
    z.strictObject({ ...common, kind: z.literal('insurer'), schemes: z.array(z.string().min(1).max(64)).max(1000) }),
    z.strictObject({ ...common, kind: z.literal('operator') }),
  ],
  { error: 'kind 须为 hospital、insurer 或 operator / kind must be hospital, insurer or operator' },
);

export type PartyEntry = z.output<typeof entry>;

/** More than the hospitals of the largest province; a limit on what one import may cost. */
const MAX_PARTIES = 20_000;

/** A registry file: `{"parties":[…]}`, each id once. */
export const registryFile = z
  .strictObject({ parties: z.array(entry).max(MAX_PARTIES) })
  .superRefine(({ parties }, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of parties.entries()) {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['parties', index, 'id'],
          message: '同一文件中重复的 id / the id occurs twice in the file',
          params: { code: 'DUPLICATE_ID' },
        });
      }
      seen.add(id);
    }
  });

interface PartyBase {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly PublicKeyRecord[];
  readonly suspended: boolean;
}

/** Which scheme a fund row in the insurance centre's replies to a hospital is a payment of, by the row's fund type. */
export type CentreFunds = Readonly<Record<string, string>>;

/** A caller of the gateway, with its keys ready for use. */
export type Party =
  | (PartyBase & { readonly kind: 'hospital'; readonly hospital: Hospital; readonly centreFunds: CentreFunds })
  | (PartyBase & { readonly kind: 'insurer'; readonly schemes: readonly string[] })
  | (PartyBase & { readonly kind: 'operator' });

/** A party from its checked registry entry. @throws KeyProblem where its key set is not acceptable */
export function partyOf(stored: PartyEntry, suspended: boolean): Party {
  const { id, name } = stored;
  const base = { id, name, keys: parseJwks(stored.jwks, '/jwks'), suspended };
  switch (stored.kind) {
    case 'hospital': {
      const { region, level, ownership, designated, drg, centreFunds = {} } = stored;
      const hospital = { id, region, level, ownership, designated, drg };
      return { ...base, kind: 'hospital', hospital, centreFunds };
    }
    case 'insurer':
      return { ...base, kind: 'insurer', schemes: stored.schemes };
    case 'operator':
      return { ...base, kind: 'operator' };
  }
}
