import { createHash } from 'node:crypto';
import { canonicalJson } from '../../claim/digest.ts';
import { openDetached, signDetached, signingPrefix } from '../../message/detached.ts';
import type { PrivateKeyRecord, PublicKeyRecord } from '../../message/keys.ts';
import { SUITES, suiteNamed } from '../../message/suites.ts';
import type { DateText } from '../../time/calendar.ts';
import type { FileSummary } from './summary.ts';

/** What the gateway vouches for about one daily file. Digests are SHA-256, hex. */
export interface Manifest extends FileSummary {
  /** The gateway's id. */
  readonly gateway: string;
  readonly scheme: string;
  readonly date: DateText;
  /** The root over all journal entries of the day, of every scheme: who holds it can tell whether history was changed. */
  readonly journalRoot: string;
  /** The digest of the scheme's manifest of the day before; null for the first. */
  readonly previousManifest: string | null;
}

/** A manifest as it is handed out: provable by itself, whenever and however it was received. */
export interface SignedManifest extends Manifest {
  /** Detached JWS over {@link manifestBytes}, made when the day was sealed. */
  readonly signature: string;
}

/** Told apart from the signature of an answer or a request by its type (RFC 7515 section 4.1.9). */
const TYPE = 'yizhan-manifest';

/**
 * The bytes that a manifest's digest and signature cover: its JSON without `signature`, members sorted, no blanks. As
 * there is nothing in it but texts, null and whole numbers, this is RFC 8785.
 */
export function manifestBytes(manifest: Manifest | SignedManifest): Buffer {
  const { signature: _, ...plain } = manifest as SignedManifest;
  return Buffer.from(canonicalJson(plain), 'utf8');
}

/** The digest by which the next day's manifest refers to this one: SHA-256, hex. */
export function manifestDigest(manifest: Manifest | SignedManifest): string {
  return createHash('sha256').update(manifestBytes(manifest)).digest('hex');
}

/**
 * Signs a manifest: a detached JWS with unencoded payload (RFC 7515 appendix F, RFC 7797), as answers have it.
 *
 * @param iat seconds since 1970
 */
export function signManifest(manifest: Manifest, { alg, kid, keyObject }: PrivateKeyRecord, iat: number): string {
  const header = { alg, kid, typ: TYPE, b64: false, crit: ['b64'], iss: manifest.gateway, iat };
  return signDetached(header, suiteNamed(alg), keyObject, manifestBytes(manifest));
}

/**
 * Whether a manifest is the gateway's, as anybody can tell who has its public keys.
 *
 * @param keys `/.well-known/jwks.json`, retired keys included: a manifest is signed once, with the key of its day
 */
export function verifyManifest(manifest: SignedManifest, keys: readonly PublicKeyRecord[]): boolean {
  const opened = openDetached(manifest.signature);
  if ('flaw' in opened) return false;
  const { alg, kid, typ, iss } = opened.header;
  if (typ !== TYPE || iss !== manifest.gateway) return false;
  const key = keys.find((one) => one.kid === kid);
  const suite = typeof alg === 'string' && key?.algs.includes(alg) ? SUITES.get(alg) : undefined;
  if (key === undefined || suite === undefined) return false;
  const signed = [signingPrefix(opened.protectedText), manifestBytes(manifest)];
  return suite.verify(key.keyObject, signed, opened.signature);
}
