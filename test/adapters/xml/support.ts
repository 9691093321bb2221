import { readFileSync } from 'node:fs';
import type { Refusal } from '../../../src/problem/refusal.ts';
import { refusalOf } from '../../support/refusals.ts';

/** The bytes of a sample message. */
export function sample(name: string): Buffer {
  return readFileSync(new URL(`../../../adapters/xml/samples/${name}`, import.meta.url));
}

/** The refusal that an act ends in. */
export function refused(act: () => unknown): Promise<Refusal> {
  return refusalOf(new Promise((resolve) => resolve(act())));
}
