import type { Adapter } from './adapter.ts';
import { nhsa } from './nhsa/nhsa.ts';
import { xml } from './xml/xml.ts';

/** Every format that the gateway speaks at `POST /his/{adapter}`. */
export const ADAPTERS: readonly Adapter[] = [nhsa, xml];
