import type { Measured } from '../measured.ts';

/** One line of the table. */
export interface Figure {
  readonly part: string;
  readonly name: string;
  readonly unit: string;
  readonly found: Measured;
}

/** What a figure should be. */
export interface Target {
  readonly name: string;
  readonly wanted: string;
  readonly found: Measured;
  /** False too where the figure is not to be believed. */
  readonly met: boolean;
}

/** All that a run has found. */
export class Report {
  readonly figures: Figure[] = [];
  readonly targets: Target[] = [];

  add(part: string, name: string, unit: string, found: Measured): void {
    this.figures.push({ part, name, unit, found });
  }

  /** A ratio that should not be below `bound`, or, `atMost`, not above it. */
  target(name: string, kind: 'atLeast' | 'atMost', bound: number, found: Measured): void {
    const met = 'value' in found && (kind === 'atLeast' ? found.value >= bound : found.value <= bound);
    this.targets.push({ name, wanted: `${kind === 'atLeast' ? '≥' : '≤'} ${bound}`, found, met });
  }

  /** Whether every figure is to be believed; targets that are not met do not count. */
  get valid(): boolean {
    return this.figures.every(({ found }) => 'value' in found);
  }
}
