import { canonicalJson, sha256 } from '../../claim/digest.ts';
import { foldName, isResidentId, normalizeIdNumber, RESIDENT_ID } from '../../claim/identity.ts';
import type { Vault } from '../../ledger/vault.ts';
import type { SchemeRules } from '../../scheme/language.ts';
import { CATEGORY_NAMES } from '../../scheme/words.ts';
import type { CellOf, Column } from './columns.ts';
import { RowFault } from './fault.ts';
import { type Period, readPeriod } from './period.ts';

/** The words that a roster may use beside the twelve categories of rulebook A14. */
export interface Vocabulary {
  readonly cohorts: ReadonlySet<string>;
  readonly preexisting: ReadonlySet<string>;
}

/** What a roster row says beside person, number and period: the stored `body`, as JSON. */
export interface PolicyTerms {
  readonly insuredRegion: string;
  readonly cohorts: readonly string[];
  readonly preexisting: readonly string[];
  readonly priorYears: number;
  readonly claimFreeYears: number;
  readonly plan: string;
  /** Members with the same word in one scheme are a family; absent where the roster does not say. */
  readonly family?: string | undefined;
}

/** A good row as it is stored: no id number and no name in it. */
export interface RosterRow extends Period {
  readonly policyNo: string;
  readonly memberId: string;
  readonly nameKey: string;
  readonly status: 'active' | 'cancelled';
  readonly body: string;
  /** Over all of the above, so over keyed hashes of what is personal: no id number can be found by trying. */
  readonly digest: string;
}

const SCIENTIFIC = /^\d+(\.\d+)?E\+?\d+$/i;
const POLICY_NO = /^[^\s\p{C}]{1,64}$/u;
const REGION = /^\d{4,12}$/;
const MAX_TEXT = 200;

/**
 * Makes the reader of a scheme's rows.
 *
 * @returns a function from a row's cells to the row as stored; it throws RowFault at the first thing that is wrong
 */
export function rowReader(vault: Vault, rules: SchemeRules, vocabulary: Vocabulary): (cell: CellOf) => RosterRow {
  const categories = new Set<string>([...CATEGORY_NAMES, ...vocabulary.preexisting]);
  return (cell) => {
    const { idType, idNumber, name } = readPerson(cell);
    const policyNo = readPolicyNo(cell, idNumber);
    const insuredRegion = required(cell, 'insuredRegion');
    if (!REGION.test(insuredRegion)) throw new RowFault('INVALID_REGION', 'insuredRegion');
    const terms: PolicyTerms = {
      insuredRegion,
      cohorts: words(cell('cohorts'), vocabulary.cohorts, 'UNKNOWN_COHORT', 'cohorts'),
      preexisting: words(cell('preexisting'), categories, 'UNKNOWN_CATEGORY', 'preexisting'),
      priorYears: years(cell, 'priorYears'),
      claimFreeYears: years(cell, 'claimFreeYears'),
      plan: readPlan(cell, rules.roster.plans),
      family: bounded(cell('family'), 'family') || undefined,
    };
    const content = {
      policyNo,
      memberId: vault.memberId(idType, idNumber),
      nameKey: vault.nameKey(name),
      ...readPeriod(cell('effectiveFrom'), cell('effectiveTo'), rules.coverage),
      status: readStatus(cell('status')),
      body: canonicalJson(terms),
    };
    return { ...content, digest: rowDigest(content) };
  };
}

/** The digest of a row: over all of it that a file says. */
export function rowDigest(row: Omit<RosterRow, 'digest'>): string {
  const { policyNo, memberId, nameKey, effectiveFrom, effectiveTo, status, body } = row;
  return sha256(canonicalJson({ policyNo, memberId, nameKey, effectiveFrom, effectiveTo, status, body }));
}

function readPerson(cell: CellOf): { idType: string; idNumber: string; name: string } {
  const type = required(cell, 'idType');
  if (!/^[0-9A-Za-z]{1,4}$/.test(type)) throw new RowFault('INVALID_ID_TYPE', 'idType');
  // A spreadsheet makes 1 of 01; there is no other type it could be.
  const idType = /^\d$/.test(type) ? `0${type}` : type;
  const idNumber = normalizeIdNumber(undamaged(cell, 'idNumber'));
  if (idNumber.length > 40) throw new RowFault('TOO_LONG', 'idNumber');
  if (idType === RESIDENT_ID && !isResidentId(idNumber)) throw new RowFault('ID_NUMBER_INVALID', 'idNumber');
  const name = bounded(required(cell, 'name'), 'name');
  if (foldName(name) === '') throw new RowFault('REQUIRED', 'name');
  return { idType, idNumber, name };
}

/** A policy number stands in daily files and addresses, where an id number must not. */
function readPolicyNo(cell: CellOf, idNumber: string): string {
  const policyNo = undamaged(cell, 'policyNo');
  if (!POLICY_NO.test(policyNo) || normalizeIdNumber(policyNo) === idNumber) {
    throw new RowFault('INVALID_POLICY_NO', 'policyNo');
  }
  return policyNo;
}

function required(cell: CellOf, column: Column): string {
  const text = cell(column);
  if (text === '') throw new RowFault('REQUIRED', column);
  return text;
}

function undamaged(cell: CellOf, column: Column): string {
  const text = required(cell, column);
  if (SCIENTIFIC.test(text)) throw new RowFault('NUMBER_DAMAGED', column);
  return text;
}

function bounded(text: string, column: Column): string {
  if (text.length > MAX_TEXT) throw new RowFault('TOO_LONG', column);
  return text;
}

/** A list in a cell; sorted and each word once, as order and repetition mean nothing. */
function words(
  text: string,
  known: ReadonlySet<string>,
  code: 'UNKNOWN_COHORT' | 'UNKNOWN_CATEGORY',
  column: Column,
): string[] {
  const found = new Set(
    text
      .split(/[;；]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );
  for (const word of found) {
    if (!known.has(word)) throw new RowFault(code, `${column} (${[...known].join(', ')})`);
  }
  return [...found].sort();
}

/** A scheme that declares plans knows each member's; another takes what the roster says. */
function readPlan(cell: CellOf, plans: readonly string[]): string {
  const plan = bounded(cell('plan'), 'plan');
  if (plans.length > 0 && !plans.includes(plan)) throw new RowFault('UNKNOWN_PLAN', `plan (${plans.join(', ')})`);
  return plan;
}

function years(cell: CellOf, column: Column): number {
  const text = cell(column);
  if (!/^\d{0,2}$/.test(text)) throw new RowFault('INVALID_NUMBER', column);
  return Number(text);
}

function readStatus(text: string): RosterRow['status'] {
  if (text === '' || text === 'active') return 'active';
  if (text === 'cancelled') return 'cancelled';
  throw new RowFault('INVALID_STATUS', 'status');
}
