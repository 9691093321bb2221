import type { Accounts } from '../accounts/accounts.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { SchemeRules } from '../scheme/language.ts';
import type { Bilingual } from '../scheme/words.ts';
import type { OperatorDesk } from './operator/operator-desk.ts';
import type { SchemeDesk } from './schemes/scheme-desk.ts';

/** What the pages need beside what the calls of contract sections 3 to 5 need. */
export interface ConsoleServices {
  readonly sessions: Pick<Sessions, keyof Sessions>;
  readonly accounts: Pick<Accounts, 'list' | 'disable' | 'reset'>;
  /** What a scheme is called. */
  schemeName(scheme: string): Bilingual | undefined;
  /** What a benefit of a scheme is called. */
  benefitName(scheme: string, benefit: string): Bilingual | undefined;
  /** The rules of a scheme as they stand. */
  rules(scheme: string): SchemeRules | undefined;
  readonly schemes: Pick<SchemeDesk, keyof SchemeDesk>;
  readonly operator: Pick<OperatorDesk, keyof OperatorDesk>;
}
