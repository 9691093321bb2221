import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where inputs lie that found a fault. */
const FOLDER = join(tmpdir(), 'yizhan-fuzz-failures');

/** Keeps what found a fault, and says how to see it again. */
export function keepFailure(what: string, seed: number, index: number, bytes: Uint8Array, error: unknown): string {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const path = join(FOLDER, `${what.replaceAll(/\W+/g, '-')}-${seed}-${index}.bin`);
  writeFileSync(path, bytes, { mode: 0o600 });
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const told = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return `${what}, case ${index}: npm run fuzz -- --seed ${seed} --only "${what}" --case ${index}\n  input: ${path}\n  ${told}`;
}
