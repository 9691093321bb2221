import type { Registry } from '../roster/registry.ts';

/**
 * Makes what a gateway does at every request: take over what other processes have changed in the store. Costs one look at
 * the store's revision where nothing has.
 *
 * @param take takes over what does not lie in the registry
 * @param onProblem told where that cannot be done; what was known before then stays, and the next request tries again
 */
export function takingOver(
  registry: Registry,
  take: () => Promise<void>,
  onProblem: (problem: unknown) => void,
): () => Promise<void> {
  let seen: number | undefined;
  let taking: Promise<void> | undefined;
  return async function takeOver() {
    await registry.refresh();
    const revision = registry.revision();
    if (revision !== seen) {
      seen = revision;
      taking = take().catch((problem: unknown) => {
        seen = undefined;
        onProblem(problem);
      });
    }
    await taking;
  };
}
