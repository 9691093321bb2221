import { type DailyFilesDocument, dailyFilesDocument, manifestDocument } from '../../src/clearing/days/documents.ts';
import type { SignedManifest } from '../../src/clearing/files/manifest.ts';
import { type ReconciliationDocument, reconciliationDocument } from '../../src/clearing/reconciliation/documents.ts';
import type { Outcome } from './answer.ts';
import { Exchange } from './exchange.ts';
import { type ClientOptions, EMPTY } from './transmission.ts';

/**
 * An insurer's side of the contract, section 4, over HTTP: see {@link Exchange}.
 *
 * @example
 * const client = new InsurerClient({ baseUrl, party: 'INS-JX', key, gateway: await fetchIdentity(baseUrl) });
 * const file = await client.dailyFile('jiangxi-weihuibao-2023', '2023-07-11');
 */
export class InsurerClient {
  readonly #exchange: Exchange;

  constructor(options: ClientOptions) {
    this.#exchange = new Exchange(options);
  }

  /** The sealed business days of a scheme. */
  dailyFiles(scheme: string): Promise<Outcome<DailyFilesDocument>> {
    return this.#exchange.json('GET', folder(scheme), EMPTY, dailyFilesDocument);
  }

  manifest(scheme: string, date: string): Promise<Outcome<SignedManifest>> {
    return this.#exchange.json('GET', `${folder(scheme)}/${date}/manifest`, EMPTY, manifestDocument);
  }

  /** Sends the insurer's own view of a sealed day; what comes back says where the two differ. */
  reconcile(scheme: string, date: string, csv: Uint8Array): Promise<Outcome<ReconciliationDocument>> {
    const target = `${folder(scheme)}/${date}/reconciliations`;
    return this.#exchange.json('POST', target, new Uint8Array(csv), reconciliationDocument, 'text/csv');
  }

  /** The bytes of the CSV. What they are worth the manifest tells. */
  dailyFile(scheme: string, date: string): Promise<Outcome<Uint8Array>> {
    return this.#exchange.file(`${folder(scheme)}/${date}`);
  }
}

function folder(scheme: string): string {
  return `/v1/schemes/${encodeURIComponent(scheme)}/daily-files`;
}
