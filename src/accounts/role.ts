import type { Party } from '../roster/party.ts';
import type { Bilingual } from '../scheme/words.ts';

/** What people do at the console, and for which kind of party. */
export const ROLES = {
  'hospital-desk': { kind: 'hospital', words: { zh: '医院结算窗口', en: 'Hospital desk' } },
  'insurer-clerk': { kind: 'insurer', words: { zh: '保险机构经办', en: 'Insurer clerk' } },
  'insurer-reviewer': { kind: 'insurer', words: { zh: '保险机构审核', en: 'Insurer reviewer' } },
  operator: { kind: 'operator', words: { zh: '运营管理', en: 'Operator' } },
  policy: { kind: 'operator', words: { zh: '政策管理', en: 'Policy staff' } },
} as const satisfies Record<string, { readonly kind: Party['kind']; readonly words: Bilingual }>;

export type Role = keyof typeof ROLES;

/** Every role. */
export const ALL_ROLES = Object.keys(ROLES) as readonly Role[];

/** Whether a text names a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}
