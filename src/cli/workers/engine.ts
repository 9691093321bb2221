import cluster from 'node:cluster';

/**
 * What V8 is told in every worker.
 *
 * V8 learns which objects live long, and places such where only a full collection looks. While many settlements are under
 * way at once, that is what it learns of their claims; in quieter times they die at once, and lie there all the same, and
 * what they point to with them: 46 KB of each settlement. Then each small collection carries megabytes of them, in which
 * time nobody is answered, and the heap grows until a full one. Not learnt, small collections take less than half as long,
 * and there are hardly any full ones.
 */
export const ENGINE: readonly string[] = ['--no-allocation-site-pretenuring'];

/** Has all workers that are forked from now on started so. */
export function setUpWorkers(): void {
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...ENGINE] });
}
