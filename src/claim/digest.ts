import { createHash } from 'node:crypto';
import { Money } from '../money/money.ts';
import { parseInstant } from '../time/calendar.ts';
import type { Claim } from './claim.ts';
import { normalizeIdNumber } from './identity.ts';

/** JSON with sorted keys and without absent members: one text for one content. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return (value.toJSON as () => unknown)();
  if (Array.isArray(value)) return value.map(sorted);
  const members = value as Readonly<Record<string, unknown>>;
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined) continue;
    // Set as the others are, it would be the object's prototype and no member.
    if (name === '__proto__') Object.defineProperty(ordered, name, { value: sorted(member), enumerable: true });
    else ordered[name] = sorted(member);
  }
  return ordered;
}

/** SHA-256 as `sha256:HEX`. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

const instantText = (text: string | null | undefined): number | null =>
  typeof text === 'string' ? (parseInstant(text) ?? null) : null;

/** What each fund paid: in which order, in how many rows, and whether a fund that paid nothing is named, says nothing. */
function byFund(payments: Claim['payments']): Record<string, Money> {
  const sums: Record<string, Money> = {};
  for (const { fund, amount } of payments) {
    if (!amount.isZero()) sums[fund] = (sums[fund] ?? Money.ZERO).plus(amount);
  }
  return sums;
}

/**
 * The digest of a claim's content: what must be the same for a retry to be a retry (contract section 3). Lines count by
 * their number, instants as instants; names, `extensions` and the attempt's own number do not count.
 */
export function claimDigest(claim: Claim): string {
  const { patient, encounter, extensions: _extensions, attempt: _attempt, lines, ...rest } = claim;
  const { name: _name, ...person } = patient;
  const content = {
    ...rest,
    replaces: claim.replaces,
    patient: { ...person, idNumber: normalizeIdNumber(patient.idNumber) },
    encounter: {
      ...encounter,
      admittedAt: instantText(encounter.admittedAt),
      dischargedAt: instantText(encounter.dischargedAt),
      billedFrom: instantText(encounter.billedFrom),
      billedThrough: instantText(encounter.billedThrough),
      diagnoses: encounter.diagnoses.map(({ name: _, ...diagnosis }) => ({
        ...diagnosis,
        firstConfirmedOn: diagnosis.firstConfirmedOn ?? null,
        severe: diagnosis.severe ?? null,
      })),
      procedures: encounter.procedures.map(({ code }) => code),
    },
    payments: byFund(claim.payments),
    otherCompensation: claim.otherCompensation.map((entry) => ({ ...entry, pot: entry.pot ?? null })),
    invoice: claim.invoice ?? null,
    consent: claim.consent ?? null,
    lines:
      lines === undefined
        ? null
        : [...lines]
            .sort((a, b) => a.no - b.no)
            .map(({ name: _, ...line }) => ({ ...line, tags: [...line.tags].sort() })),
  };
  return sha256(canonicalJson(content));
}
