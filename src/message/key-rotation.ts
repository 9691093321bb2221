import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { generateKeyPair } from './generate.ts';
import { KeyStoreProblem } from './keyfile.ts';
import { type GatewayKey, type KeyStore, parseKeyStore } from './keystore.ts';

/** A key file with one key more. */
export interface RotatedKeys {
  readonly text: string;
  readonly alg: string;
  readonly kid: string;
  readonly signsFrom: Instant;
}

/**
 * Adds a new key to a key file. It is published at once and signs from an instant on; from then on the one before signs
 * nothing more. A new key that would have begun later is retired without ever signing: an emergency does not wait for it.
 *
 * @param text the key file; `name` what to call it in a problem; `alg` of the new key
 * @throws KeyStoreProblem where it cannot be read, or where a rotation is under way that ends no later
 */
export function withNewKey(
  text: string,
  { name, alg }: { readonly name: string; readonly alg: string },
  now: Instant,
  signsFrom: Instant,
): RotatedKeys {
  const waiting = parseKeyStore(text, name).keys.filter((key) => key.retiredAt === undefined && key.signsFrom > now);
  const before = waiting.find((key) => key.signsFrom <= signsFrom);
  if (before !== undefined) {
    const from = formatInstant(before.signsFrom);
    throw new KeyStoreProblem(
      `轮换正在进行：密钥 ${before.kid} 自 ${from} 起签名；如须立即更换，请用 --after 0 / a rotation is under way: key ${before.kid} signs from ${from} on; to change at once use --after 0`,
    );
  }
  const kids = new Set(waiting.map(({ kid }) => kid));
  const file = JSON.parse(text) as { readonly keys: readonly { readonly jwk: { readonly kid: string } }[] };
  const jwk = generateKeyPair(alg).privateJwk;
  const keys = [
    ...file.keys.map((key) => (kids.has(key.jwk.kid) ? { ...key, retiredAt: formatInstant(now) } : key)),
    { createdAt: formatInstant(now), signsFrom: formatInstant(signsFrom), jwk },
  ];
  const rotated = `${JSON.stringify({ ...file, keys }, undefined, 2)}\n`;
  // What no gateway could start with must not be written.
  parseKeyStore(rotated, name);
  return { text: rotated, alg, kid: jwk.kid, signsFrom };
}

/** How a key of the gateway stands: it signs now, will sign, or signs nothing more since an instant. */
export interface KeyState {
  readonly kind: 'signs' | 'waits' | 'retired';
  /** Since when, or from when on. */
  readonly since: Instant;
}

/** How one of the gateway's keys stands at an instant. */
export function stateOf(key: GatewayKey, store: KeyStore, now: Instant): KeyState {
  if (key.kid === store.current.kid || key.kid === store.sm2?.kid) return { kind: 'signs', since: key.signsFrom };
  if (key.retiredAt !== undefined) return { kind: 'retired', since: key.retiredAt };
  if (key.signsFrom > now) return { kind: 'waits', since: key.signsFrom };
  const family = store.keys.filter(({ alg }) => alg === key.alg);
  const later = family.filter((one) => one.retiredAt === undefined && one.signsFrom > key.signsFrom);
  return { kind: 'retired', since: Math.min(...later.map(({ signsFrom }) => signsFrom)) };
}
