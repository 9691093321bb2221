import type { Role } from './role.ts';

/** The accounts of the sandbox: one a role, with a password that everybody may know. */
export const DEMO_ACCOUNTS: readonly { readonly name: string; readonly party: string; readonly role: Role }[] = [
  { name: 'desk', party: 'H36010299901', role: 'hospital-desk' },
  { name: 'clerk', party: 'INS-JX', role: 'insurer-clerk' },
  { name: 'reviewer', party: 'INS-JX', role: 'insurer-reviewer' },
  { name: 'operator', party: 'OPS', role: 'operator' },
  { name: 'policy', party: 'OPS', role: 'policy' },
];

export const DEMO_PASSWORD = 'yizhan-sandbox-only';
