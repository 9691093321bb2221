import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that pages load. Its address has its hash in it, so that it may be kept for ever. */
export interface Asset {
  /** Below the console. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

function asset(name: string, type: string): Asset {
  const bytes = Buffer.from(readFileSync(new URL(`./assets/${name}`, import.meta.url)));
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
  return { path: `/assets/${hash}-${name}`, type, bytes };
}

/** Everything that pages load. */
export const ASSETS = {
  style: asset('style.css', 'text/css; charset=utf-8'),
  documents: asset('documents.css', 'text/css; charset=utf-8'),
  desk: asset('desk.css', 'text/css; charset=utf-8'),
  insurer: asset('insurer.css', 'text/css; charset=utf-8'),
  policy: asset('policy.css', 'text/css; charset=utf-8'),
  icon: asset('icon.svg', 'image/svg+xml'),
} as const satisfies Record<string, Asset>;
