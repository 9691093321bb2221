import type { DateText } from '../time/calendar.ts';

/** The resident identity card as document type (GB 11643 number, 18 characters). */
export const RESIDENT_ID = '01';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const SPACES = /\s+/gu;
const NAME_DOTS = /[\s.\u00b7\u2022\u30fb\uff0e\u2027]+/gu;

/** An id number as it is compared and looked up: NFKC, upper case, without spaces (rulebook A17). */
export function normalizeIdNumber(text: string): string {
  return text.normalize('NFKC').replace(SPACES, '').toUpperCase();
}

/** True for an 18-character resident id number whose check character is right (GB 11643, ISO 7064 MOD 11-2). */
export function isResidentId(normalized: string): boolean {
  if (!/^\d{17}[\dX]$/.test(normalized)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(normalized[index]), 0);
  return CHECK_CHARACTERS[sum % 11] === normalized[17];
}

/** The day of birth in a resident id number (GB 11643, characters 7 to 14). */
export function birthDateOf(residentId: string): DateText {
  return `${residentId.slice(6, 10)}-${residentId.slice(10, 12)}-${residentId.slice(12, 14)}`;
}

/** A name as it is compared: NFKC, without spaces and the dots of transliterated names, case ignored (rulebook A17). */
export function foldName(text: string): string {
  return text.normalize('NFKC').replace(NAME_DOTS, '').toLowerCase();
}
