import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import type { GatewayIdentity } from '../../adapters/mock-his/transmission.ts';

/** The least time between two looks for new keys, in milliseconds: answers nobody signed must not cost a look each. */
const PAUSE = 60_000;

/**
 * The gateway's id and keys: pinned by whoever runs the edge, or asked of the gateway, the first time they are needed and
 * again when an answer is signed with a key that is not known (a rotation). Asking is as good as the connection: over
 * TLS, or on this machine.
 */
export class Identity {
  readonly #baseUrl: string;
  readonly #pinned: boolean;
  #known: GatewayIdentity | undefined;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(baseUrl: string, pinned?: GatewayIdentity) {
    this.#baseUrl = baseUrl;
    this.#known = pinned;
    this.#pinned = pinned !== undefined;
  }

  /** @throws what the network throws where the gateway has never been reached */
  async get(): Promise<GatewayIdentity> {
    this.#known ??= await fetchIdentity(this.#baseUrl);
    return this.#known;
  }

  /** Looks for keys that are new. Where that fails, what is known stays. */
  async renew(): Promise<void> {
    if (this.#pinned || performance.now() - this.#looked < PAUSE) return;
    this.#looked = performance.now();
    try {
      const found = await fetchIdentity(this.#baseUrl);
      // Another gateway at the same address is no rotation.
      if (found.id === this.#known?.id) this.#known = found;
    } catch {}
  }
}
