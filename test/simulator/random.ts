import { Seeded } from '../support/random.ts';

/** What a run draws from its seed. */
export class Random extends Seeded {
  constructor(seed: number) {
    super(seed, 8);
  }

  /** One of several, or `undefined` where there is none. */
  pickAny<T>(several: readonly T[]): T | undefined {
    return several.length === 0 ? undefined : this.pick(several);
  }

  /** The key of one of several weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const all = Object.entries(weights) as [K, number][];
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of all) {
      left -= weight;
      if (left < 0) return key;
    }
    throw new Error('unreachable: the weights sum to more than was drawn');
  }
}
