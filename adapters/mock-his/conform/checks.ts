import type { Check } from './check.ts';
import { ANSWER_CHECKS, LEAK_CHECK } from './checks/answers.ts';
import { BODY_CHECKS } from './checks/bodies.ts';
import { MESSAGE_CHECKS } from './checks/messages.ts';
import { REVERSING_CHECKS } from './checks/reversing.ts';
import { RIGHTS_CHECKS } from './checks/rights.ts';
import { SETTLING_CHECKS } from './checks/settling.ts';
import { SIGNATURE_CHECKS } from './checks/signatures.ts';

/** Everything the conformance kit tries. */
export const CHECKS: readonly Check[] = [
  ...ANSWER_CHECKS,
  ...SIGNATURE_CHECKS,
  ...SETTLING_CHECKS,
  ...REVERSING_CHECKS,
  ...BODY_CHECKS,
  ...RIGHTS_CHECKS,
  ...MESSAGE_CHECKS,
  LEAK_CHECK,
];
