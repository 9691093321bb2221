import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../claim/digest.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { dayIn, INSURER } from './frame.ts';

/** The bytes that the signed call answers. */
async function csv(visit: UserVisit): Promise<Answer> {
  const { gateway, param } = visit;
  const [scheme, date] = [param('scheme'), dayIn(visit)];
  const file = await gateway.dailyFiles.file(scheme, date);
  return { file: { ...file, type: 'text/csv; charset=utf-8', name: `${scheme}-${date}.csv` } };
}

/** The bytes that the signed call answers. */
async function manifest(visit: UserVisit): Promise<Answer> {
  const { gateway, param } = visit;
  const [scheme, date] = [param('scheme'), dayIn(visit)];
  const bytes = Buffer.from(canonicalJson(await gateway.dailyFiles.manifest(scheme, date)));
  return whole(bytes, 'application/json', `${scheme}-${date}-manifest.json`);
}

/** All differences of one reconciliation. */
async function differences(visit: UserVisit): Promise<Answer> {
  const { gateway, param } = visit;
  const [scheme, date] = [param('scheme'), dayIn(visit)];
  const text = await gateway.reconciliations.csv({ side: 'insurer', subject: scheme, date }, param('id'));
  return whole(Buffer.from(text), 'text/csv; charset=utf-8', `${scheme}-${date}-differences.csv`);
}

function whole(bytes: Buffer, type: string, name: string): Answer {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file: { type, name, bytes: bytes.byteLength, sha256, chunks: once(bytes) } };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

const DAY = '/schemes/{scheme}/days/{date}';

export const DOWNLOAD_PAGES = {
  dayFile: { method: 'GET', path: `${DAY}/file`, roles: INSURER, handler: csv },
  dayManifest: { method: 'GET', path: `${DAY}/manifest`, roles: INSURER, handler: manifest },
  differences: { method: 'GET', path: `${DAY}/reconciliations/{id}/differences`, roles: INSURER, handler: differences },
} as const satisfies Record<string, UserPage>;
