import type { Stage } from './stage.ts';

/** One thing that the demo shows. A step may rely on the steps before it. */
export interface Step {
  readonly zh: string;
  readonly en: string;
  /** Does it and tells the stage what to compare; throws where it cannot be done. */
  run(stage: Stage): Promise<void>;
}
