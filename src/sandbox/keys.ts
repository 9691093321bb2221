import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPair } from '../message/generate.ts';
import { createSecret, readSecret } from '../message/keyfile.ts';
import { type PrivateKeyRecord, parsePrivateJwk } from '../message/keys.ts';

/** Where the private keys of the sandbox parties lie, below the data folder, so that an integrator can sign as them. */
export const KEYS_FOLDER = join('sandbox', 'keys');

/** Whether a data folder is a sandbox's. */
export function isSandbox(data: string): boolean {
  return existsSync(join(data, KEYS_FOLDER));
}

/** The key of a sandbox party, and whether it was made just now. */
export interface SandboxKey {
  readonly key: PrivateKeyRecord;
  readonly made: boolean;
}

/**
 * Reads the private key of a sandbox party, and makes it where there is none (mode 600).
 *
 * @throws KeyStoreProblem or KeyProblem where the file may be read by others or is no private key
 */
export function sandboxKey(data: string, party: string): SandboxKey {
  const path = join(data, KEYS_FOLDER, `${party}.private.jwk`);
  const made = !existsSync(path);
  if (made) createSecret(path, `${JSON.stringify(generateKeyPair().privateJwk, undefined, 2)}\n`);
  return { key: parsePrivateJwk(JSON.parse(readSecret(path) ?? 'null'), path), made };
}
