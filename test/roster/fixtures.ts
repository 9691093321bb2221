import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { openVault, type Vault } from '../../src/ledger/vault.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { type EnrollmentImport, importEnrollments } from '../../src/roster/enrollment/import.ts';
import type { EnrollmentReport } from '../../src/roster/enrollment/report.ts';
import { schemeFile } from '../../src/scheme/language.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import type { Clock } from '../../src/time/clock.ts';
import { openTestStore, type TestDatabase } from '../support/stores.ts';

export const NOW = Date.parse('2023-06-10T10:00:00+08:00');
export const clock: Clock = { real: () => NOW, business: () => NOW };

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-roster-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param atEnd takes what gives the store back, which is done where the test ends unless it does so before */
export async function openStore(
  atEnd: (release: () => Promise<void>) => void = onTestFinished,
): Promise<{ database: TestDatabase; vault: Vault; folder: string }> {
  const { database, folder, release } = await openTestStore();
  atEnd(release);
  return { database, vault: await openVault(database, Buffer.alloc(32, 7)), folder };
}

/** A scheme with nothing in it but what the roster looks at. */
export function schemeWith(coverage: object, id = 'test-scheme'): Scheme {
  const text = { zh: '甲', en: 'a' };
  const rules = schemeFile.parse({
    scheme: id,
    name: text,
    documents: { notice: { number: '1', title: text } },
    precedence: 10,
    region: '36',
    area: { local: 'region', clause: 'notice 1' },
    coverage: { clause: 'notice 1', ...coverage },
    premium: { amount: 120, clause: 'notice 1' },
    facts: { participationRate: text },
    gates: [],
    benefits: [{ id: 'b', name: text, payTo: 'hospital' }],
  });
  return { rules, digest: 'sha256:0', text: '', ownLists: new Map() };
}

export const FIXED = schemeWith({ from: '2023-06-01', to: '2024-05-31' });
export const MONTHS = schemeWith({ months: 12 }, 'test-months');

export const vocabulary = { cohorts: new Set(['new-resident', 'assisted']), preexisting: new Set(['rare-disease']) };

/** A resident id number of its own for each n, with the right check character. */
export function idNumber(n: number): string {
  const body = `36010219${String(50 + (Math.floor(n / 1000) % 50)).padStart(2, '0')}0101${String(n % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

export const HEADER =
  'policyNo,idType,idNumber,name,insuredRegion,effectiveFrom,effectiveTo,cohorts,preexisting,priorYears,claimFreeYears,status,plan';
const COLUMNS = HEADER.split(',');

/** A good row of member 1, but for what is changed. */
export function row(change: Readonly<Record<string, string>> = {}): string {
  const cells: Record<string, string> = {
    policyNo: 'P1',
    idType: '01',
    idNumber: idNumber(1),
    name: '测试甲',
    insuredRegion: '360102',
    ...change,
  };
  return COLUMNS.map((column) => cells[column] ?? '').join(',');
}

export const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

export async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
}

/** A store and how to import into it. */
export async function roster(scheme: Scheme = FIXED, atEnd?: (release: () => Promise<void>) => void) {
  const store = await openStore(atEnd);
  const load = (file: string | Uint8Array, change: Partial<EnrollmentImport> = {}): Promise<EnrollmentReport> =>
    importEnrollments({
      ...store,
      scheme,
      vocabulary,
      source: chunks(file),
      asOf: NOW,
      clock,
      by: 'cli:test',
      ...change,
    });
  return { ...store, load };
}

export async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error;
  throw error ?? new Error('it was not refused');
}
