import type { ReconciliationDocument } from '../../src/clearing/reconciliation/documents.ts';
import { Reconciliations } from '../../src/clearing/reconciliation/reconciliations.ts';
import type { Side } from '../../src/clearing/reconciliation/side.ts';
import { NANTONG } from '../support/terms.ts';
import type { World } from '../support/world.ts';
import { filesOf } from './days-support.ts';

export function reconciliationsOf(world: World): Reconciliations {
  const clock = { real: () => world.now, business: () => world.now };
  return new Reconciliations(world.database, filesOf(world), clock);
}

export function ofScheme(date: string, subject = NANTONG): Side {
  return { side: 'insurer', subject, date };
}

export function ofHospital(date: string, subject = 'H1'): Side {
  return { side: 'hospital', subject, date };
}

/** The bytes of a file as they come in: in two pieces that end anywhere. */
export async function* bytesOf(file: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  const middle = Math.floor(bytes.length / 3);
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}

/** Uploads somebody's view of a day. */
export function upload(world: World, side: Side, file: string | Uint8Array): Promise<ReconciliationDocument> {
  return reconciliationsOf(world).reconcile({ ...side, by: 'INS-1', source: bytesOf(file) });
}

/** The four columns that an insurer must have, and the rows as given. */
export function fileOf(...rows: string[]): string {
  return ['recordType,hospitalId,settlementId,insurerPaid', ...rows, ''].join('\n');
}

/** How many differences of each kind there are, those without any left out. */
export function countsOf({ counts }: Pick<ReconciliationDocument, 'counts'>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
