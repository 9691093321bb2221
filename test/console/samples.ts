import type { PageName } from '../../src/console/pages.ts';
import type { Role } from '../../src/console/role.ts';

/** How a page is asked for, with what is at home in both the played gateway and the sandbox. */
export interface PageSample {
  /** Below /console. A scheme in it is that of `INS-JX`. */
  readonly path: string;
  /** Who; nobody where nobody has to be signed in. */
  readonly as: Role | undefined;
  /** What is sent by a page that has a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The good answer, where it is not 200 for GET or 303 for POST. */
  readonly ok?: number;
}

/** One for every page; a page that is missing here does not compile. */
export const SAMPLES: Readonly<Record<PageName, PageSample>> = {
  home: { path: '', as: 'hospital-desk' },
  findSettlement: { path: '/settlements', as: 'hospital-desk' },
  settlement: { path: '/settlements/SAMPLE-JX-1', as: 'hospital-desk' },
  schemes: { path: '/schemes', as: 'policy' },
  rules: { path: '/schemes/jiangxi-weihuibao-2023/rules', as: 'policy' },
  calculate: { path: '/schemes/jiangxi-weihuibao-2023/rules', as: 'policy', form: { '/case': '1.1' }, ok: 422 },
  parties: { path: '/parties', as: 'operator' },
  party: { path: '/parties/INS-JX', as: 'operator' },
  accounts: { path: '/accounts', as: 'operator' },
  accountReset: { path: '/accounts/policy/reset', as: 'operator' },
  accountResetSent: { path: '/accounts/spare/reset', as: 'operator', form: {}, ok: 200 },
  accountDisable: { path: '/accounts/policy/disable', as: 'operator' },
  accountDisableSent: { path: '/accounts/spare/disable', as: 'operator', form: {} },
  lists: { path: '/lists', as: 'operator' },
  list: { path: '/lists/sanming-cancer-drugs?code=XL01', as: 'operator' },
  facts: { path: '/facts', as: 'operator' },
  health: { path: '/health', as: 'operator' },
  load: { path: '/load', as: 'operator' },
  account: { path: '/account', as: 'policy' },
  signOutEverywhere: { path: '/account/sign-out-everywhere', as: 'policy', form: {} },
  password: { path: '/account/password', as: 'policy' },
  passwordSent: { path: '/account/password', as: 'policy', form: { current: 'x', fresh: 'y', again: 'y' }, ok: 422 },
  authenticator: { path: '/account/authenticator', as: 'policy' },
  authenticatorSent: { path: '/account/authenticator', as: 'policy', form: {} },
  signIn: { path: '/sign-in', as: undefined },
  signInSent: { path: '/sign-in', as: undefined, form: { name: 'nobody', password: 'x' }, ok: 401 },
  signOut: { path: '/sign-out', as: 'operator', form: {} },
};
