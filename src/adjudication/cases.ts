import { foldName } from '../claim/identity.ts';
import { Money } from '../money/money.ts';
import { Refusal } from '../problem/refusal.ts';
import type {
  CaseClaim,
  CaseExpectation,
  CaseLists,
  CasePolicy,
  CasesFile,
  CasesReading,
  WorkedCase,
} from '../scheme/cases.ts';
import type { Finding } from '../scheme/finding.ts';
import { CodeList } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { DateText } from '../time/calendar.ts';
import { addMonths } from '../time/calendar.ts';
import type { Accumulators } from './accumulators.ts';
import { adjudicate } from './adjudicate.ts';
