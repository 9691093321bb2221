import { Seeded } from '../support/random.ts';

/** Numbers that look random and are the same for the same seed and case, whatever was drawn for other cases. */
export class Random extends Seeded {
  constructor(seed: number, index: number) {
    super(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35), 4);
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 1) bytes[at] = this.below(256);
    return bytes;
  }
}
