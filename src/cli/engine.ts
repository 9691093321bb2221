import { setFlagsFromString } from 'node:v8';

/** V8 is made for pages that are looked at and left. A gateway does the same thing for months, with pauses. */
export const FLAGS: readonly string[] = [
  // V8 learns which objects live long, and places such where only a full collection looks. While many settlements are under
  // way at once, that is what it learns of their claims; in quieter times they die at once, and lie there all the same, and
  // what they point to with them: 46 KB of each settlement. Then each small collection carries megabytes of them, in which
  // time nobody is answered, and the heap grows until a full one.
  '--no-allocation-site-pretenuring',
  // After eight quiet seconds V8 collects all it can, with the shapes of objects of which there is none at the moment, as of
  // claims where no settlement is under way. Compiled code that knows such a shape is thrown away with it: after each pause
  // most of the gateway would be compiled again, and who comes then waits for seconds where many come. It may collect, but is
  // to do so as at other times.
  '--no-memory-reducer-favors-memory',
  // At other times it keeps a shape through so many full collections without an object of it; of itself, through two.
  '--retain-maps-for-n-gc=100',
];

/** Tells V8 what it cannot know of this program. It comes first: what is compiled and kept on disk belongs to these flags. */
export function tuneEngine(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
