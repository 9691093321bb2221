import type { DateText } from '../time/calendar.ts';
import { admittedOn } from './checks.ts';
import type { Claim } from './claim.ts';
import { birthDateOf, normalizeIdNumber, RESIDENT_ID } from './identity.ts';

/**
 * The patient's whole years on the day of admission, by a resident id number, else by the day of birth the claim states.
 *
 * @returns null where neither tells it
 */
export function ageAtAdmission(claim: Claim): number | null {
  const { idType, idNumber, birthDate, newborn } = claim.patient;
  // A newborn is billed under a parent's id.
  const byId = idType === RESIDENT_ID && !newborn ? birthDateOf(normalizeIdNumber(idNumber)) : undefined;
  const born = byId ?? birthDate;
  return born === undefined ? null : wholeYears(born, admittedOn(claim));
}

function wholeYears(from: DateText, to: DateText): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return Math.max(0, to.slice(5) < from.slice(5) ? years - 1 : years);
}
