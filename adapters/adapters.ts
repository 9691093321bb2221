import type { Adapter } from './adapter.ts';
import { nhsa } from './nhsa/nhsa.ts';

/** Every format that the gateway speaks at `POST /his/{adapter}`. */
export const ADAPTERS: readonly Adapter[] = [nhsa];
